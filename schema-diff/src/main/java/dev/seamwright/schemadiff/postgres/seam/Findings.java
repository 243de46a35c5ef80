package dev.seamwright.schemadiff.postgres.seam;

import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.Rule;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Findings as they come up; one that came up before is not told again. */
final class Findings {
    private final Set<Finding> all = new LinkedHashSet<>();

    void add(Rule rule, Level level, String subject, String message) {
        add(rule, level, subject, message, rule.remedy(), List.of());
    }

    void add(Rule rule, Level level, String subject, String message, String remedy, List<String> witness) {
        all.add(new Finding(rule, level, subject, message, remedy, witness, null));
    }

    List<Finding> all() {
        return List.copyOf(all);
    }
}
