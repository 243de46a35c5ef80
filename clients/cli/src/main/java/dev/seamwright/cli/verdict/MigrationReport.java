package dev.seamwright.cli.verdict;

import static dev.seamwright.cli.http.Answers.elements;
import static dev.seamwright.cli.http.Answers.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.cli.FindingsOutput;
import dev.seamwright.cli.Table;
import dev.seamwright.cli.http.BrokerFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A verdict on a migration in words: the answer first, then what may run now and what waits for whom, with the statement that breaks
 * and what PostgreSQL says of it.
 *
 * @param question for people
 * @param json as the broker gave it
 */
public record MigrationReport(String question, Answer answer, JsonNode json) {
    private static final int LONGEST_SQL = 160;

    /** @throws BrokerFailure.Outage when it is no verdict */
    public static MigrationReport of(String source, String question, JsonNode json) {
        var answer = switch (text(json, "migratable")) {
            case "yes" -> Answer.YES;
            case "no" -> Answer.NO;
            case "unknown" -> Answer.UNKNOWN;
            default ->
                throw new BrokerFailure.Outage(
                        "%s answered JSON that is no verdict on a migration; is --broker right?".formatted(source));
        };
        return new MigrationReport(question, answer, json);
    }

    /** All forms of it. */
    public FindingsOutput.Answer form() {
        return new FindingsOutput.Answer(
                "seamwright can-i-migrate",
                MigrationFindings.of(this),
                this::lines,
                this::markdown,
                this::withQuestion,
                MigrationFindings::decides,
                headline(),
                Map.of("answer", answer.word()),
                null);
    }

    private ObjectNode withQuestion() {
        var copy = (ObjectNode) json.deepCopy();
        return copy.put("question", question);
    }

    private String headline() {
        return "%s: %s".formatted(answer.word().toUpperCase(Locale.ROOT), question);
    }

    List<String> reasons() {
        return elements(json.path("reasons")).stream().map(JsonNode::asText).toList();
    }

    private String lines() {
        var text = new StringBuilder(Table.oneLine(headline())).append("\n\n");
        reasons().forEach(reason -> text.append(Table.oneLine(reason)).append('\n'));
        for (var plan : elements(json.path("plans"))) {
            text.append("\nOn the schema of version ")
                    .append(Table.oneLine(baseline(plan)))
                    .append(":\n");
            for (var phase : elements(plan.path("phases"))) {
                text.append("  ").append(text(phase, "when")).append('\n');
                for (var step : elements(phase.path("steps"))) {
                    text.append("    ")
                            .append(place(step))
                            .append("  ")
                            .append(sql(step))
                            .append('\n');
                    hazards(step)
                            .forEach(line -> text.append("      ").append(line).append('\n'));
                }
                for (var wait : elements(phase.path("waitsFor"))) {
                    text.append("      waits for ")
                            .append(Table.oneLine(consumer(wait)))
                            .append('\n');
                    elements(wait.path("statements"))
                            .forEach(effect -> text.append("        ")
                                    .append(effect(effect))
                                    .append('\n'));
                }
            }
            for (var effect : elements(plan.path("effects"))) {
                text.append("  note  ")
                        .append(Table.oneLine(text(effect, "consumer") + " " + text(effect, "version")))
                        .append(": ")
                        .append(effect(effect))
                        .append('\n');
            }
            notes(plan)
                    .forEach(note ->
                            text.append("  note  ").append(Table.oneLine(note)).append('\n'));
        }
        return text.toString();
    }

    private static List<String> notes(JsonNode plan) {
        return elements(plan.path("notes")).stream().map(JsonNode::asText).toList();
    }

    /** What a step locks, and what is wrong with it, each with its remedy. */
    private static List<String> hazards(JsonNode step) {
        var lines = new ArrayList<String>();
        work(step).ifPresent(lines::add);
        for (var hazard : elements(step.path("hazards"))) {
            if (text(hazard, "level").equals("safe") || hazard.hasNonNull("suppression")) {
                continue;
            }
            lines.add(Table.oneLine(
                    "%s %s: %s".formatted(text(hazard, "level"), text(hazard, "rule"), text(hazard, "message"))));
            text(hazard, "remedy").lines().forEach(remedy -> lines.add("  instead: " + Table.oneLine(remedy)));
        }
        return lines;
    }

    /** The locks that were seen, whom they block, and what was read or written anew; empty: nothing that anybody waits for. */
    private static Optional<String> work(JsonNode step) {
        var seen = new ArrayList<String>();
        for (var lock : elements(step.path("locks"))) {
            seen.add("%s on %s blocks %s".formatted(text(lock, "lock"), text(lock, "relation"), text(lock, "blocks")));
        }
        elements(step.path("rewritten")).forEach(relation -> seen.add("rewrites " + relation.asText()));
        elements(step.path("scanned")).forEach(relation -> seen.add("scans " + relation.asText()));
        return seen.isEmpty() ? Optional.empty() : Optional.of(Table.oneLine(String.join(", ", seen)));
    }

    private String markdown() {
        var icon = switch (answer) {
            case YES -> "✅";
            case NO -> "❌";
            case UNKNOWN -> "❔";
        };
        var text = new StringBuilder("### %s %s%n%n".formatted(icon, Table.escape(headline())));
        reasons()
                .forEach(
                        reason -> text.append("- ").append(Table.escape(reason)).append('\n'));
        for (var plan : elements(json.path("plans"))) {
            text.append("\n**On the schema of version ")
                    .append(Table.escape(baseline(plan)))
                    .append("**\n\n");
            var rows = new ArrayList<List<String>>();
            for (var phase : elements(plan.path("phases"))) {
                for (var step : elements(phase.path("steps"))) {
                    var waits = elements(phase.path("waitsFor")).stream()
                            .map(MigrationReport::consumer)
                            .toList();
                    rows.add(List.of(
                            text(phase, "when"),
                            place(step),
                            sql(step),
                            work(step).orElse(""),
                            String.join(", ", waits)));
                }
            }
            text.append(new Table(List.of("WHEN", "STEP", "SQL", "LOCKS AND WORK", "WAITS FOR"), rows).markdown());
            for (var phase : elements(plan.path("phases"))) {
                for (var wait : elements(phase.path("waitsFor"))) {
                    elements(wait.path("statements"))
                            .forEach(effect -> text.append("- ")
                                    .append(Table.escape(consumer(wait) + ": " + effect(effect)))
                                    .append('\n'));
                }
                elements(phase.path("steps")).forEach(step -> text.append(markdown(step)));
            }
            notes(plan)
                    .forEach(
                            note -> text.append("- ").append(Table.escape(note)).append('\n'));
        }
        return text.toString();
    }

    private static String markdown(JsonNode step) {
        var text = new StringBuilder();
        for (var hazard : elements(step.path("hazards"))) {
            if (text(hazard, "level").equals("safe") || hazard.hasNonNull("suppression")) {
                continue;
            }
            text.append("- %s: **%s** %s: %s%n"
                    .formatted(
                            Table.escape(place(step)),
                            text(hazard, "level"),
                            Table.escape(text(hazard, "rule")),
                            Table.escape(text(hazard, "message"))));
            text.append("\n  ~~~sql\n");
            text(hazard, "remedy")
                    .lines()
                    .forEach(line -> text.append("  ")
                            .append(Table.oneLine(line).replace("~~~", "~ ~ ~"))
                            .append('\n'));
            text.append("  ~~~\n");
        }
        return text.toString();
    }

    private static String baseline(JsonNode plan) {
        var applied = plan.path("applied").asInt();
        return text(plan.path("baseline"), "version")
                + (applied == 0 ? "" : ", which has %d of the files already".formatted(applied));
    }

    private static String place(JsonNode step) {
        return "%s:%d".formatted(text(step, "file"), step.path("line").asInt());
    }

    private static String sql(JsonNode step) {
        var line = Table.oneLine(text(step, "sql").replaceAll("\\s+", " "));
        return line.length() <= LONGEST_SQL ? line : line.substring(0, LONGEST_SQL) + "…";
    }

    static String consumer(JsonNode wait) {
        var next = text(wait, "passesWith");
        return "%s %s%s"
                .formatted(
                        text(wait, "consumer"),
                        text(wait, "version"),
                        next.isEmpty() ? "" : " (passes with %s)".formatted(next));
    }

    static String effect(JsonNode effect) {
        var state = text(effect, "sqlState");
        var rows = text(effect, "rows");
        return Table.oneLine("%s %s: %s%s%s | %s"
                .formatted(
                        text(effect, "statement"),
                        text(effect, "effect"),
                        text(effect, "error"),
                        state.isEmpty() ? "" : " (%s)".formatted(state),
                        rows.isEmpty() ? "" : "; such rows: " + rows,
                        sql(effect)));
    }
}
