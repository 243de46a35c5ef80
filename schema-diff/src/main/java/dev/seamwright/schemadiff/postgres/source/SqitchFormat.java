package dev.seamwright.schemadiff.postgres.source;

import dev.seamwright.contracts.InvalidInput;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Sqitch: a plan that orders changes, and {@code deploy/<change>.sql}. Its scripts begin and commit their transactions themselves. */
final class SqitchFormat {
    private final Reading reading;

    SqitchFormat(Reading reading) {
        this.reading = reading;
    }

    void read(List<SourceFile> files) {
        var plan = files.stream()
                .filter(file -> file.name().equals("sqitch.plan"))
                .findFirst()
                .orElseThrow();
        var folder = plan.path().substring(0, plan.path().length() - plan.name().length());
        var byPath = files.stream().collect(Collectors.toMap(SourceFile::path, Function.identity()));
        var tagAfter = tagsAfterReworked(plan);
        int number = 0;
        for (var line : plan.text().split("\n", -1)) {
            number++;
            var change = change(line);
            if (change.isEmpty()) {
                continue;
            }
            var reworked = tagAfter.getOrDefault(number, "");
            var path = folder + "deploy/" + change + reworked + ".sql";
            var file = byPath.get(path);
            if (file == null) {
                throw new InvalidInput(
                        "%s:%d".formatted(plan.path(), number), "the change %s has no file %s".formatted(change, path));
            }
            reading.step(file, change + reworked, change + reworked, file.text(), /* inTransaction= */ false);
        }
    }

    /** The name of the change in a line of the plan; empty for pragmas, tags, comments. */
    private static String change(String line) {
        var text = line.strip();
        return text.isEmpty() || text.startsWith("%") || text.startsWith("@") || text.startsWith("#")
                ? ""
                : text.split("\\s", 2)[0];
    }

    /** A change that is made anew later has its earlier script under the name of the tag between them; by line of the plan. */
    private static Map<Integer, String> tagsAfterReworked(SourceFile plan) {
        var last = new HashMap<String, Integer>();
        var tags = new HashMap<Integer, String>();
        var tagOf = new HashMap<Integer, String>();
        int number = 0;
        for (var line : plan.text().split("\n", -1)) {
            number++;
            if (line.strip().startsWith("@")) {
                var tag = line.strip().split("\\s", 2)[0];
                last.values().forEach(change -> tagOf.putIfAbsent(change, tag));
            }
            var change = change(line);
            if (!change.isEmpty()) {
                var earlier = last.put(change, number);
                if (earlier != null) {
                    tags.put(earlier, tagOf.getOrDefault(earlier, ""));
                }
            }
        }
        return tags;
    }
}
