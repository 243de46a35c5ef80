package dev.seamwright.schemadiff.postgres.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.Kind;
import dev.seamwright.contracts.dbschema.Selection;
import dev.seamwright.schemadiff.postgres.server.TestDatabases;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private static final String SCHEMA = """
            CREATE TYPE hue AS ENUM ('red', 'blue');
            CREATE TYPE secret AS ENUM ('a');
            CREATE DOMAIN shade AS hue;
            CREATE TABLE item (id int PRIMARY KEY, colours shade[], note text CHECK (note <> ''));
            CREATE TABLE ledger (id int PRIMARY KEY, kind secret);
            CREATE VIEW api AS SELECT id FROM item;
            CREATE FUNCTION total(amount int) RETURNS int LANGUAGE sql AS 'SELECT 1';
            COMMENT ON COLUMN item.note IS 'seen by consumers';
            GRANT SELECT ON item TO PUBLIC;
            CREATE SCHEMA inner_works; CREATE TABLE inner_works.t (a int);
            CREATE EXTENSION citext
            """;
    private static final Selection SEAM = new Selection(
            Set.of(), Set.of(List.of("public", "item"), List.of("public", "total(integer)")), Set.of(Kind.EXTENSION));

    @Test
    void with_a_published_table_goes_all_that_consumers_can_notice_of_it() throws Exception {
        var published = SEAM.of(capture(SCHEMA));
        assertTrue(published.hasRelation("public", "item"));
        assertTrue(published.hasColumn("public", "item", "note"));
        assertTrue(published.hasRoutine("public", "total"));
        assertTrue(
                published.fact(Kind.CONSTRAINT, "public", "item", "item_pkey").isPresent());
        assertTrue(published
                .fact(Kind.RELATION_GRANT, "public", "item", "public", "SELECT", "(owner)")
                .isPresent());
        assertTrue(published.fact(Kind.DOMAIN, "public", "shade").isPresent());
        assertTrue(published.fact(Kind.ENUM, "public", "hue").isPresent());
        assertTrue(published.fact(Kind.SCHEMA, "public").isPresent());
        assertTrue(published.fact(Kind.EXTENSION, "citext").isPresent());

        assertFalse(published.hasRelation("public", "ledger"));
        assertFalse(published.hasRelation("public", "api"));
        assertFalse(published.hasColumn("public", "ledger", "kind"));
        assertFalse(published.hasRoutine("public", "tot"));
        assertFalse(published.fact(Kind.ENUM, "public", "secret").isPresent());
        assertFalse(published.fact(Kind.SCHEMA, "inner_works").isPresent());
    }

    @Test
    void what_is_private_does_not_change_the_contract() throws Exception {
        var before = SEAM.of(capture(SCHEMA));
        var privately = SEAM.of(
                capture(SCHEMA + "; DROP TABLE ledger; CREATE TABLE more (a int); ALTER TYPE secret ADD VALUE 'b'"));
        var publicly = SEAM.of(capture(SCHEMA + "; ALTER TYPE hue ADD VALUE 'green'"));
        assertEquals(before.hash(), privately.hash());
        assertNotEquals(before.hash(), publicly.hash());
    }

    @Test
    void whole_schemas_can_be_published() throws Exception {
        var published = Selection.ofSchemas("inner_works").of(capture(SCHEMA));
        assertTrue(published.hasColumn("inner_works", "t", "a"));
        assertFalse(published.hasRelation("public", "item"));
        var all = capture(SCHEMA);
        assertEquals(all.hash(), Selection.ALL.of(all).hash());
    }

    private static DatabaseSchema capture(String sql) throws SQLException {
        try (var connection = TestDatabases.create()) {
            TestDatabases.execute(connection, sql);
            return Capture.of(connection);
        }
    }
}
