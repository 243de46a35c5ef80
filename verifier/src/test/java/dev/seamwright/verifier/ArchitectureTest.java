package dev.seamwright.verifier;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void of_our_modules_it_knows_the_contracts_alone_and_no_web_server() {
        var imported = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.seamwright.verifier");
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages("dev.seamwright.broker..", "dev.seamwright.cli..", "io.javalin..")
                .check(imported);
    }
}
