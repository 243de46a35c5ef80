package dev.seamwright.contracts.dbusage;

import dev.seamwright.contracts.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a consumer.
 *
 * @param id unique in a usage and the same in every recording: a name that its authors gave it, or {@link #idOf}
 * @param sql one statement, with {@code $1} and so on in place of every value
 * @param types what PostgreSQL said in the consumer's own test database; null: nobody asked
 * @param uses what it touches in that database, in order
 * @param star whether it asks for whatever columns there are
 * @param positional whether it inserts without naming the columns
 * @param unresolved why nobody can say what it touches; null: it is said in {@code uses}, or nobody asked
 * @param calls how often it was seen to run; null: not counted
 * @param rows how many rows it gave or changed in all; null: not counted
 * @param sources where it was seen, {@code src/main/sql/orders.sql:12} for example
 */
public record Statement(
        String id,
        String sql,
        @Nullable Types types,
        List<Use> uses,
        boolean star,
        boolean positional,
        @Nullable String unresolved,
        @Nullable Long calls,
        @Nullable Long rows,
        List<String> sources) {
    private static final int ID_DIGITS = 16;

    public Statement {
        uses = uses.stream().distinct().sorted().toList();
        sources = sources.stream().distinct().sorted().toList();
    }

    /** A statement of which nothing but its text is known. */
    public static Statement of(String id, String sql) {
        return new Statement(id, sql, null, List.of(), false, false, null, null, null, List.of());
    }

    /** An id for a statement without a name, the same however its white space falls. */
    public static String idOf(String sql) {
        var line = sql.strip().replaceAll("\\s+", " ");
        return Sha256.ofContent(line.getBytes(StandardCharsets.UTF_8)).hex().substring(0, ID_DIGITS);
    }

    /** The same statement, seen twice: counted in sum, and what one of them knows of it. */
    public Statement and(Statement other) {
        var known = types == null && other.types != null ? other : this;
        var everywhere = new ArrayList<>(sources);
        everywhere.addAll(other.sources);
        return new Statement(
                id,
                sql,
                known.types,
                known.uses,
                known.star,
                known.positional,
                known.unresolved,
                sum(calls, other.calls),
                sum(rows, other.rows),
                everywhere);
    }

    private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
        return one == null ? other : other == null ? one : Long.valueOf(one + other);
    }

    Statement withId(String other) {
        return new Statement(other, sql, types, uses, star, positional, unresolved, calls, rows, sources);
    }

    Statement withoutStatistics() {
        return new Statement(id, sql, types, uses, star, positional, unresolved, null, null, List.of());
    }

    /**
     * What goes in and what comes out.
     *
     * @param parameters type names as {@code format_type} spells them
     * @param columns of the result; empty: there is none
     */
    public record Types(List<String> parameters, List<Column> columns) {
        public Types {
            parameters = List.copyOf(parameters);
            columns = List.copyOf(columns);
        }
    }

    /**
     * A column of a result.
     *
     * @param nullable whether the consumer can take NULL; null: it does not say
     */
    public record Column(String name, String type, @Nullable Boolean nullable) {}

    /**
     * Something in the database that a statement touches.
     *
     * @param kind what it is
     * @param schema where it is
     * @param name of the relation; of a routine with its input types
     * @param column of the relation; null: the relation itself, as a count of rows reads it
     * @param access what is done with it
     * @param via the view, {@code schema.name}, behind which it is; null: the statement names it itself
     */
    public record Use(
            Kind kind,
            String schema,
            String name,
            @Nullable String column,
            Access access,
            @Nullable String via) implements Comparable<Use> {
        private static final Comparator<String> NULLS_FIRST = Comparator.nullsFirst(Comparator.naturalOrder());
        private static final Comparator<Use> ORDER = Comparator.comparing(Use::kind)
                .thenComparing(Use::schema)
                .thenComparing(Use::name)
                .thenComparing(Use::column, NULLS_FIRST)
                .thenComparing(Use::access)
                .thenComparing(Use::via, NULLS_FIRST);

        @Override
        public int compareTo(Use other) {
            return ORDER.compare(this, other);
        }

        /** What can be used. */
        public enum Kind {
            RELATION,
            ROUTINE,
            TYPE;

            /** The spelling in documents. */
            public String word() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        /** How it is used. A routine is read when it is called, a type when it is named. */
        public enum Access {
            READ,
            INSERT,
            UPDATE,
            DELETE;

            /** The spelling in documents. */
            public String word() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }
}
