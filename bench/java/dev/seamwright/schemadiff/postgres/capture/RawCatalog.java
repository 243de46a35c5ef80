package dev.seamwright.schemadiff.postgres.capture;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** What PostgreSQL and the driver alone take, in the package of what it is compared with: rows are read and dropped. */
public final class RawCatalog {
    private static final String USERS = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'";

    /** The catalogs that hold most rows, each once, with the definitions as PostgreSQL writes them. */
    private static final List<String> CATALOGS = List.of(
            "SELECT n.oid, n.nspname, n.nspowner, n.nspacl FROM pg_namespace n WHERE " + USERS,
            """
            SELECT c.oid, c.relname, c.relnamespace, c.relkind, c.relpersistence, c.relowner, c.relacl, c.relrowsecurity,
                   c.relforcerowsecurity, c.relreplident, c.reloptions, c.relispartition, pg_get_expr(c.relpartbound, c.oid)
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind <> 't' AND\s""" + USERS,
            """
            SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated,
                   a.attstorage, a.attcollation, a.attacl, pg_get_expr(d.adbin, d.adrelid)
              FROM pg_attribute a
              JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
              JOIN pg_namespace n ON n.oid = c.relnamespace
              LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
             WHERE a.attnum > 0 AND NOT a.attisdropped AND\s""" + USERS,
            """
            SELECT k.oid, k.conname, k.conrelid, k.contype, k.convalidated, pg_get_constraintdef(k.oid)
              FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace WHERE k.contype <> 'n' AND\s""" + USERS,
            """
            SELECT i.indexrelid, i.indrelid, i.indisunique, i.indisprimary, i.indisvalid, pg_get_indexdef(i.indexrelid)
              FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE\s""" + USERS,
            """
            SELECT c.oid, pg_get_viewdef(c.oid)
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('v', 'm') AND\s""" + USERS,
            """
            SELECT p.oid, p.proname, p.proowner, p.proacl, pg_get_functiondef(p.oid)
              FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.prokind IN ('f', 'p') AND\s""" + USERS,
            "SELECT t.oid, t.tgrelid, pg_get_triggerdef(t.oid) FROM pg_trigger t WHERE NOT t.tgisinternal",
            """
            SELECT p.oid, p.polrelid, p.polname, p.polcmd, p.polpermissive, p.polroles::text,
                   pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
              FROM pg_policy p
            """,
            """
            SELECT t.oid, t.typname, t.typtype, t.typbasetype, t.typacl, e.enumlabel
              FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_enum e ON e.enumtypid = t.oid
             WHERE t.typtype IN ('e', 'd', 'r') AND\s""" + USERS,
            """
            SELECT d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, d.refobjsubid, d.deptype
              FROM pg_depend d WHERE d.objid >= 16384
            """);

    /** Row versions of as many catalogs, of all that has been made since {@code initdb}. */
    private static final String ROW_VERSIONS = """
            SELECT count(*), sum(hashtextextended(o.xmin::text, (o.catalog::bigint << 56) + (o.oid::bigint << 16) + o.part)) FROM (
                SELECT 1 AS catalog, oid, 0 AS part, xmin FROM pg_namespace WHERE oid >= 16384
                 UNION ALL SELECT 2, oid, 0, xmin FROM pg_class WHERE oid >= 16384 AND relkind <> 't'
                 UNION ALL SELECT 3, attrelid, attnum, xmin FROM pg_attribute WHERE attrelid >= 16384 AND attnum > 0
                 UNION ALL SELECT 4, oid, 0, xmin FROM pg_attrdef
                 UNION ALL SELECT 5, oid, 0, xmin FROM pg_constraint WHERE oid >= 16384
                 UNION ALL SELECT 6, indexrelid, 0, xmin FROM pg_index WHERE indexrelid >= 16384
                 UNION ALL SELECT 7, oid, 0, xmin FROM pg_rewrite WHERE oid >= 16384
                 UNION ALL SELECT 8, oid, 0, xmin FROM pg_proc WHERE oid >= 16384
                 UNION ALL SELECT 9, oid, 0, xmin FROM pg_trigger
                 UNION ALL SELECT 10, oid, 0, xmin FROM pg_policy
                 UNION ALL SELECT 11, oid, 0, xmin FROM pg_type WHERE oid >= 16384) o
            """;

    private RawCatalog() {}

    /** Reads all that a capture reads, by its own queries; returns the number of rows. */
    public static long queries(Connection connection) throws SQLException {
        int majorVersion = connection.getMetaData().getDatabaseMajorVersion();
        return read(connection, Capture.QUERIES.stream().map(query -> Capture.text(query, majorVersion)).toList());
    }

    /** Reads eleven catalogs by plain queries; returns the number of rows. */
    public static long catalogs(Connection connection) throws SQLException {
        return read(connection, CATALOGS);
    }

    /** Reads the versions of the rows of eleven catalogs as a sum. */
    public static long rowVersions(Connection connection) throws SQLException {
        return read(connection, List.of(ROW_VERSIONS));
    }

    private static long read(Connection connection, List<String> queries) throws SQLException {
        var count = 0L;
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute(Capture.SESSION);
            statement.setFetchSize(Capture.FETCH_SIZE);
            for (var query : queries) {
                count += read(statement, query);
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        return count;
    }

    private static long read(Statement statement, String query) throws SQLException {
        var count = 0L;
        try (var rows = statement.executeQuery(query)) {
            var columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                for (var column = 1; column <= columns; column++) {
                    rows.getString(column);
                }
                count++;
            }
        }
        return count;
    }
}
