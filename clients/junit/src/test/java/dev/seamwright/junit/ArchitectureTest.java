package dev.seamwright.junit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    @Test
    void tests_get_the_recorder_with_it_and_nothing_else() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.seamwright.junit..",
                        "dev.seamwright.recorder..",
                        "java..",
                        "org.junit..",
                        "org.opentest4j..",
                        "org.jspecify.annotations..")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dev.seamwright.junit"));
    }
}
