package dev.seamwright.cli.verdict;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.cli.FindingsOutput;
import dev.seamwright.cli.Table;
import dev.seamwright.cli.verdict.Verdict.Row;
import dev.seamwright.cli.verdict.Verdict.State;
import dev.seamwright.schemadiff.report.Reported;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What came of a question, in every form: the answer first, then the rows, then what blocks, whose it is, and the next step.
 *
 * @param policy what was to be done without the broker
 */
public record VerdictReport(VerdictQuery query, String broker, OnOutage policy, Outcome outcome) {
    /** Of the JSON form: it grows by members, and a change of what is there is another number. */
    static final int FORMAT_VERSION = 1;

    private static final List<String> COLUMNS =
            List.of("Consumer", "Consumer version", "Provider", "Provider version", "Result");

    private static final String DB_USAGE = "db-usage";

    /** One blocking row, for people. */
    private record Blocker(
            String id,
            String what,
            List<String> statements,
            List<String> findings,
            String who,
            String link,
            String next) {}

    /** All forms of it. */
    public FindingsOutput.Answer answer() {
        return new FindingsOutput.Answer(
                "seamwright can-i-" + query.kind(),
                VerdictFindings.of(this),
                this::text,
                this::markdown,
                this::json,
                Reported::isFlagged,
                "%s (on outage: %s)".formatted(headline(), policy),
                properties(),
                VerdictFindings.CASE);
    }

    private Map<String, String> properties() {
        var properties = new LinkedHashMap<String, String>();
        properties.put("question", query.title());
        properties.put("answer", word());
        properties.put("source", source());
        properties.put("onOutage", policy.toString());
        if (outcome instanceof Outcome.LastKnown last) {
            properties.put("givenAt", last.at().toString());
            properties.put("age", Ages.words(last.age()));
        }
        return properties;
    }

    /** What makes it another verdict: the answer, where it comes from, and which seams are in which state. Versions do not. */
    public String state() {
        var state = new StringBuilder(word()).append('\n').append(source());
        VerdictFindings.of(this).stream()
                .map(reported -> "\n%s %s"
                        .formatted(
                                reported.finding().rule().id(),
                                reported.finding().subject()))
                .sorted()
                .forEach(state::append);
        return state.toString();
    }

    /** For a pull request: a good verdict in a line, and all of another one. */
    public String comment() {
        return outcome instanceof Outcome.Given(var verdict) && verdict.answer() == Answer.YES
                ? "✅ **%s**%n".formatted(Table.escape(query.allowed()))
                : markdown();
    }

    /** {@code yes}, {@code no}, {@code unknown}, or {@code none} where there is no verdict. */
    public String word() {
        return outcome.verdict().map(verdict -> verdict.answer().word()).orElse("none");
    }

    private String source() {
        return switch (outcome) {
            case Outcome.Given _ -> "broker";
            case Outcome.LastKnown _ -> "last-known";
            case Outcome.NoVerdict _ -> "none";
        };
    }

    /** The answer and the question in a line. */
    public String headline() {
        var answer = word().toUpperCase(Locale.ROOT);
        return switch (outcome) {
            case Outcome.Given _ -> "%s: %s".formatted(answer, query.title());
            case Outcome.LastKnown last ->
                "%s (last known, %s old): %s".formatted(answer, Ages.words(last.age()), query.title());
            case Outcome.NoVerdict none ->
                "%s: %s".formatted(none.passing() ? "PASSED WITHOUT A VERDICT" : "NO VERDICT", query.title());
        };
    }

    private List<Row> rows() {
        return outcome.verdict().map(Verdict::rows).orElse(List.of());
    }

    private List<String> explanations() {
        return switch (outcome) {
            case Outcome.NoVerdict none -> List.of(none.why());
            case Outcome.LastKnown last -> {
                var lines = new ArrayList<>(explanations(last.its()));
                lines.add("This is the last known answer, given and signed at %s. %s".formatted(last.at(), last.why()));
                yield lines;
            }
            case Outcome.Given(var verdict) -> explanations(verdict);
        };
    }

    private String policyLine() {
        return "On outage: %s.".formatted(policy);
    }

    private Table table() {
        return new Table(
                COLUMNS,
                rows().stream()
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
        if (!rows().isEmpty()) {
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
        return text.append('\n').append(policyLine()).append('\n').toString();
    }

    private String icon() {
        return switch (word()) {
            case "yes" -> "✅";
            case "no" -> "❌";
            case "unknown" -> "❔";
            default -> "⚠️";
        };
    }

    private String markdown() {
        var text = new StringBuilder("### %s %s%n%n".formatted(icon(), Table.escape(headline())));
        explanations()
                .forEach(line -> text.append("- ").append(Table.escape(line)).append('\n'));
        if (!rows().isEmpty()) {
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
        return text.append("\n*").append(policyLine()).append("*\n").toString();
    }

    /** A link comes from the broker, so it may become a link in a comment only if it cannot leave its parentheses. */
    private static boolean isWebAddress(String link) {
        return link.matches("https?://[^\\s()<>\\[\\]\"'`\\\\]+");
    }

    private ObjectNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("formatVersion", FORMAT_VERSION);
        json.put("answer", outcome.verdict().map(its -> its.answer().word()).orElse(null));
        json.put("exitCode", outcome.exitCode().code());
        json.put("question", query.title());
        json.put("broker", broker);
        json.put("source", source());
        json.put("onOutage", policy.toString());
        if (outcome instanceof Outcome.LastKnown last) {
            json.put("givenAt", last.at().toString());
            json.put("ageSeconds", last.age().toSeconds());
        }
        json.put(
                "reason",
                switch (outcome) {
                    case Outcome.Given(var its) -> its.reason();
                    case Outcome.LastKnown last -> last.its().reason();
                    case Outcome.NoVerdict none -> none.why();
                });
        var rows = json.putArray("rows");
        for (var row : rows()) {
            var one = rows.addObject();
            one.put("consumer", row.consumer());
            one.put("consumerVersion", row.consumerVersion());
            one.put("provider", row.provider());
            one.put("providerVersion", row.providerVersion().isEmpty() ? null : row.providerVersion());
            one.put("result", row.state().name().toLowerCase(Locale.ROOT));
            one.put("link", row.link().isEmpty() ? null : row.link());
        }
        var notices = json.putArray("notices");
        for (var notice : outcome.verdict().map(Verdict::notices).orElse(List.of())) {
            notices.addObject().put("type", notice.type()).put("text", notice.text());
        }
        var blockers = json.putArray("blockers");
        for (var blocker : blockers()) {
            var item = blockers.addObject().put("id", blocker.id()).put("what", blocker.what());
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
    List<String> explanations(Verdict verdict) {
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
        for (var row : outcome.verdict().map(Verdict::blocking).orElse(List.of())) {
            var neighbour = query.asksAbout(row.consumer()) ? row.provider() : row.consumer();
            blockers.add(new Blocker(
                    VerdictFindings.rule(row).id(),
                    what(row),
                    row.statements(),
                    row.findings(),
                    neighbour,
                    row.link(),
                    next(row)));
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

    static String next(Row row) {
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
}
