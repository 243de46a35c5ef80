package dev.seamwright.recorder;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.seamwright.recorder");

    @Test
    void a_service_gets_no_library_with_the_recorder() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.seamwright.recorder..",
                        "java..",
                        "javax.sql..",
                        "org.jspecify.annotations..",
                        "org.junit.jupiter.api..",
                        "org.junit.platform.commons..")
                .check(CLASSES);
    }

    @Test
    void only_the_extension_and_its_annotation_know_junit() {
        noClasses()
                .that()
                .doNotHaveSimpleName("RecorderExtension")
                .and()
                .doNotHaveSimpleName("RecordStatements")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.junit..")
                .check(CLASSES);
    }
}
