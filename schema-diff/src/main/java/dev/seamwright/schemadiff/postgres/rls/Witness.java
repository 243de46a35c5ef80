package dev.seamwright.schemadiff.postgres.rls;

import dev.seamwright.schemadiff.postgres.rls.Comparison.Difference;
import dev.seamwright.schemadiff.postgres.rls.Comparison.Shown;
import dev.seamwright.schemadiff.postgres.rls.Comparison.Told;
import dev.seamwright.schemadiff.postgres.rls.Comparison.Touched;
import java.util.ArrayList;
import java.util.List;

/**
 * A script for psql that shows a difference: what the owner prepares, then what the login does.
 *
 * @param preparation by the owner, besides the rows: a function by which the login may look at the rows of others
 * @param look the statement that looks at them, before and after; empty when what A is answered says enough
 */
record Witness(Actor actor, Probe probe, Difference difference, List<String> preparation, List<String> look) {
    private static final int MOST_LINES = 5;
    static final int MOST_ROWS = 60;

    Witness {
        preparation = List.copyOf(preparation);
        look = List.copyOf(look);
    }

    static Witness of(Actor actor, Probe probe, Difference difference, Stage stage, Tenancy tenancy) {
        if (!(difference instanceof Touched touched) || !probe.writes()) {
            return new Witness(actor, probe, difference, List.of(), List.of());
        }
        var queries = new ArrayList<String>();
        for (var table : stage.holders()) {
            var others = tenancy.notOwn(table, "t");
            if (others != null && touched.rows().stream().anyMatch(row -> row.startsWith(table.name() + " ", 2))) {
                queries.add("SELECT %s || ' ' || t::text FROM %s t WHERE %s"
                        .formatted(Catalog.literal(table.name()), table.name(), others));
            }
        }
        return new Witness(
                actor,
                probe,
                difference,
                List.of(
                        "CREATE SCHEMA IF NOT EXISTS seamwright_witness",
                        "GRANT USAGE ON SCHEMA seamwright_witness TO PUBLIC",
                        """
                        CREATE OR REPLACE FUNCTION seamwright_witness.others() RETURNS SETOF text
                        LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
                        %s
                        $$""".formatted(String.join("\nUNION ALL ", queries))),
                List.of("SELECT * FROM seamwright_witness.others()"));
    }

    /** How every script begins: how it is run, and in what form psql answers. */
    static List<String> header() {
        return List.of(
                "-- psql -X -f THIS-FILE, as the owner of the schema, on a copy of the database that may be thrown away",
                "\\set QUIET on",
                "\\pset format unaligned",
                "\\pset tuples_only on",
                "\\pset fieldsep ' | '",
                "\\pset null null",
                "SELECT current_user AS owner \\gset");
    }

    /** The command by which psql logs in as another role. */
    static String connect(String role) {
        return "\\connect - \"%s\"".formatted(role.replace("\"", "\"\""));
    }

    /**
     * Lines of the script; what PostgreSQL answered stands in comments.
     *
     * @param made statements that make rows besides those of the schema
     */
    List<String> script(List<String> made) {
        var lines = new ArrayList<>(header());
        if (!made.isEmpty() || !preparation.isEmpty()) {
            lines.add("-- as the owner of the schema");
            made.forEach(sql -> lines.add(sql + ";"));
            preparation.forEach(sql -> lines.add(sql + ";"));
        }
        lines.add(connect(actor.login()));
        actor.prelude().forEach(sql -> lines.add(sql + ";"));
        lines.add("BEGIN;");
        actor.each().forEach(sql -> lines.add(sql + ";"));
        look.forEach(sql -> lines.add(sql + ";"));
        probe.steps().forEach(sql -> lines.add(sql + ";"));
        if (difference instanceof Told) {
            lines.add("\\echo SQLSTATE :SQLSTATE");
        }
        look.forEach(sql -> lines.add(sql + ";"));
        comment(lines);
        lines.add("ROLLBACK;");
        return lines;
    }

    private void comment(List<String> lines) {
        switch (difference) {
            case Shown shown -> {
                lines.add("-- shows, " + actor.state().words() + ", what depends on rows of others:");
                shown.lines().stream().limit(MOST_LINES).forEach(line -> lines.add("--   " + oneLine(line)));
            }
            case Touched touched -> {
                lines.add("-- rows of others that are gone (-) or new (+), "
                        + actor.state().words() + ":");
                touched.rows().stream().limit(MOST_LINES).forEach(row -> lines.add("--   " + oneLine(row)));
            }
            case Told told -> {
                lines.add("-- with the row of the other tenant: " + oneLine(told.withB()));
                lines.add("-- without it: " + oneLine(told.withoutB()));
            }
        }
    }

    static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
