package dev.seamwright.broker;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.seamwright.broker.db.PlannedByValues;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.seamwright.broker");

    @Test
    void the_broker_knows_of_the_engines_only_what_is_meant_for_it() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.seamwright.cli..", "dev.seamwright.verifier.replay..", "dev.seamwright.verifier.worker..")
                .check(CLASSES);
    }

    @Test
    void features_do_not_know_the_pact_api_that_is_one_of_their_faces() {
        noClasses()
                .that(resideInAPackage("dev.seamwright.broker..")
                        .and(DescribedPredicate.not(resideInAPackage("dev.seamwright.broker.pactapi..")))
                        .and(DescribedPredicate.not(resideInAPackage("dev.seamwright.broker"))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.seamwright.broker.pactapi..")
                .check(CLASSES);
    }

    // what is excepted here sees no tenant's rows: probes, the directory of workspaces, the scheduler's own table
    @Test
    void a_tenants_rows_are_reached_through_the_transactor_alone() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.seamwright.broker", // makes the parts
                        "dev.seamwright.broker.db..",
                        "dev.seamwright.broker.telemetry..",
                        "dev.seamwright.broker.workspace..",
                        "dev.seamwright.broker.job..")
                .and()
                .doNotHaveSimpleName("IndexRoutes")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "open connections",
                        type -> type.isAssignableTo(DataSource.class)
                                || type.isEquivalentTo(Jdbi.class)
                                || type.getName().equals("java.sql.DriverManager")))
                .check(CLASSES);
    }

    @Test
    void a_page_whose_filters_may_be_absent_is_planned_by_values() {
        methods()
                .that()
                .areAnnotatedWith(DescribedPredicate.describe(
                        "a page with filters that may be absent",
                        annotation -> annotation.getRawType().isEquivalentTo(SqlQuery.class)
                                && String.valueOf(annotation.get("value").orElse(""))
                                        .contains("IS NULL OR")
                                && String.valueOf(annotation.get("value").orElse(""))
                                        .contains("LIMIT :limit")))
                .should()
                .beAnnotatedWith(PlannedByValues.class)
                .check(CLASSES);
    }
}
