package dev.seamwright.schemadiff.postgres.shadow;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Extensions that PostgreSQL lets only a superuser create. Some do nothing but what a candidate may do by itself. Of others the schema
 * needs the definitions alone (a foreign table of {@code postgres_fdw}, a view over {@code dblink}): they are created without their
 * library, so that each call of their functions fails.
 */
final class Extensions {
    private static final Set<String> HARMLESS = Set.of(
            "autoinc",
            "bloom",
            "dict_xsyn",
            "earthdistance",
            "insert_username",
            "intagg",
            "moddatetime",
            "pgrouting",
            "postgis",
            "refint",
            "vector"); // trusted by its newer versions
    private static final Set<String> UNPLUGGED = Set.of(
            "adminpack",
            "amcheck",
            "dblink",
            "file_fdw",
            "pageinspect",
            "pg_buffercache",
            "pg_freespacemap",
            "pg_logicalinspect",
            "pg_prewarm",
            "pg_stat_statements",
            "pg_surgery",
            "pg_visibility",
            "pg_walinspect",
            "pgrowlocks",
            "pgstattuple",
            "postgres_fdw",
            "sslinfo",
            "xml2");
    private static final String NAME = "(?:\"((?:[^\"])+)\"|([A-Za-z_][\\w$]*))";
    private static final Pattern CREATE = Pattern.compile(
            "CREATE EXTENSION (?:IF NOT EXISTS )?" + NAME + "(?: WITH)?(?: SCHEMA " + NAME
                    + ")?(?: VERSION (?:'([^']*)'|" + NAME + "))?(?<cascade> CASCADE)?",
            Pattern.CASE_INSENSITIVE);
    /** Nobody but the shadow's own role writes here, so that an extension's script finds no function of the candidate's. */
    private static final String WORKSHOP = "seamwright_workshop";

    private Extensions() {}

    /**
     * What {@code CREATE EXTENSION} asks for.
     *
     * @param schema null: the first of the search path
     * @param version null: the server's default
     */
    record Wish(
            String name, @Nullable String schema, @Nullable String version) {}

    /** What the statement asks for, when it is a {@code CREATE EXTENSION}. */
    static Optional<Wish> of(String sql) {
        if (sql.length() > 1_000) {
            return Optional.empty();
        }
        var found = CREATE.matcher(Vetted.plainText(sql));
        if (!found.matches()) {
            return Optional.empty();
        }
        var name = name(found.group(1), found.group(2));
        var version = found.group(5) == null ? name(found.group(6), found.group(7)) : found.group(5);
        return name == null
                ? Optional.empty()
                : Optional.of(new Wish(name, name(found.group(3), found.group(4)), version));
    }

    private static @Nullable String name(@Nullable String quoted, @Nullable String plain) {
        return quoted != null ? quoted : plain == null ? null : plain.toLowerCase(Locale.ROOT);
    }

    /** Whether the server has the extension. */
    static boolean available(Connection admin, String name) throws SQLException {
        return !Names.read(admin, "SELECT name FROM pg_available_extensions WHERE name = ?", name)
                .isEmpty();
    }

    /** Whether the shadow creates it for candidates that PostgreSQL does not let create it. */
    static boolean given(String name) {
        return HARMLESS.contains(name) || UNPLUGGED.contains(name);
    }

    /**
     * Creates it, for the candidate to own. All names are looked up in {@code pg_catalog}.
     *
     * @param session of the candidate, with power, in a transaction
     * @param self the shadow's own role
     * @param schema where its objects shall be
     */
    static void create(Connection session, String self, Wish wish, String schema) throws SQLException {
        var name = Names.identifier(wish.name());
        var version = wish.version() == null ? "" : " VERSION " + Names.literal(wish.version());
        // its objects belong to no role that the candidate can act as
        Names.execute(session, "SET LOCAL ROLE " + Names.identifier(self));
        if (relocatable(session, wish)) {
            Names.execute(session, "CREATE SCHEMA " + WORKSHOP);
            Names.execute(session, "CREATE EXTENSION %s SCHEMA %s%s".formatted(name, WORKSHOP, version));
            Names.execute(session, "ALTER EXTENSION %s SET SCHEMA %s".formatted(name, Names.identifier(schema)));
            Names.execute(session, "DROP SCHEMA " + WORKSHOP);
        } else {
            requireNoCode(session, schema);
            Names.execute(
                    session, "CREATE EXTENSION %s SCHEMA %s%s".formatted(name, Names.identifier(schema), version));
        }
        if (UNPLUGGED.contains(wish.name())) {
            unplug(session, wish.name());
        }
        // to use a wrapper; to change it takes a superuser, whoever owns it
        Names.execute(session, """
                UPDATE pg_catalog.pg_foreign_data_wrapper w SET fdwowner = '%s'::pg_catalog.regrole
                  FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
                 WHERE e.extname = %s AND d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.deptype = 'e'
                   AND d.classid = 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass AND d.objid = w.oid
                """.formatted(Run.CANDIDATE, Names.literal(wish.name())));
        Names.execute(
                session,
                "UPDATE pg_catalog.pg_extension SET extowner = '%s'::pg_catalog.regrole WHERE extname = %s"
                        .formatted(Run.CANDIDATE, Names.literal(wish.name())));
    }

    private static boolean relocatable(Connection session, Wish wish) throws SQLException {
        var version = wish.version() == null ? "e.default_version" : Names.literal(wish.version());
        return Names.read(session, """
                        SELECT v.version FROM pg_catalog.pg_available_extension_versions v
                          JOIN pg_catalog.pg_available_extensions e ON e.name = v.name
                         WHERE v.name = ? AND v.version = %s AND NOT v.relocatable
                        """.formatted(version), wish.name()).isEmpty();
    }

    /** The script of an extension that stays where it is made takes the functions that it finds there. */
    private static void requireNoCode(Connection session, String schema) throws SQLException {
        var found = Names.read(session, """
                SELECT p.proname FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
                 WHERE n.nspname = ? AND n.nspname <> 'pg_catalog' AND NOT EXISTS (
                       SELECT FROM pg_catalog.pg_depend d
                        WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objid = p.oid AND d.deptype = 'e')
                 LIMIT 1
                """, schema);
        if (!found.isEmpty()) {
            throw new SQLException(
                    "the schema %s has functions already; create the extension before them".formatted(schema), "42501");
        }
    }

    /** Points its functions to a library that does not exist. Those that check options stay: they read nothing but the options. */
    private static void unplug(Connection session, String name) throws SQLException {
        Names.execute(session, """
                UPDATE pg_catalog.pg_proc p SET probin = '$libdir/%s of the shadow leads nowhere'
                  FROM pg_catalog.pg_depend d, pg_catalog.pg_extension e
                 WHERE e.extname = %s AND d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND d.refobjid = e.oid
                   AND d.deptype = 'e' AND d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objid = p.oid
                   AND p.probin IS NOT NULL AND p.proname !~ '_validator$'
                """.formatted(name, Names.literal(name)));
        if (name.equals("file_fdw")) {
            // it lets nobody but readers of server files name a file
            Names.execute(session, "ALTER FOREIGN DATA WRAPPER file_fdw NO VALIDATOR");
        }
    }
}
