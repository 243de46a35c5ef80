package dev.seamwright.schemadiff.openapi.rules;

import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.openapi.JsonValues;
import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.schemadiff.Direction;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.openapi.Change;
import dev.seamwright.schemadiff.openapi.Change.Edit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Names a finding by what it says, so that it is found again: by its rule, its level, and what was edited from what to what. Neither lines nor
 * the order in which things stand count, nor what else changed. Around schemas the uses count too: the same edit elsewhere is another finding.
 */
final class Fingerprint {
    private static final int LENGTH = 16;

    private Fingerprint() {}

    private record Line(
            Direction direction, @Nullable Node node, String use, String keyword, String name, String detail) {
        static Line of(Change change) {
            var inSchema = !change.keyword().isEmpty();
            var edited = change.edit() == Edit.ADDED || change.before() == null ? change.after() : change.before();
            return new Line(
                    change.direction(),
                    inSchema ? edited : null,
                    inSchema ? "" : change.use().toString(),
                    change.keyword(),
                    change.name(),
                    change.detail());
        }

        String text() {
            return String.join("\t", direction.name(), use, place(node), keyword, name, unordered(detail));
        }
    }

    static String of(Rule rule, Level level, List<Change> changes) {
        var lines = changes.stream()
                .map(Line::of)
                .distinct()
                .map(Line::text)
                .distinct()
                .sorted()
                .collect(Collectors.joining("\n"));
        var text = rule.id() + "\n" + level.word() + "\n" + lines;
        return Sha256.ofContent(text.getBytes(StandardCharsets.UTF_8)).hex().substring(0, LENGTH);
    }

    /** The way to a node, with items of a list named by what they are. */
    private static String place(@Nullable Node node) {
        var steps = new ArrayList<String>();
        for (var at = node; at != null; at = at.parent().orElse(null)) {
            var inList = at.parent().filter(parent -> !parent.isObject()).isPresent();
            steps.add(inList ? named(at) : at.step());
        }
        return String.join("/", steps.reversed());
    }

    private static String named(Node item) {
        var name = item.get("name").flatMap(Node::text);
        var in = item.get("in").flatMap(Node::text);
        if (name.isPresent() && in.isPresent()) {
            return in.get() + " " + name.get();
        }
        return item.get("$ref")
                .flatMap(Node::text)
                .orElseGet(() -> Sha256.ofContent(JsonValues.key(item.toJson()).getBytes(StandardCharsets.UTF_8))
                        .hex());
    }

    /** What was and what is, in words whose order does not matter: values of an enum may be written in any. */
    private static String unordered(String detail) {
        return Arrays.stream(detail.split(" → ", -1))
                .map(half ->
                        Arrays.stream(half.split("[\\[\\]{},\\s]+")).sorted().collect(Collectors.joining(" ")))
                .collect(Collectors.joining(" → "));
    }
}
