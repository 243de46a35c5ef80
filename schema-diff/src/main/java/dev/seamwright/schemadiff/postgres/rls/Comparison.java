package dev.seamwright.schemadiff.postgres.rls;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Non-interference: what A is answered must be the same whether B's rows are there or not, and B's rows must stay as they are. */
final class Comparison {
    private static final String UNIQUE = "23505";
    private static final String EXCLUSION = "23P01";
    private static final String FOREIGN_KEY = "23503";

    private Comparison() {}

    /** How B shows, or was changed. */
    sealed interface Difference {}

    /** A was shown lines that depend on B. */
    record Shown(List<String> lines) implements Difference {
        Shown {
            lines = List.copyOf(lines);
        }
    }

    /** Rows of B were changed, added or removed. */
    record Touched(List<String> rows) implements Difference {
        Touched {
            rows = List.copyOf(rows);
        }
    }

    /** A was answered otherwise. */
    record Told(String withB, String withoutB) implements Difference {}

    /** @param absent several observations without B's rows: one that differs is enough */
    static Optional<Difference> of(Probe probe, Observation present, List<Observation> absent) {
        if (!present.touched().isEmpty()) {
            return Optional.of(new Touched(present.touched()));
        }
        return switch (probe) {
            case Probe.Read p -> shown(present, absent);
            case Probe.Call p -> shown(present, absent);
            case Probe.Impersonate p -> shown(present, absent);
            case Probe.Enrol p -> shown(present, absent);
            case Probe.Peek p -> shown(present, absent);
            case Probe.Sequel p ->
                p.acts()
                        ? present.succeeded()
                                ? Optional.of(new Touched(List.of("* the sequence " + p.subject())))
                                : Optional.empty()
                        : shown(present, absent);
            case Probe.Collide p ->
                present.failedWith(UNIQUE, EXCLUSION)
                        ? told(
                                present,
                                absent.stream()
                                        .filter(without -> !without.failedWith(UNIQUE, EXCLUSION))
                                        .toList())
                        : Optional.empty();
            case Probe.Refer p -> referred(present, absent);
            case Probe.Grant p ->
                switch (p.privilege()) {
                    case "REFERENCES" -> referred(present, absent);
                    case "TRIGGER" ->
                        present.lines().isEmpty() ? Optional.empty() : Optional.of(new Shown(present.lines()));
                    default -> Optional.empty();
                };
            case Probe.Write p -> Optional.empty();
            case Probe.Cascade p -> Optional.empty();
        };
    }

    private static Optional<Difference> referred(Observation present, List<Observation> absent) {
        return present.succeeded()
                ? told(
                        present,
                        absent.stream()
                                .filter(without -> without.failedWith(FOREIGN_KEY))
                                .toList())
                : Optional.empty();
    }

    private static Optional<Difference> told(Observation present, List<Observation> absent) {
        return absent.stream().findFirst().map(without -> new Told(describe(present), describe(without)));
    }

    private static Optional<Difference> shown(Observation present, List<Observation> absent) {
        // an error tells nothing here: a condition that fails is closed
        if (!(present.outcome() instanceof Observation.Lines)) {
            return Optional.empty();
        }
        for (var without : absent) {
            if (without.outcome() instanceof Observation.Lines
                    && !without.lines().equals(present.lines())) {
                var lines = new ArrayList<>(Observation.minus(present.lines(), without.lines()));
                return Optional.of(new Shown(lines.isEmpty() ? present.lines() : lines));
            }
        }
        return Optional.empty();
    }

    static String describe(Observation observation) {
        return switch (observation.outcome()) {
            case Observation.Lines shown -> shown.lines().size() + " rows";
            case Observation.Count count -> count.rows() + " rows affected";
            case Observation.Failed failed -> "ERROR " + failed.sqlState() + ": " + failed.message();
        };
    }
}
