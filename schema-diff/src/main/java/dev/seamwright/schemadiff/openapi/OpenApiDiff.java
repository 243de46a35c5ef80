package dev.seamwright.schemadiff.openapi;

import dev.seamwright.contracts.openapi.JsonValues;
import dev.seamwright.contracts.openapi.Note;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.contracts.openapi.Operation;
import dev.seamwright.contracts.openapi.PathItem;
import dev.seamwright.schemadiff.Direction;
import dev.seamwright.schemadiff.openapi.Change.Edit;
import dev.seamwright.schemadiff.openapi.Change.Subject;
import dev.seamwright.schemadiff.openapi.Route.Address;
import dev.seamwright.schemadiff.openapi.containment.Budget;
import dev.seamwright.schemadiff.openapi.containment.Containment;
import dev.seamwright.schemadiff.openapi.containment.Undeclared;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The facts that differ between two documents, as seen on the wire. What nobody sees there, descriptions for example, is no difference.
 *
 * @param changes one for each use of what differs
 */
public record OpenApiDiff(OpenApiDocument before, OpenApiDocument after, List<Change> changes) {
    public OpenApiDiff {
        changes = List.copyOf(changes);
    }

    /**
     * Compares two documents.
     *
     * @param today decides whether a sunset date has come
     */
    public static OpenApiDiff between(OpenApiDocument before, OpenApiDocument after, LocalDate today) {
        return new Differ(before, after, today).diff();
    }

    private static final class Differ {
        private static final Pattern IN_A_SCHEMA = Pattern.compile(
                "/(schema|items|properties|additionalProperties)(/|$)|^/(components/schemas|definitions)/");

        private final LocalDate today;
        private final OpenApiDocument before;
        private final OpenApiDocument after;
        private final Facts facts = new Facts();
        private final OperationComparison operations;

        Differ(OpenApiDocument before, OpenApiDocument after, LocalDate today) {
            this.today = today;
            this.before = before;
            this.after = after;
            this.operations = new OperationComparison(
                    before,
                    after,
                    new SchemaComparison(new Containment(Budget.DEFAULT, Undeclared.NOT_DECLARED_ELSEWHERE), today),
                    today,
                    facts);
        }

        OpenApiDiff diff() {
            paths();
            webhooks();
            components();
            operations.addresses();
            notUnderstood(before, after, Edit.REMOVED);
            notUnderstood(after, before, Edit.ADDED);
            return new OpenApiDiff(before, after, facts.changes());
        }

        private void paths() {
            var was = before.operations().map(Route::of).toList();
            var is = new Routes(after.operations().map(Route::of).toList());
            var old = was.stream().map(Route::key).collect(Collectors.toSet());
            var added = is.all().stream()
                    .filter(route -> !old.contains(route.key()))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            var shadowing = new Routes(List.copyOf(added));
            for (var route : was) {
                var partner = is.partner(route);
                if (partner.isEmpty()) {
                    removed(route.operation(), route.label());
                    continue;
                }
                var other = partner.get();
                added.remove(other);
                servers(route, other);
                literals(route, other);
                operations.compare(route.operation(), other.operation(), Direction.REQUEST, route.label());
                shadows(route, other, shadowing);
            }
            for (var route : added) {
                facts.add(
                        Subject.OPERATION,
                        Edit.ADDED,
                        Direction.REQUEST,
                        new Use(route.label(), ""),
                        route.operation().path(),
                        before.root(),
                        route.operation().node(),
                        route.label(),
                        Effect.NONE);
            }
        }

        private void removed(Operation operation, String label) {
            facts.add(
                    Subject.OPERATION,
                    Edit.REMOVED,
                    Direction.REQUEST,
                    new Use(label, ""),
                    operation.path(),
                    operation.node(),
                    after.root().get("paths").orElse(after.root()),
                    announced(operation, label),
                    Effect.fails(label));
        }

        /** What consumers were told of an operation: that it would go, or that it was not finished. */
        private String announced(Operation operation, String label) {
            return Stability.isUnfinished(operation)
                    ? "unfinished " + label
                    : Sunset.marked(label, operation.deprecated(), List.of(operation.node()), today);
        }

        private void servers(Route was, Route is) {
            for (var address : was.addresses().all()) {
                var full = address.base() + was.path();
                var served = is.serves(address, full)
                        || (is.covers(was) && is.addresses().serve(address, address.base()));
                if (!served) {
                    server(address, was, is);
                }
            }
            for (var address : is.addresses().all()) {
                if (!was.serves(address, address.base() + is.path())
                        && was.path().equals(is.path())) {
                    facts.add(
                            Subject.SERVER,
                            Edit.ADDED,
                            Direction.REQUEST,
                            new Use(was.label(), "server"),
                            address.server().url(),
                            was.addresses().first().server().node(),
                            address.server().node(),
                            address.authority() + address.base(),
                            Effect.NONE);
                }
            }
        }

        private void server(Address address, Route was, Route is) {
            facts.add(
                    Subject.SERVER,
                    Edit.REMOVED,
                    Direction.REQUEST,
                    new Use(was.label(), "server"),
                    address.server().url(),
                    address.server().node(),
                    is.addresses().first().server().node(),
                    address.authority() + address.base(),
                    Effect.fails("%s %s%s%s"
                            .formatted(was.operation().method(), address.authority(), address.base(), was.example())));
        }

        /** A path that was written out is a value of a parameter now. */
        private void literals(Route was, Route is) {
            if (was.path().equals(is.path()) || !is.covers(was)) {
                return;
            }
            facts.add(
                    Subject.ROUTE,
                    Edit.CHANGED,
                    Direction.REQUEST,
                    new Use(was.label(), ""),
                    was.path(),
                    was.operation().node(),
                    is.operation().node(),
                    "%s → %s".formatted(was.operation().path(), is.operation().path()),
                    Effect.NONE);
        }

        /** Routes that are new, written out more, and take requests away. */
        private void shadows(Route was, Route is, Routes added) {
            for (var other : added.within(was)) {
                if (!other.equals(is) && other.literals() > is.literals()) {
                    operations.compare(
                            was.operation(),
                            other.operation(),
                            Direction.REQUEST,
                            "%s %s".formatted(was.operation().method(), other.example()));
                }
            }
        }

        private void webhooks() {
            var known = byName(before.webhooks());
            var now = byName(after.webhooks());
            for (var was : before.webhooks()) {
                var is = now.get(was.path());
                if (is != null) {
                    operations.items(was, is, Direction.RESPONSE, Use.WEBHOOK, Subject.WEBHOOK);
                } else {
                    facts.add(
                            Subject.WEBHOOK,
                            Edit.REMOVED,
                            Direction.RESPONSE,
                            new Use(Use.WEBHOOK + was.path(), ""),
                            was.path(),
                            was.node(),
                            after.root(),
                            was.path(),
                            Effect.fails("the request of %s no longer comes".formatted(was.path())));
                }
            }
            for (var is : after.webhooks()) {
                if (!known.containsKey(is.path())) {
                    facts.add(
                            Subject.WEBHOOK,
                            Edit.ADDED,
                            Direction.RESPONSE,
                            new Use(Use.WEBHOOK + is.path(), ""),
                            is.path(),
                            before.root(),
                            is.node(),
                            is.path(),
                            Effect.NONE);
                }
            }
        }

        private static Map<String, PathItem> byName(List<PathItem> items) {
            return items.stream().collect(Collectors.toMap(PathItem::path, item -> item, (first, second) -> first));
        }

        /** What stands around schemas in one document alone and is not understood there; within schemas it is part of every answer. */
        private void notUnderstood(OpenApiDocument document, OpenApiDocument other, Edit edit) {
            var known = other.notes().stream()
                    .map(note -> List.of(note.place().pointer(), note.text()))
                    .collect(Collectors.toSet());
            for (var note : document.notes()) {
                var pointer = note.place().pointer();
                if (note.kind() != Note.Kind.UNSUPPORTED
                        || IN_A_SCHEMA.matcher(pointer).find()
                        || known.contains(List.of(pointer, note.text()))) {
                    continue;
                }
                var node = document.at(pointer).orElse(document.root());
                facts.add(
                        Subject.DOCUMENT,
                        edit,
                        Direction.REQUEST,
                        new Use(pointer, ""),
                        pointer,
                        document == before ? node : null,
                        document == after ? node : null,
                        pointer,
                        new Effect.Unknown(note.text()));
            }
        }

        /** Names of components are seen by generators of code alone. */
        private void components() {
            var use = new Use("components", "schemas");
            var added = new HashMap<String, List<String>>();
            after.schemas().forEach((name, schema) -> {
                if (!before.schemas().containsKey(name)) {
                    added.computeIfAbsent(JsonValues.key(schema.node().toJson()), any -> new ArrayList<>())
                            .add(name);
                }
            });
            before.schemas().forEach((name, schema) -> {
                if (!after.schemas().containsKey(name)) {
                    var same = added.isEmpty()
                            ? List.<String>of()
                            : added.getOrDefault(JsonValues.key(schema.node().toJson()), List.of());
                    facts.add(
                            Subject.COMPONENT,
                            Edit.REMOVED,
                            Direction.REQUEST,
                            use,
                            name,
                            schema.node(),
                            after.root(),
                            same.size() == 1 ? "%s → %s".formatted(name, same.getFirst()) : name,
                            Effect.NONE);
                }
            });
        }
    }
}
