package dev.seamwright.bench;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A database as an application has it after years, of any number of tables. For every 1,000 tables: 20,000 columns, 3,250 indexes (those
 * of 1,250 keys among them), 500 foreign keys, 2,000 checks, 300 tables with row-level security and a policy each, 200 views,
 * 200 functions, 100 triggers, 4,200 comments, and 3,700 privileges of two roles, in ten schemas. The same DDL at every run.
 */
final class ManyTables {
    private static final int SCHEMA = 100;
    private static final String[] NOUNS = {
        "invoice", "shipment", "customer", "payment", "contract", "employee", "product", "warehouse", "ticket", "campaign"
    };

    private ManyTables() {}

    static String schema(int table) {
        return "area_%03d".formatted(table / SCHEMA);
    }

    static String name(int table) {
        return "%s.%s_%05d".formatted(schema(table), NOUNS[table % NOUNS.length], table);
    }

    /** Whether the key is a number of the database's making; else it is a UUID. */
    static boolean numbered(int table) {
        return table % 2 == 0;
    }

    /** The table that the table's column {@code parent_id} refers to; it has a key of the same type. */
    static int parent(int table) {
        return table % SCHEMA < 2 ? table : table - 2;
    }

    static boolean refersToParent(int table) {
        return table % 4 > 1;
    }

    /** Makes the roles, which are the server's, where there are none. */
    static void roles(Connection connection) throws SQLException {
        for (var role : new String[] {"bench_reader", "bench_writer"}) {
            if (Sql.number(connection, "SELECT count(*) FROM pg_roles WHERE rolname = '%s'".formatted(role)) == 0) {
                Sql.run(connection, "CREATE ROLE " + role);
            }
        }
    }

    /** Makes the tables from {@code first} to {@code last}, which is left out, each in a transaction of its own. */
    static void make(Connection connection, int first, int last) throws SQLException {
        for (var table = first; table < last; table++) {
            Sql.run(connection, ddl(table));
        }
        // as autovacuum leaves it behind
        Sql.run(connection, "VACUUM (ANALYZE)");
    }

    private static String ddl(int table) {
        var ddl = new StringBuilder("BEGIN;\n");
        if (table % SCHEMA == 0) {
            ddl.append("""
                    CREATE SCHEMA %1$s;
                    GRANT USAGE ON SCHEMA %1$s TO bench_reader, bench_writer;
                    CREATE TYPE %1$s.kind AS ENUM ('standard', 'express', 'return', 'internal');
                    CREATE FUNCTION %1$s.touch() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        NEW.updated_at := now();
                        RETURN NEW;
                    END $$;
                    """.formatted(schema(table)));
        }
        var name = name(table);
        var key = numbered(table) ? "bigint" : "uuid";
        ddl.append("""
                CREATE TABLE %1$s (
                    id %2$s,
                    tenant_id uuid NOT NULL,
                    number text NOT NULL,
                    status text DEFAULT 'new' NOT NULL CHECK (status IN ('new', 'open', 'closed', 'archived')),
                    kind %3$s.kind DEFAULT 'standard' NOT NULL,
                    title character varying(200) NOT NULL,
                    email text,
                    amount numeric(12, 2) DEFAULT 0 NOT NULL CHECK (amount >= 0),
                    currency character(3) DEFAULT 'EUR' NOT NULL,
                    quantity integer DEFAULT 1 NOT NULL,
                    discount numeric(5, 2),
                    weight double precision,
                    due_on date,
                    created_at timestamptz DEFAULT now() NOT NULL,
                    updated_at timestamptz,
                    deleted boolean DEFAULT false NOT NULL,
                    tags text[] DEFAULT '{}' NOT NULL,
                    attributes jsonb DEFAULT '{}' NOT NULL,
                    notes text,
                    parent_id %4$s,
                    PRIMARY KEY (id)%5$s%6$s
                );
                CREATE INDEX ON %1$s (tenant_id, status, created_at DESC);
                CREATE INDEX ON %1$s (%7$s;
                COMMENT ON TABLE %1$s IS 'What the area knows of number %8$s, one row each';
                COMMENT ON COLUMN %1$s.tenant_id IS 'Whose it is';
                COMMENT ON COLUMN %1$s.amount IS 'Net, in the currency of the row';
                COMMENT ON COLUMN %1$s.attributes IS 'What the customer has defined';
                GRANT SELECT ON %1$s TO bench_reader;
                GRANT SELECT, INSERT ON %1$s TO bench_writer;
                """.formatted(
                        name,
                        numbered(table) ? "bigint GENERATED ALWAYS AS IDENTITY" : "uuid DEFAULT gen_random_uuid()",
                        schema(table),
                        key,
                        table % 4 == 0 ? ", UNIQUE (tenant_id, number)" : "",
                        refersToParent(table) ? ", FOREIGN KEY (parent_id) REFERENCES %s ON DELETE CASCADE".formatted(name(parent(table))) : "",
                        table % 3 == 0 ? "lower(email)) WHERE NOT deleted" : "parent_id)",
                        table));
        if (table % 10 < 3) {
            ddl.append("""
                    ALTER TABLE %1$s ENABLE ROW LEVEL SECURITY;
                    CREATE POLICY own ON %1$s TO bench_writer USING (tenant_id = current_setting('app.tenant', true)::uuid);
                    GRANT UPDATE ON %1$s TO bench_writer;
                    """.formatted(name));
        }
        if (table % 5 == 0) {
            ddl.append("""
                    CREATE VIEW %1$s_open AS
                        SELECT t.id, t.tenant_id, t.number, t.title, t.amount * t.quantity AS total, p.number AS parent_number,
                               count(*) OVER (PARTITION BY t.tenant_id) AS of_tenant
                          FROM %1$s t LEFT JOIN %2$s p ON p.id = t.parent_id
                         WHERE t.status <> 'closed' AND NOT t.deleted;
                    COMMENT ON VIEW %1$s_open IS 'Work that is left';
                    GRANT SELECT ON %1$s_open TO bench_reader, bench_writer;
                    CREATE FUNCTION %1$s_total(tenant uuid, since date DEFAULT NULL) RETURNS numeric LANGUAGE sql STABLE AS $$
                        SELECT coalesce(sum(amount * quantity), 0) FROM %1$s WHERE tenant_id = tenant AND (since IS NULL OR due_on >= since)
                    $$;
                    """.formatted(name, name(parent(table))));
        }
        if (table % 10 == 5) {
            ddl.append("CREATE TRIGGER touch BEFORE UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION %s.touch();\n".formatted(name, schema(table)));
        }
        return ddl.append("COMMIT").toString();
    }
}
