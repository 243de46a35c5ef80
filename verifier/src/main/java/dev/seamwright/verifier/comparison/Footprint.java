package dev.seamwright.verifier.comparison;

import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.contracts.openapi.Operation;
import dev.seamwright.contracts.pact.Interaction;
import dev.seamwright.verifier.comparison.Spot.Part;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one HTTP interaction touches of a document.
 *
 * @param calls its method and path
 * @param operation that it reaches; empty when the document has none
 * @param spots what it sends and reads, as far as the document describes it
 * @param given the names of what it sends, described or not, by where that travels; of headers in lower case
 * @param expectsRefusal whether what it sends is meant to be refused
 */
public record Footprint(
        Interaction interaction,
        String calls,
        Optional<Operation> operation,
        List<Spot> spots,
        Map<Part, Set<String>> given,
        boolean expectsRefusal) {
    public Footprint {
        spots = List.copyOf(spots);
        given = Map.copyOf(given);
    }

    /** The operation as reports name it; empty when there is none. */
    public String label() {
        return operation.map(Footprint::label).orElse("");
    }

    static String label(Operation operation) {
        return "%s %s".formatted(operation.method(), operation.path());
    }

    /** Whether something of that name is sent there. */
    public boolean gives(Part part, String name) {
        return given.getOrDefault(part, Set.of()).contains(name);
    }

    /** The first of those that a place of the document is about. */
    public Optional<Spot> at(Node node, Set<Part> parts) {
        return spots.stream()
                .filter(spot -> parts.contains(spot.part()) && spot.nodes().contains(node))
                .findFirst();
    }

    /** All places of the document that it touches. */
    public Set<Node> nodes() {
        var nodes = new HashSet<Node>();
        operation.ifPresent(found -> nodes.add(found.node()));
        spots.forEach(spot -> nodes.addAll(spot.nodes()));
        return nodes;
    }
}
