package dev.seamwright.broker.impact;

import dev.seamwright.broker.impact.Impact.Certainty;
import dev.seamwright.broker.impact.Impact.Hit;
import dev.seamwright.broker.impact.Impact.Party;
import dev.seamwright.broker.impact.Impact.Touch;
import dev.seamwright.contracts.ContractKind;
import java.util.ArrayList;
import java.util.stream.Stream;

/** An impact for people: the one text that the API, the command line, the web UI and agents show. The same state gives the same text. */
final class ImpactText {
    private static final int MOST_HITS = 30;
    private static final int MOST_TOUCHES = 5;
    private static final int MOST_NAMES = 10;
    private static final int MOST_CHANGES = 10;

    private final Impact impact;
    private final StringBuilder text = new StringBuilder();

    private ImpactText(Impact impact) {
        this.impact = impact;
    }

    static String of(Impact impact) {
        return new ImpactText(impact).print();
    }

    private String print() {
        line(answer());
        line("");
        line("Change of " + name(impact.participant().value()) + ":");
        impact.changes().stream()
                .limit(MOST_CHANGES)
                .forEach(change -> line(
                        "  " + (change.level().isEmpty() ? "" : change.level() + ": ") + Plain.line(change.text())));
        more(impact.changes().size() - MOST_CHANGES, "change");
        hits(Certainty.PROVED, "Fails");
        hits(Certainty.POSSIBLE, "May fail");
        hits(Certainty.UNKNOWN, "Unknown");
        if (!impact.untouched().isEmpty()) {
            line("");
            line("Goes on working: "
                    + Plain.few(
                            impact.untouched().stream().map(ImpactText::party).toList(), MOST_NAMES));
        }
        if (!impact.alternative().isEmpty()) {
            line("");
            line("Safe way:");
            var number = 1;
            for (var step : impact.alternative()) {
                line("  %d. %s: %s".formatted(number++, step.when().word(), Plain.line(step.text())));
            }
        }
        if (!impact.notes().isEmpty()) {
            line("");
            line("Note:");
            impact.notes().forEach(note -> line("  " + Plain.line(note)));
        }
        return text.toString();
    }

    private String answer() {
        var consumers = impact.hits().stream()
                .map(hit -> hit.consumer().name())
                .distinct()
                .count();
        var known = Stream.concat(impact.hits().stream().map(Hit::consumer), impact.untouched().stream())
                .map(Party::name)
                .distinct()
                .count();
        var of = "%d of %s".formatted(consumers, Plain.count(known, "known consumer"));
        return switch (impact.breaks()) {
            case YES -> "Yes, this breaks consumers: it hits %s.".formatted(of);
            case POSSIBLY -> "Possibly: it meets %s, and nothing is proved to fail.".formatted(of);
            case NO ->
                known == 0
                        ? "No, nobody is known to use it."
                        : "No, it hits none of %s.".formatted(Plain.count(known, "known consumer"));
            case UNKNOWN ->
                impact.baselines().isEmpty()
                        ? "Unknown: no %s of %s is recorded."
                                .formatted(
                                        what(impact.kind()),
                                        name(impact.participant().value()))
                        : "Unknown: nobody can say of %s.".formatted(of);
        };
    }

    private static String what(ContractKind kind) {
        return kind == ContractKind.DB_SCHEMA ? "schema" : "OpenAPI document";
    }

    private void hits(Certainty certainty, String title) {
        var hits = impact.hits().stream()
                .filter(hit -> hit.certainty() == certainty)
                .toList();
        if (hits.isEmpty()) {
            return;
        }
        line("");
        line("%s (%s):".formatted(title, certainty.word()));
        hits.stream().limit(MOST_HITS).forEach(this::hit);
        more(hits.size() - MOST_HITS, "consumer version");
    }

    private void hit(Hit hit) {
        line("  " + party(hit.consumer()));
        hit.touches().stream().limit(MOST_TOUCHES).forEach(this::touch);
        more(hit.touches().size() - MOST_TOUCHES, "place", "    ");
    }

    private void touch(Touch touch) {
        if (!touch.subject().isEmpty()) {
            line("    " + Plain.line(touch.subject())
                    + (touch.sources().isEmpty() ? "" : "  " + Plain.few(touch.sources(), 3)));
        }
        if (!touch.quote().isEmpty()) {
            line("      " + Plain.line(touch.quote()));
        }
        line("      " + Plain.line(touch.why()));
        if (!touch.witness().isEmpty()) {
            line("      " + Plain.line(touch.witness()));
        }
    }

    /** {@code checkout 1.4.0 (production, newest)}. */
    static String party(Party party) {
        var where = new ArrayList<>(party.places());
        if (party.newest()) {
            where.add("newest");
        }
        var version = name(party.name().value()) + " " + name(party.version().value());
        return where.isEmpty() ? version : "%s (%s)".formatted(version, Plain.few(where, MOST_NAMES));
    }

    private static String name(String name) {
        return Plain.line(name);
    }

    private void more(int more, String what) {
        more(more, what, "  ");
    }

    private void more(int more, String what, String indent) {
        if (more > 0) {
            line(indent + "and " + Plain.count(more, "more " + what));
        }
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
