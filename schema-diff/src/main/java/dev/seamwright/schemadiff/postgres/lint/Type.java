package dev.seamwright.schemadiff.postgres.lint;

import dev.seamwright.schemadiff.postgres.syntax.Node;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The type of a column as a statement says it. */
record Type(Name name, List<Node> modifiers, boolean array) {
    private static final Set<String> SERIAL =
            Set.of("serial", "serial4", "bigserial", "serial8", "smallserial", "serial2");

    /** From a column's definition. */
    static Type of(Node column) {
        var type = column.node("typeName");
        return new Type(
                Name.of(type.map(node -> node.names("names")).orElse(List.of())),
                type.map(node -> node.nodes("typmods")).orElse(List.of()),
                type.map(node -> node.has("arrayBounds")).orElse(false));
    }

    /** Whether PostgreSQL makes a sequence for it. */
    boolean isSerial() {
        return name.schema() == null && SERIAL.contains(name.name());
    }

    /** A type of PostgreSQL's own, with or without its schema. */
    boolean is(String... names) {
        return (name.schema() == null || name.schema().equals("pg_catalog"))
                && Set.of(names).contains(name.name());
    }

    String sql() {
        var modified = modifiers.stream()
                .map(modifier -> modifier.text("val").orElse("…"))
                .collect(Collectors.joining(", "));
        return ("pg_catalog".equals(name.schema()) ? name.name() : name.sql())
                + (modified.isEmpty() ? "" : "(" + modified + ")")
                + (array ? "[]" : "");
    }
}
