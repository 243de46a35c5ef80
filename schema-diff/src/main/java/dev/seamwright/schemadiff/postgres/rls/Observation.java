package dev.seamwright.schemadiff.postgres.rls;

import java.util.ArrayList;
import java.util.List;

/**
 * What a probe showed.
 *
 * @param touched rows of others that are there no more, or are new, with a sign: {@code - public.docs (3,B,b1)}
 */
record Observation(Outcome outcome, List<String> touched) {
    Observation {
        touched = List.copyOf(touched);
    }

    /** What the last statement answered, or the first that was refused. */
    sealed interface Outcome {}

    /** Rows, in no order. */
    record Lines(List<String> lines) implements Outcome {
        Lines {
            lines = lines.stream().sorted().toList();
        }
    }

    /** How many rows a statement without a result affected. */
    record Count(long rows) implements Outcome {}

    record Failed(String sqlState, String message) implements Outcome {}

    boolean failedWith(String... states) {
        return outcome instanceof Failed failed && List.of(states).contains(failed.sqlState());
    }

    boolean succeeded() {
        return !(outcome instanceof Failed);
    }

    /** The lines; none when the statement had none. */
    List<String> lines() {
        return outcome instanceof Lines shown ? shown.lines() : List.of();
    }

    /** What is in {@code more} and not in {@code less}, as often as it is. */
    static List<String> minus(List<String> more, List<String> less) {
        var rest = new ArrayList<>(more);
        for (var line : less) {
            rest.remove(line);
        }
        return rest;
    }
}
