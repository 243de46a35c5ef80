package dev.seamwright.schemadiff.postgres.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;

/** Statements of consumers that were written for a schema. */
final class Consumers {
    private static final int DEEPEST_PARENT = 5;

    private final Surroundings schema;

    private Consumers(Surroundings schema) {
        this.schema = schema;
    }

    /** Those who know the schema before. */
    static Consumers before(Situation situation) {
        return new Consumers(situation.before());
    }

    /** A statement that reads; it is only planned where executing it would ask another server. */
    String read(String schemaName, String relation, String what) {
        var sql = select(Sql.qualified(schemaName, relation), what);
        return schema.relationKind(schemaName, relation)
                        .filter(kind -> kind == Kind.FOREIGN_TABLE)
                        .isPresent()
                ? "EXPLAIN " + sql
                : sql;
    }

    static String select(String relation, String what) {
        return "SELECT %s FROM %s".formatted(what, relation);
    }

    /** Columns that an insert cannot leave out. */
    Set<String> required(String schemaName, String table) {
        var required = new LinkedHashSet<String>();
        schema.columns(schemaName, table).forEach((name, column) -> {
            if (column.path("notNull").asBoolean() && !isSupplied(column)) {
                required.add(name);
            }
        });
        return required;
    }

    private boolean isSupplied(JsonNode column) {
        return column.has("default")
                || column.has("generated")
                || column.has("identity")
                || schema.type(Kind.DOMAIN, column.path("type").asText())
                        .filter(domain -> domain.has("default"))
                        .isPresent();
    }

    /** An insert that leaves out what may be left out, after those of the rows that it refers to; empty where no value is known. */
    List<String> insert(String schemaName, String table) {
        return insert(schemaName, table, Map.of(), 0);
    }

    /**
     * An insert of the required columns and of these.
     *
     * @param values SQL by column
     * @param number of the values, see {@link Values#literal}
     */
    List<String> insert(String schemaName, String table, Map<String, String> values, int number) {
        var statements = new ArrayList<String>();
        return addInsert(statements, schemaName, table, values, number, 0) ? statements : List.of();
    }

    private boolean addInsert(
            List<String> statements,
            String schemaName,
            String table,
            Map<String, String> values,
            int number,
            int depth) {
        var row = row(schemaName, table, values, number);
        if (row.isEmpty() || depth > DEEPEST_PARENT) {
            return false;
        }
        for (var key : schema.facts(Kind.CONSTRAINT, schemaName, table)) {
            if (!addParent(statements, schema.members(key), row.get(), values.keySet(), number, depth)) {
                return false;
            }
        }
        var sql = insert(schemaName, table, row.get());
        if (!statements.contains(sql) || depth == 0) {
            statements.add(sql);
        }
        return true;
    }

    private boolean addParent(
            List<String> statements, JsonNode key, Map<String, String> row, Set<String> given, int number, int depth) {
        var columns = strings(key.path("columns"));
        if (!key.path("type").asText().equals("foreign key")
                || !row.keySet().containsAll(columns)
                || columns.stream().anyMatch(given::contains)
                || columns.stream().anyMatch(column -> "NULL".equals(row.get(column)))) {
            return true;
        }
        var parent = strings(key.path("references"));
        var referenced = strings(key.path("referencedColumns"));
        var values = new HashMap<String, String>();
        for (int i = 0; i < columns.size(); i++) {
            values.put(referenced.get(i), String.valueOf(row.get(columns.get(i))));
        }
        return addInsert(statements, parent.getFirst(), parent.getLast(), values, number, depth + 1);
    }

    private Optional<SequencedMap<String, String>> row(
            String schemaName, String table, Map<String, String> values, int number) {
        var row = new LinkedHashMap<String, String>();
        var required = required(schemaName, table);
        for (var column : schema.columns(schemaName, table).entrySet()) {
            var name = column.getKey();
            if (values.containsKey(name)) {
                row.put(name, String.valueOf(values.get(name)));
            } else if (required.contains(name)) {
                var literal =
                        Values.literal(schema, column.getValue().path("type").asText(), number);
                if (literal.isEmpty()) {
                    return Optional.empty();
                }
                row.put(name, literal.get());
            }
        }
        return row.keySet().containsAll(values.keySet()) ? Optional.of(row) : Optional.empty();
    }

    private static String insert(String schemaName, String table, SequencedMap<String, String> row) {
        var relation = Sql.qualified(schemaName, table);
        return row.isEmpty()
                ? "INSERT INTO %s DEFAULT VALUES".formatted(relation)
                : "INSERT INTO %s (%s) VALUES (%s)"
                        .formatted(relation, Sql.names(row.keySet()), String.join(", ", row.sequencedValues()));
    }

    /** A minimal insert that fails so; none where no value is known. */
    List<Probe> inserts(String schemaName, String table, Map<String, String> values, String... failures) {
        return probe(insert(schemaName, table, values, 0), failures);
    }

    static List<Probe> probe(List<String> statements, String... failures) {
        return statements.isEmpty() ? List.of() : List.of(new Probe(statements, List.of(failures)));
    }

    /** Two rows that agree in these columns. */
    List<Probe> duplicates(String schemaName, String table, Collection<String> columns, String... failures) {
        var same = new LinkedHashMap<String, String>();
        var known = schema.columns(schemaName, table);
        for (var column : columns) {
            var payload = known.get(column);
            var literal = payload == null
                            || payload.has("generated")
                            || payload.path("identity")
                                    .path("generation")
                                    .asText()
                                    .equals("always")
                    ? Optional.<String>empty()
                    : Values.literal(schema, payload.path("type").asText(), 0);
            if (literal.isEmpty()) {
                return List.of();
            }
            same.put(column, literal.get());
        }
        var statements = new ArrayList<>(insert(schemaName, table, same, 0));
        var again = insert(schemaName, table, same, 1);
        if (statements.isEmpty() || again.isEmpty()) {
            return List.of();
        }
        again.forEach(sql -> {
            if (!statements.contains(sql) || sql.equals(again.getLast())) {
                statements.add(sql);
            }
        });
        return probe(statements, failures);
    }

    /** Inserts of odd values into the columns that an expression names, one at a time. */
    List<Probe> oddValues(String schemaName, String table, String expression, String... failures) {
        var probes = new ArrayList<Probe>();
        schema.columns(schemaName, table).forEach((name, column) -> {
            if (isNamed(name, expression) && !column.has("generated")) {
                for (var value : Values.odd(schema, column.path("type").asText())) {
                    probes.addAll(inserts(schemaName, table, Map.of(name, value), failures));
                }
            }
        });
        return probes;
    }

    private static boolean isNamed(String column, String expression) {
        return expression.matches("(?s).*(?<![\\p{L}\\p{N}_$])" + Pattern.quote(column) + "(?![\\p{L}\\p{N}_$]).*");
    }

    /** A statement as a role. */
    static List<Probe> as(String role, String statement, String... failures) {
        var statements = new ArrayList<String>();
        var name = role;
        if (role.equals("public")) {
            name = "seamwright_anyone";
            statements.add("CREATE ROLE " + name);
        }
        statements.add("SET LOCAL ROLE " + Sql.name(name));
        statements.add(statement);
        return probe(statements, failures);
    }

    /** Resolves a call without making it. */
    static String call(Fact.Key routine, String type) {
        var name = Sql.name(routineName(routine));
        var schemaName = Sql.name(routine.identity().getFirst());
        var types = argumentTypes(routine);
        if (type.equals("procedure")) {
            return "SELECT %s::regprocedure"
                    .formatted(Sql.text("%s.%s(%s)".formatted(schemaName, name, String.join(",", types))));
        }
        var arguments = types.stream().map("NULL::%s"::formatted).toList();
        return "PREPARE seamwright_call AS SELECT %s.%s(%s)".formatted(schemaName, name, String.join(", ", arguments));
    }

    /**
     * Resolves the call of a function that leaves out whatever has a default; empty where nothing has one.
     *
     * @param arguments as {@code pg_get_function_arguments} tells them
     */
    static Optional<String> callWithDefaults(Fact.Key routine, String arguments) {
        var types = argumentTypes(routine);
        int given = types.size()
                - (int) Arrays.stream(arguments.split(", "))
                        .filter(argument -> argument.contains(" DEFAULT "))
                        .count();
        if (given < 0 || given == types.size()) {
            return Optional.empty();
        }
        var values = types.subList(0, given).stream().map("NULL::%s"::formatted).toList();
        return Optional.of("PREPARE seamwright_call AS SELECT %s(%s)"
                .formatted(
                        Sql.qualified(routine.identity().getFirst(), routineName(routine)), String.join(", ", values)));
    }

    static String routineName(Fact.Key routine) {
        var signature = routine.identity().get(1);
        return signature.substring(0, signature.lastIndexOf('('));
    }

    static List<String> argumentTypes(Fact.Key routine) {
        var signature = routine.identity().get(1);
        var types = signature.substring(signature.lastIndexOf('(') + 1, signature.length() - 1);
        return types.isEmpty() ? List.of() : List.of(types.split(", "));
    }

    static List<String> strings(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }

    /** The names of the columns that {@code TABLE(a integer, b text)} tells; none of another result. */
    static List<String> outputs(String result) {
        if (!result.startsWith("TABLE(")) {
            return List.of();
        }
        return Arrays.stream(
                        result.substring("TABLE(".length(), result.length() - 1).split(", "))
                .map(column -> column.split(" ", 2)[0])
                .filter(column -> column.matches("[a-z_][a-z0-9_]*"))
                .toList();
    }
}
