package dev.seamwright.schemadiff.postgres.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.schemadiff.postgres.capture.Capture;
import dev.seamwright.schemadiff.postgres.server.TestDatabases;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import dev.seamwright.schemadiff.postgres.shadow.Shadow.Limits;
import dev.seamwright.schemadiff.postgres.source.MigrationStep;
import dev.seamwright.schemadiff.postgres.source.Migrations;
import dev.seamwright.schemadiff.postgres.source.SchemaSource;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AppliedScriptsTest {
    private static final String ORDERS = "CREATE TABLE orders (id bigint PRIMARY KEY, note text);";
    private static final String KIND = "ALTER TABLE orders ADD kind text;";
    private static final String GRANT = "GRANT SELECT ON orders TO PUBLIC;";
    private static final String DROP = "ALTER TABLE orders DROP COLUMN note;";
    private static final List<MigrationStep> MIGRATION = List.of(
            MigrationStep.of(Script.parse("V1.sql", ORDERS)),
            MigrationStep.of(Script.parse("V2.sql", KIND)),
            MigrationStep.of(Script.parse("V3.sql", GRANT)),
            MigrationStep.of(Script.parse("V4.sql", DROP)));

    @SuppressWarnings("NullAway.Init")
    private Shadow shadow;

    @BeforeAll
    void start(@TempDir Path directory) {
        shadow = Shadow.embedded(directory.resolve("shadow"), Limits.DEFAULT);
    }

    @AfterAll
    void stop() {
        shadow.close();
    }

    private int count(DatabaseSchema schema) {
        return new AppliedScripts(shadow).count(schema, MIGRATION);
    }

    private DatabaseSchema made(String ddl) {
        return new SchemaSource(shadow)
                .capture(Migrations.ofText("schema.sql", ddl))
                .schema();
    }

    @Test
    void a_schema_made_of_the_first_scripts_has_just_these() {
        assertEquals(1, count(made(ORDERS)));
        assertEquals(2, count(made(ORDERS + KIND)));
        assertEquals(3, count(made(ORDERS + KIND + GRANT)));
        assertEquals(4, count(made(ORDERS + KIND + GRANT + DROP)));
    }

    @Test
    void a_live_database_has_them_whoever_owns_it_and_with_what_its_tools_and_administrators_add() throws SQLException {
        try (var live = TestDatabases.create()) {
            TestDatabases.execute(live, ORDERS + KIND + "CREATE EXTENSION pg_stat_statements;");
            TestDatabases.execute(live, """
                    CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY, version varchar(50),
                        description varchar(200) NOT NULL, type varchar(20) NOT NULL, script varchar(1000) NOT NULL, checksum int,
                        installed_by varchar(100) NOT NULL, installed_on timestamp NOT NULL DEFAULT now(),
                        execution_time int NOT NULL, success boolean NOT NULL)
                    """);
            assertEquals(2, count(Capture.of(live)));
        }
    }

    @Test
    void scripts_that_do_not_lead_to_the_schema_start_from_it() {
        assertEquals(0, count(made("CREATE TABLE other (id int)")));
    }
}
