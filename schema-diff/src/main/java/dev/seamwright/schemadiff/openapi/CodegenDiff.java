package dev.seamwright.schemadiff.openapi;

import dev.seamwright.contracts.openapi.JsonValues;
import dev.seamwright.contracts.openapi.MediaType;
import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.contracts.openapi.Operation;
import dev.seamwright.contracts.openapi.RequestBody;
import dev.seamwright.contracts.openapi.Schema;
import dev.seamwright.schemadiff.Direction;
import dev.seamwright.schemadiff.openapi.Change.Edit;
import dev.seamwright.schemadiff.openapi.Change.Subject;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What differs for generators of code alone, besides the ids, the tags and the names that every comparison tells: the order of parameters, titles,
 * and the order and the names of an enum's values. Nobody sees it on the wire.
 */
public final class CodegenDiff {
    private static final List<String> NAMES = List.of("x-enum-varnames", "x-enumNames", "x-enum-names");

    private final Facts facts = new Facts();
    private final Set<Pair> seen = new HashSet<>();

    private record Pair(Schema before, Schema after) {}

    private CodegenDiff() {}

    /** The differences of operations that have one method and one path, and of what they send and answer. */
    public static List<Change> between(OpenApiDocument before, OpenApiDocument after) {
        var diff = new CodegenDiff();
        var now = new HashMap<String, Operation>();
        after.operations().forEach(operation -> now.put(key(operation), operation));
        before.operations().forEach(was -> {
            var is = now.get(key(was));
            if (is != null) {
                diff.operations(was, is);
            }
        });
        return diff.facts.changes();
    }

    private static String key(Operation operation) {
        return "%s %s".formatted(operation.method(), Route.plain(operation.path()));
    }

    private void operations(Operation was, Operation is) {
        var use = new Use("%s %s".formatted(was.method(), was.path()), "");
        parameters(was, is, use);
        contents(
                was.requestBody().map(RequestBody::content).orElse(Map.of()),
                is.requestBody().map(RequestBody::content).orElse(Map.of()),
                Direction.REQUEST,
                use.at("request body"));
        was.responses().forEach((status, response) -> {
            var other = is.responses().get(status);
            if (other != null) {
                contents(response.content(), other.content(), Direction.RESPONSE, use.at("response " + status));
            }
        });
    }

    private void parameters(Operation was, Operation is, Use use) {
        var old = names(was);
        var now = names(is);
        var kept = old.stream().filter(now::contains).toList();
        var order = now.stream().filter(old::contains).toList();
        if (!kept.equals(order)) {
            facts.add(
                    Subject.PARAMETER_ORDER,
                    Edit.CHANGED,
                    Direction.REQUEST,
                    use,
                    "",
                    was.node(),
                    is.node(),
                    "%s → %s".formatted(String.join(", ", kept), String.join(", ", order)),
                    Effect.NONE);
        }
        for (var parameter : was.parameters()) {
            is.parameters().stream()
                    .filter(other ->
                            other.in() == parameter.in() && other.name().equals(parameter.name()))
                    .findFirst()
                    .ifPresent(other -> schemas(
                            parameter.schema(),
                            other.schema(),
                            Direction.REQUEST,
                            use.at("%s parameter %s"
                                    .formatted(parameter.in().name().toLowerCase(Locale.ROOT), parameter.name()))));
        }
    }

    private static List<String> names(Operation operation) {
        return operation.parameters().stream()
                .map(parameter -> "%s (%s)"
                        .formatted(parameter.name(), parameter.in().name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private void contents(Map<String, MediaType> was, Map<String, MediaType> is, Direction direction, Use use) {
        was.forEach((range, media) -> {
            var other = is.get(range);
            if (other != null) {
                schemas(media.schema(), other.schema(), direction, use.at(range));
            }
        });
    }

    private void schemas(Optional<Schema> was, Optional<Schema> is, Direction direction, Use use) {
        var agenda = new ArrayDeque<Pair>();
        add(was, is, agenda);
        while (!agenda.isEmpty()) {
            var pair = agenda.poll();
            var before = pair.before();
            var after = pair.after();
            schema(before, after, direction, use);
            add(before.reference(), after.reference(), agenda);
            add(before.items(), after.items(), agenda);
            add(before.additionalProperties(), after.additionalProperties(), agenda);
            before.properties()
                    .forEach((name, property) -> add(
                            Optional.of(property),
                            Optional.ofNullable(after.properties().get(name)),
                            agenda));
            add(before.allOf(), after.allOf(), agenda);
            add(before.anyOf(), after.anyOf(), agenda);
            add(before.oneOf(), after.oneOf(), agenda);
        }
    }

    private void add(Optional<Schema> was, Optional<Schema> is, ArrayDeque<Pair> agenda) {
        if (was.isPresent() && is.isPresent() && seen.add(new Pair(was.get(), is.get()))) {
            agenda.add(new Pair(was.get(), is.get()));
        }
    }

    private void add(List<Schema> was, List<Schema> is, ArrayDeque<Pair> agenda) {
        for (var i = 0; i < was.size() && was.size() == is.size(); i++) {
            add(Optional.of(was.get(i)), Optional.of(is.get(i)), agenda);
        }
    }

    private void schema(Schema was, Schema is, Direction direction, Use use) {
        var oldTitle = text(was, "title");
        var newTitle = text(is, "title");
        if (!oldTitle.equals(newTitle)) {
            tell(Subject.TITLE, "title", was, is, "%s → %s".formatted(oldTitle, newTitle), direction, use);
        }
        var old = list(was, "enum");
        var now = list(is, "enum");
        if (!old.equals(now) && new HashSet<>(old).equals(new HashSet<>(now))) {
            tell(Subject.ENUM_NAMES, "enum", was, is, "another order of the values", direction, use);
        }
        for (var keyword : NAMES) {
            var names = list(was, keyword);
            var others = list(is, keyword);
            if (!names.equals(others) && (names.isEmpty() || old.equals(now))) {
                tell(Subject.ENUM_NAMES, keyword, was, is, "%s → %s".formatted(names, others), direction, use);
            }
        }
    }

    private void tell(
            Subject subject, String keyword, Schema was, Schema is, String detail, Direction direction, Use use) {
        facts.add(
                new Difference(subject, keyword, Edit.CHANGED, "", was.node(), is.node(), detail, Effect.NONE),
                direction,
                use);
    }

    private static String text(Schema schema, String keyword) {
        return schema.node().get(keyword).flatMap(Node::text).orElse("none");
    }

    private static List<String> list(Schema schema, String keyword) {
        return schema.node().get(keyword).map(Node::items).orElse(List.of()).stream()
                .map(item -> JsonValues.key(item.toJson()))
                .toList();
    }
}
