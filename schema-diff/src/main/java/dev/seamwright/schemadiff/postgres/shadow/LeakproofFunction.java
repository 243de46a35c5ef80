package dev.seamwright.schemadiff.postgres.shadow;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A function that promises to leak nothing, which PostgreSQL believes superusers alone. The candidate creates it without the promise;
 * that is then added with power, which executes no code. Inside of the run's database the promise can harm nobody but the candidate.
 */
record LeakproofFunction(String withoutPromise) {
    private static final Pattern CREATE = Pattern.compile(
            "(?is)(?:\\s++|--[^\\n]*+|/\\*(?:(?!/\\*).)*?\\*/)*+CREATE\\s+(?:OR\\s+REPLACE\\s+)?(?:FUNCTION|PROCEDURE)\\s.*");
    private static final Pattern WORD = Pattern.compile(
            "(?is)'[^']*+'|\"[^\"]*+\"|\\$(\\w*)\\$.*?\\$\\1\\$|--[^\\n]*+|/\\*.*?\\*/|\\b(?<!NOT )LEAKPROOF\\b");

    static Optional<LeakproofFunction> of(String sql) {
        if (!sql.toLowerCase(Locale.ROOT).contains("leakproof")
                || !CREATE.matcher(sql).matches()) {
            return Optional.empty();
        }
        var changed = WORD.matcher(sql)
                .replaceAll(word ->
                        Matcher.quoteReplacement(word.group().equalsIgnoreCase("LEAKPROOF") ? "" : word.group()));
        return changed.equals(sql) ? Optional.empty() : Optional.of(new LeakproofFunction(changed));
    }

    /** Creates it, in the session's transaction. */
    void create(Connection session, Elevation elevation) throws SQLException {
        Names.execute(session, withoutPromise);
        elevation.asSuperuser(session, with -> {
            var path = Elevation.setting(with, "search_path");
            Elevation.path(with, Elevation.CATALOG);
            // the row that the latest command of this transaction has written
            for (var function : Names.read(with, """
                    SELECT p.oid::regprocedure::text FROM pg_catalog.pg_proc p
                     WHERE p.xmin::text::bigint >= pg_current_xact_id()::text::bigint AND p.proowner = '%s'::regrole
                     ORDER BY p.cmin::text::bigint DESC LIMIT 1
                    """.formatted(Run.CANDIDATE))) {
                Names.execute(with, "ALTER ROUTINE %s LEAKPROOF".formatted(function));
            }
            Elevation.path(with, path);
        });
    }
}
