package dev.seamwright.schemadiff.postgres.syntax;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A part of a parse tree, as PostgreSQL prints it ({@code src/backend/nodes/outfuncs.c}): what is absent, {@code <>}, is no field.
 *
 * @param type {@code ALTERTABLESTMT} for example
 */
public record Node(String type, Map<String, Value> fields) implements Value {
    public Node {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    public boolean is(String type) {
        return this.type.equals(type);
    }

    /** The node in a field. */
    public Optional<Node> node(String field) {
        return fields.get(field) instanceof Node node ? Optional.of(node) : Optional.empty();
    }

    /** The word, number or string in a field; empty when it is absent. */
    public Optional<String> text(String field) {
        return fields.get(field) instanceof Value.Text text ? Optional.of(text.text()) : Optional.empty();
    }

    /** Whether a field says true. */
    public boolean flag(String field) {
        return fields.get(field) instanceof Value.Text text && text.text().equals("true");
    }

    /** The number in a field, which PostgreSQL's enumerations are printed as; -1 when it is absent. */
    public int number(String field) {
        return text(field).map(Integer::parseInt).orElse(-1);
    }

    /** Whether a field is there. */
    public boolean has(String field) {
        return fields.containsKey(field);
    }

    /** The nodes of a list. */
    public List<Node> nodes(String field) {
        return values(field).stream()
                .filter(Node.class::isInstance)
                .map(Node.class::cast)
                .toList();
    }

    /** The names of a list. */
    public List<String> names(String field) {
        return names(values(field));
    }

    /** The strings among {@code values}. */
    public static List<String> names(List<Value> values) {
        return values.stream()
                .filter(Value.Text.class::isInstance)
                .map(value -> ((Value.Text) value).text())
                .toList();
    }

    /** What a list holds; empty when it is absent. */
    public List<Value> values(String field) {
        return fields.get(field) instanceof Value.Items items ? items.values() : List.of();
    }

    /** This node and all below it, each before those below it. */
    public Stream<Node> all() {
        var found = new ArrayList<Node>();
        walk(this, found::add);
        return found.stream();
    }

    private static void walk(Value value, Consumer<Node> visitor) {
        switch (value) {
            case Node node -> {
                visitor.accept(node);
                node.fields.values().forEach(field -> walk(field, visitor));
            }
            case Value.Items items -> items.values().forEach(item -> walk(item, visitor));
            case Value.Text ignored -> {}
        }
    }
}
