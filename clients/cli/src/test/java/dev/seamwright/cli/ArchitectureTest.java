package dev.seamwright.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.seamwright.cli");

    @Test
    void the_command_line_reaches_the_broker_over_http_only() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.seamwright.broker..", "org.jdbi..", "io.javalin..")
                .check(CLASSES);
    }

    @Test
    void only_the_package_for_databases_opens_connections_to_them() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.seamwright.cli.database..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..")
                .check(CLASSES);
    }

    @Test
    void nothing_is_logged_since_stderr_speaks_to_people() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.slf4j..", "java.util.logging..", "ch.qos.logback..")
                .check(CLASSES);
    }

    @Test
    void only_the_package_for_http_opens_connections() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.seamwright.cli.http..")
                .and()
                .doNotHaveSimpleName("Rehearsal") // plays a broker while the program is built
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "javax.net..")
                .check(CLASSES);
    }

    @Test
    void only_commands_know_picocli() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.seamwright.cli")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(CLASSES);
    }
}
