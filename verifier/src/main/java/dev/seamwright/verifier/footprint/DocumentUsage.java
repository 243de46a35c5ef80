package dev.seamwright.verifier.footprint;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.openapi.MediaType;
import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.contracts.openapi.Operation;
import dev.seamwright.contracts.openapi.Place;
import dev.seamwright.contracts.openapi.RequestBody;
import dev.seamwright.contracts.openapi.Schema;
import dev.seamwright.verifier.comparison.Footprint;
import dev.seamwright.verifier.comparison.Footprints;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Who uses which part of a document. */
public final class DocumentUsage {
    private static final int MAX_HOPS = 20;

    private final OpenApiDocument document;
    private final Map<Consumer, List<Footprint>> footprints = new LinkedHashMap<>();
    private final Set<Node> used = new HashSet<>();
    private final Parts parts;

    private DocumentUsage(OpenApiDocument document, List<Consumer> consumers) {
        this.document = document;
        this.parts = new Parts(document);
        var reader = new Footprints(document);
        for (var consumer : consumers) {
            var all = reader.of(consumer.pact());
            footprints.put(consumer, all);
            all.forEach(footprint -> used.addAll(footprint.nodes()));
        }
    }

    /** Looks at every interaction once. */
    public static DocumentUsage of(OpenApiDocument document, List<Consumer> consumers) {
        return new DocumentUsage(document, consumers);
    }

    /** A consumer that uses a part of the document. */
    public record User(Consumer consumer, List<Interaction> interactions) {
        public User {
            interactions = List.copyOf(interactions);
        }
    }

    /**
     * An interaction that uses a part of the document.
     *
     * @param pointer to it, in the pact
     * @param how {@code reads /items/*}{@code /price} for example
     */
    public record Interaction(String title, String pointer, String how) {}

    /** What can be used by itself. */
    public enum Kind {
        OPERATION,
        PARAMETER,
        REQUEST_BODY,
        FORMAT,
        RESPONSE,
        HEADER,
        PROPERTY,
        SCHEMA;

        /** The spelling in reports and in the API. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * A part that nobody uses.
     *
     * @param name {@code GET /orders}, {@code GET /orders: query parameter state}, {@code note}
     */
    public record Unused(Kind kind, String name, Place place) {}

    /**
     * Who uses the part at a JSON pointer: the smallest operation, parameter, response, header or schema around it, or all that is below it if there
     * is none.
     *
     * @throws InvalidInput when the document has no such place
     */
    public List<User> users(String pointer) {
        var nodes = meant(pointer);
        var users = new ArrayList<User>();
        footprints.forEach((consumer, all) -> {
            var interactions = all.stream()
                    .flatMap(footprint -> how(footprint, nodes)
                            .map(how -> new Interaction(
                                    footprint.interaction().title(),
                                    footprint.interaction().pointer(),
                                    how))
                            .stream())
                    .toList();
            if (!interactions.isEmpty()) {
                users.add(new User(consumer, interactions));
            }
        });
        return List.copyOf(users);
    }

    private Set<Node> meant(String pointer) {
        if (!pointer.isEmpty() && !pointer.startsWith("/")) {
            throw new InvalidInput("/pointer", "is no JSON pointer: it starts with a slash");
        }
        var at = document.at(pointer)
                .orElseThrow(() -> new InvalidInput("/pointer", "leads nowhere in the document: " + pointer));
        for (var hops = 0; hops < MAX_HOPS && !parts.all().containsKey(at); hops++) {
            var target = at.get("$ref").flatMap(Node::text).flatMap(this::target);
            if (target.isEmpty()) {
                break;
            }
            at = target.get();
        }
        for (var node = Optional.of(at); node.isPresent(); node = node.get().parent()) {
            if (parts.all().containsKey(node.get())) {
                return Set.of(node.get());
            }
        }
        var below = new HashSet<Node>();
        for (var part : parts.all().keySet()) {
            for (var node = Optional.of(part);
                    node.isPresent();
                    node = node.get().parent()) {
                if (node.get() == at) {
                    below.add(part);
                    break;
                }
            }
        }
        return below;
    }

    private Optional<Node> target(String reference) {
        return reference.startsWith("#")
                ? document.at(URLDecoder.decode(reference.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8))
                : Optional.empty();
    }

    private static Optional<String> how(Footprint footprint, Set<Node> nodes) {
        if (footprint
                .operation()
                .filter(operation -> nodes.contains(operation.node()))
                .isPresent()) {
            return Optional.of("calls " + footprint.label());
        }
        return footprint.spots().stream()
                .filter(spot -> spot.nodes().stream().anyMatch(nodes::contains))
                .findFirst()
                .map(spot -> "%s: %s".formatted(footprint.label(), spot));
    }

    /**
     * What nobody uses: operations, and of the operations that are used their parameters, responses, headers and formats, and the properties of the
     * bodies that are sent or read. What is within an unused part is not told again.
     */
    public List<Unused> unused() {
        var unused = new ArrayList<Unused>();
        var seen = new HashSet<Node>();
        document.operations().forEach(operation -> {
            var label = "%s %s".formatted(operation.method(), operation.path());
            if (!used.contains(operation.node())) {
                unused.add(new Unused(Kind.OPERATION, label, operation.node().place()));
                return;
            }
            for (var parameter : operation.parameters()) {
                if (seen.add(parameter.node())) {
                    tell(
                            Kind.PARAMETER,
                            "%s: %s parameter %s"
                                    .formatted(label, parameter.in().name().toLowerCase(Locale.ROOT), parameter.name()),
                            parameter.node(),
                            unused);
                }
            }
            operation
                    .requestBody()
                    .ifPresent(body -> contents(label, body.content().values(), seen, unused));
            operation.responses().values().forEach(response -> {
                var of = "%s: response %s".formatted(label, response.status());
                if (!seen.add(response.node())) {
                    return;
                }
                tell(Kind.RESPONSE, of, response.node(), unused);
                if (used.contains(response.node())) {
                    response.headers()
                            .values()
                            .forEach(header -> tell(
                                    Kind.HEADER, "%s, header %s".formatted(of, header.name()), header.node(), unused));
                    contents(of, response.content().values(), seen, unused);
                }
            });
        });
        return List.copyOf(unused);
    }

    private void tell(Kind kind, String name, Node node, List<Unused> unused) {
        if (!used.contains(node)) {
            unused.add(new Unused(kind, name, node.place()));
        }
    }

    private void contents(String label, Collection<MediaType> content, Set<Node> seen, List<Unused> unused) {
        for (var media : content) {
            tell(Kind.FORMAT, "%s, %s".formatted(label, media.range()), media.node(), unused);
            if (used.contains(media.node())) {
                media.schema().ifPresent(schema -> properties(schema, seen, unused));
            }
        }
    }

    /** The properties of what is used, by the way of what is used. */
    private void properties(Schema schema, Set<Node> seen, List<Unused> unused) {
        var agenda = new ArrayDeque<Schema>();
        agenda.add(schema);
        while (!agenda.isEmpty()) {
            var at = agenda.poll();
            if (!seen.add(at.node()) || !used.contains(at.node())) {
                continue;
            }
            at.properties().forEach((name, property) -> {
                if (!seen.contains(property.node())) {
                    if (used.contains(property.node())) {
                        agenda.add(property);
                    } else {
                        seen.add(property.node());
                        unused.add(
                                new Unused(Kind.PROPERTY, name, property.node().place()));
                    }
                }
            });
            Parts.children(at)
                    .filter(child -> !at.properties().containsValue(child))
                    .forEach(agenda::add);
        }
    }

    /** The parts of a document that can be used by themselves. */
    private static final class Parts {
        private final Map<Node, Kind> all = new LinkedHashMap<>();

        Parts(OpenApiDocument document) {
            document.operations().forEach(this::add);
            document.schemas().values().forEach(this::add);
        }

        Map<Node, Kind> all() {
            return all;
        }

        private void add(Operation operation) {
            all.put(operation.node(), Kind.OPERATION);
            for (var parameter : operation.parameters()) {
                all.put(parameter.node(), Kind.PARAMETER);
                parameter.schema().ifPresent(this::add);
                add(parameter.content().values());
            }
            operation.requestBody().ifPresent(this::add);
            operation.responses().values().forEach(response -> {
                all.put(response.node(), Kind.RESPONSE);
                response.headers().values().forEach(header -> {
                    all.put(header.node(), Kind.HEADER);
                    header.schema().ifPresent(this::add);
                });
                add(response.content().values());
            });
        }

        private void add(RequestBody body) {
            all.put(body.node(), Kind.REQUEST_BODY);
            add(body.content().values());
        }

        private void add(Collection<MediaType> content) {
            for (var media : content) {
                all.put(media.node(), Kind.FORMAT);
                media.schema().ifPresent(this::add);
            }
        }

        private void add(Schema root) {
            var agenda = new ArrayDeque<Schema>();
            agenda.add(root);
            while (!agenda.isEmpty()) {
                var schema = agenda.poll();
                if (all.putIfAbsent(schema.node(), Kind.SCHEMA) == null) {
                    children(schema).forEach(agenda::add);
                }
            }
        }

        static Stream<Schema> children(Schema schema) {
            return Footprints.parts(schema).stream();
        }
    }
}
