package dev.seamwright.schemadiff.postgres.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.schemadiff.postgres.server.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SyntaxTest {
    /** What a test does with a parser. */
    private interface Work {
        void with(Syntax syntax, Connection connection) throws SQLException;
    }

    private static void parser(Work work) throws SQLException {
        try (var connection = TestDatabases.create()) {
            work.with(Syntax.of(connection), connection);
        }
    }

    private static Node tree(Syntax syntax, String sql) throws SQLException {
        return assertInstanceOf(Syntax.Parsed.class, syntax.parse(sql)).tree();
    }

    @Test
    void names_and_constants_come_through_whatever_is_in_them() throws SQLException {
        parser((syntax, ignored) -> {
            var name = "a \"quoted\" (name) {of} \\ 60 bytes, with spaces: and ü";
            var tree = tree(
                    syntax,
                    "ALTER TABLE s.\"%s\" ADD COLUMN c text DEFAULT 'it''s  two'"
                            .formatted(name.replace("\"", "\"\"")));
            assertEquals("ALTERTABLESTMT", tree.type());
            assertEquals(Optional.of(name), tree.node("relation").flatMap(node -> node.text("relname")));
            assertEquals(
                    List.of("it's  two"),
                    tree.all()
                            .filter(node -> node.is("A_CONST"))
                            .flatMap(node -> node.text("val").stream())
                            .toList());
        });
    }

    @Test
    void nothing_is_executed_and_nothing_has_to_exist() throws SQLException {
        parser((syntax, connection) -> {
            tree(syntax, "CREATE TABLE made (id int)");
            assertEquals(
                    "UPDATESTMT",
                    tree(syntax, "UPDATE nothing SET a = 1 -- a comment").type());
            assertEquals("SELECTSTMT", tree(syntax, "SELECT * FROM nothing").type());
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("SELECT to_regclass('made') IS NULL")) {
                assertTrue(row.next() && row.getBoolean(1));
            }
        });
    }

    @Test
    void a_question_mark_is_an_operator() throws SQLException {
        parser((syntax, ignored) -> assertEquals(
                "ALTERTABLESTMT",
                tree(syntax, "ALTER TABLE t ADD CHECK (a ? 'x' AND b ?| c)").type()));
    }

    @Test
    void what_does_not_parse_is_told_with_its_place() throws SQLException {
        parser((syntax, ignored) -> {
            var refused = assertInstanceOf(Syntax.NotSql.class, syntax.parse("CREATE TABLE t (\n  id int,,\n)"));
            assertEquals("syntax error at or near \",\"", refused.error());
            assertEquals(26, refused.offset());
        });
    }

    @Test
    void what_needs_its_objects_is_told() throws SQLException {
        parser((syntax, ignored) ->
                assertInstanceOf(Syntax.Unknown.class, syntax.parse("CREATE TABLE t AS SELECT * FROM nothing")));
    }

    @Test
    void the_server_says_what_its_numbers_mean() throws SQLException {
        parser((syntax, ignored) -> {
            var vocabulary = Vocabulary.learn(syntax);
            var commands = tree(syntax, "ALTER TABLE t DROP COLUMN a, ALTER b TYPE int, SET LOGGED")
                    .nodes("cmds");
            assertEquals(
                    List.of(
                            Optional.of(Vocabulary.Form.DROP_COLUMN),
                            Optional.of(Vocabulary.Form.ALTER_TYPE),
                            Optional.of(Vocabulary.Form.SET_LOGGED)),
                    commands.stream().map(vocabulary::form).toList());
            var rename = tree(syntax, "ALTER VIEW v RENAME TO w");
            assertEquals(Optional.of(Vocabulary.Kind.VIEW), vocabulary.kind(rename, "renameType"));
            assertFalse(vocabulary.transaction(tree(syntax, "SAVEPOINT s")).isPresent());
        });
    }
}
