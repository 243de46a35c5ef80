package dev.seamwright.schemadiff.postgres.shadow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seamwright.contracts.InvalidInput;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptTest {
    private static List<String> split(String text) {
        return Script.parse("script", text).statements().stream()
                .map(statement -> statement.line() + ": " + statement.sql().replace("\n", "⏎"))
                .toList();
    }

    @Test
    void a_function_body_in_standard_sql_is_part_of_its_statement_and_ends() {
        assertEquals(
                List.of(
                        "1: CREATE OR REPLACE FUNCTION f() RETURNS int⏎BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END; END",
                        "3: create procedure p() begin atomic insert into t values (1); end",
                        "3: CREATE FUNCTION g(begin int) RETURNS int RETURN 1",
                        "4: BEGIN",
                        "4: SELECT 2",
                        "4: END"),
                split("""
                        CREATE OR REPLACE FUNCTION f() RETURNS int
                        BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END; END;
                        create procedure p() begin atomic insert into t values (1); end; CREATE FUNCTION g(begin int) RETURNS int RETURN 1;
                        BEGIN; SELECT 2; END;
                        """));
    }

    @Test
    void strings_comments_and_parentheses_end_no_statement() {
        assertEquals(
                List.of(
                        "2: SELECT E'a\\';b', 'c\\', \"d;e\", U&'f;\\0061', $$;$$, $x$;$$;$x$, a$b$c",
                        "3: CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO u VALUES (1); INSERT INTO u VALUES (2))",
                        "5: SELECT a ? 'b', a ?? 'c', $1 -- last; of all"),
                split("""
                        -- before; it /* nothing
                        SELECT E'a\\';b', 'c\\', "d;e", U&'f;\\0061', $$;$$, $x$;$$;$x$, a$b$c;
                        CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO u VALUES (1); INSERT INTO u VALUES (2));
                        /* one; /* in; another */ ; */ ;;
                        SELECT a ? 'b', a ?? 'c', $1 -- last; of all
                        """));
    }

    @Test
    void a_text_that_ends_inside_of_a_string_is_one_statement() {
        assertEquals(List.of("1: SELECT 'a; b"), split("SELECT 'a; b"));
        assertEquals(List.of("1: SELECT $x$a; b"), split("SELECT $x$a; b"));
        assertEquals(List.of(), split("/* only a comment"));
    }

    @Test
    void rows_after_copy_and_lines_for_psql_are_told_apart_from_statements() {
        var parts = Script.parseFile("dump.sql", """
                \\connect shop
                COPY t (a) FROM stdin WITH (FORMAT text);
                it's; $$ a row
                \\.
                SELECT 1;
                \\set ON_ERROR_STOP on
                COPY t FROM '/tmp/x';
                """);
        assertEquals(
                List.of(
                        new Script.Statement("SELECT 1", 5, "dump.sql"),
                        new Script.Statement("COPY t FROM '/tmp/x'", 7, "dump.sql")),
                parts.statements());
        assertEquals(
                List.of(1, 2, 6),
                parts.skipped().stream().map(Script.Skipped::line).toList());
    }

    @Test
    void what_psql_is_asked_to_do_and_does_not_happen_here_is_refused_with_its_line() {
        var refusal = assertThrows(InvalidInput.class, () -> Script.parseFile("a.sql", "SELECT 1;\n\\i b.sql\n"));
        assertEquals("a.sql:2", refusal.details().getFirst().pointer());
    }
}
