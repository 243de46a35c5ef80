package dev.seamwright.cli.setup;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A file of YAML or JSON, in which every key and value has a line and a column; and what is wrong with it. */
final class Places {
    private static final Pattern TOLD_PLACE = Pattern.compile("\\s*\\(line (\\d+), column (\\d+)\\)$");

    private final String file;
    private final Node root;
    private final Map<String, String> keys = new HashMap<>();
    private final List<Complaint> complaints = new ArrayList<>();

    /** What is wrong, with {@code file:line:column} and the path. */
    private record Complaint(String place, String what) {
        private int number(int fromTheEnd) {
            var parts = place.split(":", -1);
            return Integer.parseInt(parts[parts.length - fromTheEnd]);
        }
    }

    /**
     * @param file as people know it
     * @throws InvalidInput when it cannot be read
     */
    Places(String file, byte[] utf8) {
        this.file = file;
        try {
            root = OpenApiDocument.tree(utf8);
        } catch (InvalidInput unreadable) {
            throw new InvalidInput("", told(unreadable.details().getFirst()));
        }
        var options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        collect("", new Yaml(options).compose(new StringReader(new String(utf8, StandardCharsets.UTF_8))));
    }

    private void collect(String pointer, org.yaml.snakeyaml.nodes.Node node) {
        switch (node) {
            case MappingNode mapping ->
                mapping.getValue().forEach(member -> {
                    if (member.getKeyNode() instanceof ScalarNode key) {
                        var place = pointer + "/" + escaped(key.getValue());
                        var mark = key.getStartMark();
                        keys.put(place, "%s:%d:%d".formatted(file, mark.getLine() + 1, mark.getColumn() + 1));
                        collect(place, member.getValueNode());
                    }
                });
            case SequenceNode sequence -> {
                for (var i = 0; i < sequence.getValue().size(); i++) {
                    collect(pointer + "/" + i, sequence.getValue().get(i));
                }
            }
            default -> {
                // a scalar has no parts
            }
        }
    }

    static String escaped(String step) {
        return step.replace("~", "~0").replace("/", "~1");
    }

    Node root() {
        return root;
    }

    /** {@code file:line:column} of the key that the pointer ends with; of an item, of its value. */
    String of(String pointer) {
        var key = keys.get(pointer);
        return key == null ? ofValue(pointer) : key;
    }

    /** {@code file:line:column} of the value that the pointer leads to, or of what is nearest to it. */
    String ofValue(String pointer) {
        var node = root;
        for (var step : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
            var next = node.get(step.replace("~1", "/").replace("~0", "~"));
            if (next.isEmpty()) {
                break;
            }
            node = next.get();
        }
        return "%s:%d:%d".formatted(file, node.place().line(), node.place().column());
    }

    /** Notes what is wrong with a key. */
    void wrongKey(String pointer, String what) {
        complaints.add(new Complaint(of(pointer), "%s: %s".formatted(pointer, what)));
    }

    /** Notes what is wrong with a value. */
    void wrong(String pointer, String what) {
        complaints.add(new Complaint(ofValue(pointer), pointer.isEmpty() ? what : "%s: %s".formatted(pointer, what)));
    }

    /** Notes what the reader of a part found wrong, with the place in its words. */
    void wrong(InvalidInput found) {
        found.details()
                .forEach(detail ->
                        wrong(detail.pointer(), detail.detail().replaceFirst("^line \\d+, column \\d+: ", "")));
    }

    /** @throws InvalidInput with everything that was noted, in the order of the file */
    void refuseIfWrong() {
        if (!complaints.isEmpty()) {
            complaints.sort(Comparator.comparingInt((Complaint complaint) -> complaint.number(2))
                    .thenComparingInt(complaint -> complaint.number(1)));
            throw new InvalidInput(
                    "",
                    complaints.stream()
                            .map(complaint -> complaint.place() + ": " + complaint.what())
                            .collect(Collectors.joining("\n")));
        }
    }

    private String told(InvalidInput.Detail detail) {
        var place = TOLD_PLACE.matcher(detail.detail());
        if (!place.find()) {
            return "%s: %s".formatted(file, detail);
        }
        var what = detail.detail().substring(0, place.start());
        return "%s:%s:%s: %s"
                .formatted(
                        file,
                        place.group(1),
                        place.group(2),
                        detail.pointer().isEmpty() ? what : detail.pointer() + ": " + what);
    }
}
