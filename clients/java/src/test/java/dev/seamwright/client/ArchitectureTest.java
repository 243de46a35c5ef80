package dev.seamwright.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.seamwright.client");

    @Test
    void a_program_gets_jackson_with_the_client_and_nothing_else() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.seamwright.client..", "java..", "com.fasterxml.jackson..", "org.jspecify.annotations..")
                .check(CLASSES);
    }

    @Test
    void every_group_of_operations_is_reached_from_the_broker() {
        var made = CLASSES.stream()
                .filter(type -> type.getPackageName().equals("dev.seamwright.client.api"))
                .filter(type -> type.getSimpleName().endsWith("Api"))
                .map(JavaClass::getName)
                .collect(Collectors.toSet());
        var reached = Arrays.stream(Seamwright.class.getMethods())
                .map(Method::getReturnType)
                .filter(type -> type.getPackageName().equals("dev.seamwright.client.api"))
                .map(Class::getName)
                .collect(Collectors.toSet());
        assertTrue(made.size() > 15, made::toString);
        assertEquals(Set.copyOf(made), reached);
    }
}
