package dev.seamwright.cli.verdict;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.cli.Output;
import dev.seamwright.cli.Table;
import dev.seamwright.cli.verdict.Verdict.Row;
import dev.seamwright.cli.verdict.Verdict.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A verdict in words: the answer first, then the rows, then what blocks, whose it is, and the next step.
 *
 * @param age of a verdict from the cache; absent when the broker has just given it
 */
public record VerdictReport(
        VerdictQuery query,
        String broker,
        Verdict verdict,
        @Nullable Duration age) {
    private static final List<String> COLUMNS =
            List.of("Consumer", "Consumer version", "Provider", "Provider version", "Result");

    private static final String DB_USAGE = "db-usage";

    /** One blocking row, for people. */
    private record Blocker(
            String what, List<String> statements, List<String> findings, String who, String link, String next) {}

    /** The whole report, with a line break at its end. */
    public String in(VerdictFormat format) {
        return switch (format) {
            case TABLE -> text();
            case JSON -> Output.pretty(json()) + "\n";
            case MARKDOWN -> markdown();
            case JUNIT -> JUnitReport.of(this);
        };
    }

    /** JUnit XML for a policy that passes without an answer. */
    public static String passed(VerdictQuery query, String why) {
        return JUnitReport.withoutVerdict(query.title(), why);
    }

    private String headline() {
        var answer = verdict.answer().word().toUpperCase(Locale.ROOT);
        var aged = age == null ? "" : " (last known, %s old)".formatted(words(age));
        return "%s%s: %s".formatted(answer, aged, query.title());
    }

    private Table table() {
        return new Table(
                COLUMNS,
                verdict.rows().stream()
                        .map(row -> List.of(
                                row.consumer(),
                                withPlace(row.consumerVersion(), row.consumerPlace()),
                                row.provider(),
                                withPlace(row.providerVersion(), row.providerPlace()),
                                state(row)))
                        .toList());
    }

    private String text() {
        var text = new StringBuilder(Table.oneLine(headline())).append("\n");
        if (!verdict.rows().isEmpty()) {
            text.append('\n').append(table().text());
        }
        text.append('\n');
        explanations().forEach(line -> text.append(Table.oneLine(line)).append('\n'));
        for (var blocker : blockers()) {
            text.append("\n  ").append(Table.oneLine(blocker.what())).append('\n');
            blocker.statements()
                    .forEach(statement -> text.append("    query: ")
                            .append(Table.oneLine(statement))
                            .append('\n'));
            blocker.findings()
                    .forEach(finding -> text.append("    fails: ")
                            .append(Table.oneLine(finding))
                            .append('\n'));
            text.append("    whose: ").append(Table.oneLine(blocker.who())).append('\n');
            if (!blocker.link().isEmpty()) {
                text.append("    see:   ").append(Table.oneLine(blocker.link())).append('\n');
            }
            text.append("    next:  ").append(Table.oneLine(blocker.next())).append('\n');
        }
        return text.toString();
    }

    private String markdown() {
        var icon = switch (verdict.answer()) {
            case YES -> "✅";
            case NO -> "❌";
            case UNKNOWN -> "❔";
        };
        var text = new StringBuilder("### %s %s%n%n".formatted(icon, Table.escape(headline())));
        explanations()
                .forEach(line -> text.append("- ").append(Table.escape(line)).append('\n'));
        if (!verdict.rows().isEmpty()) {
            text.append('\n').append(table().markdown());
        }
        var blockers = blockers();
        if (!blockers.isEmpty()) {
            text.append("\n**What blocks**\n\n");
        }
        for (var blocker : blockers) {
            text.append("- ").append(Table.escape(blocker.what()));
            if (isWebAddress(blocker.link())) {
                text.append(" ([result](").append(blocker.link()).append("))");
            }
            blocker.statements()
                    .forEach(statement -> text.append("  \n  Query: ").append(Table.escape(statement)));
            blocker.findings().forEach(finding -> text.append("  \n  Fails: ").append(Table.escape(finding)));
            text.append("  \n  Whose: ").append(Table.escape(blocker.who()));
            text.append("  \n  Next: ").append(Table.escape(blocker.next())).append('\n');
        }
        return text.toString();
    }

    /** A link comes from the broker, so it may become a link in a comment only if it cannot leave its parentheses. */
    private static boolean isWebAddress(String link) {
        return link.matches("https?://[^\\s()<>\\[\\]\"'`\\\\]+");
    }

    private ObjectNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("answer", verdict.answer().word());
        json.put("question", query.title());
        json.put("broker", broker);
        json.put("source", age == null ? "broker" : "last-known");
        if (age != null) {
            json.put("ageSeconds", age.toSeconds());
        }
        json.put("reason", verdict.reason());
        var rows = json.putArray("rows");
        for (var row : verdict.rows()) {
            var one = rows.addObject();
            one.put("consumer", row.consumer());
            one.put("consumerVersion", row.consumerVersion());
            one.put("provider", row.provider());
            one.put("providerVersion", row.providerVersion().isEmpty() ? null : row.providerVersion());
            one.put("result", row.state().name().toLowerCase(Locale.ROOT));
            one.put("link", row.link().isEmpty() ? null : row.link());
        }
        var notices = json.putArray("notices");
        for (var notice : verdict.notices()) {
            notices.addObject().put("type", notice.type()).put("text", notice.text());
        }
        var blockers = json.putArray("blockers");
        for (var blocker : blockers()) {
            var item = blockers.addObject().put("what", blocker.what());
            if (!blocker.statements().isEmpty()) {
                blocker.statements().forEach(item.putArray("queries")::add);
            }
            if (!blocker.findings().isEmpty()) {
                blocker.findings().forEach(item.putArray("findings")::add);
            }
            item.put("whose", blocker.who())
                    .put("link", blocker.link().isEmpty() ? null : blocker.link())
                    .put("next", blocker.next());
        }
        return json;
    }

    /** What the broker says, each sentence once. */
    List<String> explanations() {
        Set<String> lines = new LinkedHashSet<>();
        verdict.notices().forEach(notice -> lines.add(notice.text()));
        if (lines.isEmpty()) {
            verdict.reason().lines().forEach(lines::add);
        }
        lines.removeIf(String::isBlank);
        if (lines.isEmpty() && verdict.rows().isEmpty()) {
            lines.add(
                    verdict.answer() == Answer.YES
                            ? "Nothing there meets it at a seam."
                            : "The broker gives no reason.");
        }
        return List.copyOf(lines);
    }

    private List<Blocker> blockers() {
        var blockers = new ArrayList<Blocker>();
        for (var row : verdict.blocking()) {
            var neighbour = query.asksAbout(row.consumer()) ? row.provider() : row.consumer();
            blockers.add(new Blocker(what(row), row.statements(), row.findings(), neighbour, row.link(), next(row)));
        }
        return blockers;
    }

    static String what(Row row) {
        var consumer = row.consumer() + " " + withPlace(row.consumerVersion(), row.consumerPlace());
        if (row.providerVersion().isEmpty()) {
            return "%s: no version of %s that counts has verified its %s"
                    .formatted(consumer, row.provider(), row.contract());
        }
        var provider = row.provider() + " " + withPlace(row.providerVersion(), row.providerPlace());
        return row.state() == State.FAILED
                ? "%s: %s fails its %s".formatted(consumer, provider, row.contract())
                : "%s: %s has not verified its %s".formatted(consumer, provider, row.contract());
    }

    private static String next(Row row) {
        if (row.kind().equals(DB_USAGE)) {
            return row.state() == State.FAILED
                    ? "Change the schema of %s first, or the queries of %s; 'can-i-migrate' says in which order."
                            .formatted(row.provider(), row.consumer())
                    : "Publish the schema of the version of %s that is there; the broker tries the queries on it by itself."
                            .formatted(row.provider());
        }
        if (!row.findings().isEmpty()) {
            return "Bring back what %s relies on into the document of %s, and into the provider; or change %s first, and deploy it."
                    .formatted(row.consumer(), row.provider(), row.consumer());
        }
        if (row.state() == State.FAILED) {
            return "Look at the failed verification; then change %s, or the pact of %s, and verify again."
                    .formatted(row.provider(), row.consumer());
        }
        return row.providerVersion().isEmpty()
                ? "Verify the pact in a build of %s and bring that version there; or wait for a running build with --retry-while-unknown."
                        .formatted(row.provider())
                : "Run the verification of %s %s; or wait for a running build with --retry-while-unknown."
                        .formatted(row.provider(), row.providerVersion());
    }

    static String state(Row row) {
        return switch (row.state()) {
            case VERIFIED -> "verified";
            case FAILED -> "failed";
            case UNVERIFIED -> "not verified";
            case IGNORED -> "ignored";
        };
    }

    private static String withPlace(String version, String place) {
        return version.isEmpty() || place.isEmpty() ? version : "%s (%s)".formatted(version, place);
    }

    /** An age in its two largest units. */
    static String words(Duration age) {
        if (age.toDays() > 0) {
            return "%d d %d h".formatted(age.toDays(), age.toHoursPart());
        }
        if (age.toHours() > 0) {
            return "%d h %d min".formatted(age.toHours(), age.toMinutesPart());
        }
        return age.toMinutes() > 0
                ? "%d min %d s".formatted(age.toMinutes(), age.toSecondsPart())
                : "%d s".formatted(Math.max(0, age.toSeconds()));
    }
}
