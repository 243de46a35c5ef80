package dev.seamwright.contracts.dbusage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.dbusage.Identity.PoolMode;
import dev.seamwright.contracts.dbusage.Identity.Scope;
import dev.seamwright.contracts.dbusage.Identity.Tenant;
import dev.seamwright.contracts.dbusage.Statement.Column;
import dev.seamwright.contracts.dbusage.Statement.Types;
import dev.seamwright.contracts.dbusage.Statement.Use;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseUsageJsonTest {
    private static final Identity APP = new Identity(
            "shop_app",
            new Tenant.Setting("app.tenant", Scope.TRANSACTION),
            PoolMode.TRANSACTION,
            false,
            List.of("shop", "public"));

    private static Statement statement(String id, @Nullable Long calls) {
        return new Statement(
                id,
                "SELECT total FROM orders WHERE id = $1",
                new Types(List.of("bigint"), List.of(new Column("total", "numeric(10,2)", false))),
                List.of(
                        new Use(Use.Kind.RELATION, "shop", "orders", "total", Use.Access.READ, null),
                        new Use(Use.Kind.RELATION, "shop", "orders", "id", Use.Access.READ, "shop.open_orders")),
                true,
                true,
                "why not",
                calls,
                7L,
                List.of("orders.sql:12"));
    }

    private static DatabaseUsage parse(String json) {
        return DatabaseUsageJson.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void reading_what_was_written_gives_the_same_usage() {
        for (var identity : List.of(
                APP,
                Identity.UNKNOWN,
                new Identity(null, new Tenant.RolePerTenant(), PoolMode.STATEMENT, true, List.of()))) {
            var usage = new DatabaseUsage(
                    identity, List.of(statement("b", 3L), statement("a", null), Statement.of("c", "TABLE orders")));
            assertEquals(usage, DatabaseUsageJson.parse(DatabaseUsageJson.write(usage)));
        }
    }

    @Test
    void a_statement_without_an_id_has_one_that_white_space_does_not_change() {
        var one = parse("""
                {"format": "db-usage/1", "statements": [{"sql": "SELECT 1  FROM orders"}]}""");
        var other = parse("""
                {"format": "db-usage/1", "statements": [{"sql": " SELECT 1\\nFROM orders\\n"}]}""");
        assertEquals(
                one.statements().getFirst().id(), other.statements().getFirst().id());
    }

    @Test
    void counts_and_sources_do_not_change_the_hash_and_all_else_does() {
        var usage = new DatabaseUsage(APP, List.of(statement("a", 1L)));
        assertEquals(usage.hash(), new DatabaseUsage(APP, List.of(statement("a", 2L))).hash());
        assertNotEquals(usage.hash(), new DatabaseUsage(APP, List.of(statement("b", 1L))).hash());
        assertNotEquals(usage.hash(), new DatabaseUsage(Identity.UNKNOWN, List.of(statement("a", 1L))).hash());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            []                                                                                           | ''
            {"format": "db-usage/2", "statements": []}                                                   | /format
            {"format": "db-usage/1"}                                                                     | /statements
            {"format": "db-usage/1", "statements": [], "a/b": 1}                                         | /a~1b
            {"format": "db-usage/1", "statements": [{"id": "a"}]}                                        | /statements/0/sql
            {"format": "db-usage/1", "statements": [{"sql": "\\u0000"}]}                                 | /statements/0/sql
            {"format": "db-usage/1", "statements": [{"id": "a b", "sql": "x"}]}                          | /statements/0/id
            {"format": "db-usage/1", "statements": [{"sql": "x"}, {"sql": " x"}]}                        | /statements/1/id
            {"format": "db-usage/1", "statements": [{"sql": "x", "parameters": []}]}                     | /statements/0
            {"format": "db-usage/1", "statements": [{"sql": "x", "calls": -1}]}                          | /statements/0/calls
            {"format": "db-usage/1", "statements": [{"sql": "x", "star": 1}]}                            | /statements/0/star
            {"format": "db-usage/1", "statements": [{"sql": "x", "uses": [{"schema": "s", "name": "n", "access": "drop"}]}]} | /statements/0/uses/0/access
            {"format": "db-usage/1", "statements": [], "identity": {"pool": "none"}}                     | /identity/pool
            {"format": "db-usage/1", "statements": [], "identity": {"tenant": {"by": "magic"}}}          | /identity/tenant/by
            {"format": "db-usage/1", "statements": [], "identity": {"tenant": {"by": "setting", "name": "tenant"}}} | /identity/tenant/name
            """)
    void a_mistake_is_named_by_its_place(String json, String pointer) {
        var invalid = assertThrows(InvalidInput.class, () -> parse(json));
        assertEquals(pointer, invalid.details().getFirst().pointer());
    }

    @Test
    void all_mistakes_are_told_at_once() {
        var invalid = assertThrows(InvalidInput.class, () -> parse("""
                {"format": "db-usage/1", "statements": [{"sql": ""}, {"sql": "x", "rows": "many"}]}"""));
        assertEquals(
                List.of("/statements/0/sql", "/statements/1/rows"),
                invalid.details().stream().map(InvalidInput.Detail::pointer).toList());
    }

    @Test
    void two_recordings_are_one_with_each_statement_once() {
        var named = new Statement(
                "named",
                "SELECT 2",
                new Types(List.of(), List.of()),
                List.of(),
                false,
                false,
                null,
                2L,
                null,
                List.of("b"));
        var one = new DatabaseUsage(APP, List.of(Statement.of("named", "SELECT 2"), Statement.of("same", "SELECT 1")));
        var other = new DatabaseUsage(Identity.UNKNOWN, List.of(named, Statement.of("same", "SELECT 3")));
        assertEquals(
                new DatabaseUsage(
                        APP,
                        List.of(
                                named,
                                Statement.of("same", "SELECT 1"),
                                Statement.of("same-" + Statement.idOf("SELECT 3"), "SELECT 3"))),
                one.and(other));
    }
}
