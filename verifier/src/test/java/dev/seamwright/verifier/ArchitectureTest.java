package dev.seamwright.verifier;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void it_knows_the_contracts_and_of_the_engine_what_is_free_of_databases() {
        var imported = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.seamwright.verifier");
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages(
                        "dev.seamwright.broker..",
                        "dev.seamwright.cli..",
                        "dev.seamwright.schemadiff.postgres..",
                        "io.javalin..")
                .check(imported);
    }
}
