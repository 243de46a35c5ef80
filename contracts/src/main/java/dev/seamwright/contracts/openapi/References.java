package dev.seamwright.contracts.openapi;

import dev.seamwright.contracts.InvalidInput;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what references lead to, in the document itself and nowhere else. */
final class References {
    static final int MAX_REFERENCES = 50_000;

    private final Node root;
    private final Map<String, Optional<Node>> targets = new HashMap<>();
    private @Nullable Map<String, Node> anchors;
    private final Set<String> twice = new HashSet<>();
    private int count;

    References(Node root) {
        this.root = root;
    }

    /**
     * The node that a reference names; empty if there is none.
     *
     * @throws InvalidInput when it leads out of the document
     */
    Optional<Node> target(String reference, Node from) {
        count++;
        if (count > MAX_REFERENCES) {
            throw new InvalidInput(
                    from.pointer(),
                    "is one reference too many; at most %d are read (%s)"
                            .formatted(MAX_REFERENCES, from.place().spot()));
        }
        if (!reference.startsWith("#")) {
            throw new InvalidInput(
                    from.pointer(),
                    "refers to %s, outside of the document; bundle it into one file (%s)"
                            .formatted(reference, from.place().spot()));
        }
        return targets.computeIfAbsent(reference, this::find);
    }

    /** The node that a fragment names, {@code #} included; empty if there is none. */
    Optional<Node> find(String reference) {
        var decoded = decoded(reference.substring(1));
        if (decoded.isEmpty()) {
            return Optional.empty();
        }
        var fragment = decoded.get();
        if (!fragment.isEmpty() && !fragment.startsWith("/")) {
            return Optional.ofNullable(anchors().get(fragment));
        }
        var node = Optional.of(root);
        if (fragment.isEmpty()) {
            return node;
        }
        for (var step : fragment.substring(1).split("/", -1)) {
            node = node.flatMap(at -> at.get(step.replace("~1", "/").replace("~0", "~")));
        }
        return node;
    }

    /** Undoes percent-encoding (RFC 3986, 2.1); empty if it is none. */
    static Optional<String> decoded(String text) {
        if (text.indexOf('%') < 0) {
            return Optional.of(text);
        }
        var bytes = new ByteArrayOutputStream();
        var encoded = text.getBytes(StandardCharsets.UTF_8);
        for (var i = 0; i < encoded.length; i++) {
            if (encoded[i] != '%') {
                bytes.write(encoded[i]);
                continue;
            }
            if (i + 2 >= encoded.length) {
                return Optional.empty();
            }
            var high = Character.digit(encoded[i + 1], 16);
            var low = Character.digit(encoded[i + 2], 16);
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            bytes.write(16 * high + low);
            i += 2;
        }
        return Optional.of(bytes.toString(StandardCharsets.UTF_8));
    }

    /** Names that {@code $anchor} or {@code $dynamicAnchor} give, where one place alone has them. */
    private Map<String, Node> anchors() {
        if (anchors == null) {
            var found = new HashMap<String, Node>();
            var agenda = new ArrayDeque<Node>();
            agenda.add(root);
            while (!agenda.isEmpty()) {
                var node = agenda.removeLast();
                node.get("$anchor")
                        .or(() -> node.get("$dynamicAnchor"))
                        .flatMap(Node::text)
                        .ifPresent(name -> {
                            if (found.putIfAbsent(name, node) != null) {
                                twice.add(name);
                            }
                        });
                agenda.addAll(node.members());
                agenda.addAll(node.items());
            }
            found.keySet().removeAll(twice);
            anchors = found;
        }
        return anchors;
    }
}
