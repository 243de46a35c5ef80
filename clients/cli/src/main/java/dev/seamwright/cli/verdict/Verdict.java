package dev.seamwright.cli.verdict;

import static dev.seamwright.cli.http.Answers.elements;
import static dev.seamwright.cli.http.Answers.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.cli.http.BrokerFailure;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A broker's answer, with all that it rests on.
 *
 * @param reason for people, possibly of several lines
 * @param rows one a seam and pair of versions, in the broker's order
 * @param notices warnings and explanations, in the broker's order
 */
public record Verdict(Answer answer, String reason, List<Row> rows, List<Notice> notices) {
    /** What the broker adds; types are its own words, such as {@code warning}. */
    public record Notice(String type, String text) {}

    /** How a row stands. */
    public enum State {
        VERIFIED,
        FAILED,
        UNVERIFIED,
        IGNORED
    }

    /**
     * Two versions that meet at a seam.
     *
     * @param providerVersion empty when the broker names none
     * @param providerPlace where that version is known from: its environments, or else its branch; may be empty
     * @param link the page of the verification result; empty when there is none
     * @param kind of the contract between them, {@code db-usage} for example; a broker that knows pacts alone does not say it
     * @param statements of a {@code db-usage} those that do not work, each with what PostgreSQL says
     * @param findings of a pact that was cross-checked, what does not fit to the provider's document, and where
     */
    public record Row(
            String consumer,
            String consumerVersion,
            String consumerPlace,
            String provider,
            String providerVersion,
            String providerPlace,
            State state,
            String link,
            String kind,
            List<String> statements,
            List<String> findings) {
        public Row {
            statements = List.copyOf(statements);
            findings = List.copyOf(findings);
        }

        /** Whether it keeps the answer from being yes. */
        boolean isBlocking() {
            return state == State.FAILED || state == State.UNVERIFIED;
        }

        /** What shows that it fails; empty when nothing but the result does. */
        List<String> proof() {
            return Stream.concat(statements.stream(), findings.stream()).toList();
        }

        /** What the provider has to keep working. */
        String contract() {
            return kind.equals("db-usage") ? "queries" : "pact";
        }
    }

    public Verdict {
        rows = List.copyOf(rows);
        notices = List.copyOf(notices);
    }

    /** Of several answers one: the worst, with all that they rest on. */
    public static Verdict together(List<Verdict> all) {
        if (all.size() == 1) {
            return all.getFirst();
        }
        var answers = all.stream().map(Verdict::answer).toList();
        var worst = answers.contains(Answer.NO)
                ? Answer.NO
                : answers.contains(Answer.UNKNOWN) ? Answer.UNKNOWN : Answer.YES;
        return new Verdict(
                worst,
                all.stream()
                        .map(Verdict::reason)
                        .filter(reason -> !reason.isBlank())
                        .distinct()
                        .collect(Collectors.joining("\n")),
                all.stream()
                        .flatMap(verdict -> verdict.rows().stream())
                        .distinct()
                        .toList(),
                all.stream()
                        .flatMap(verdict -> verdict.notices().stream())
                        .distinct()
                        .toList());
    }

    /** Rows that keep the answer from being yes. */
    public List<Row> blocking() {
        return rows.stream().filter(Row::isBlocking).toList();
    }

    /**
     * Reads the answer of {@code GET /matrix}.
     *
     * @throws BrokerFailure.Outage when it is no matrix: then there is no verdict either
     */
    public static Verdict ofMatrix(String source, JsonNode json) {
        var deployable = json.path("summary").path("deployable");
        if (!json.path("matrix").isArray() || !(deployable.isBoolean() || deployable.isNull())) {
            throw new BrokerFailure.Outage(
                    "%s answered JSON that is no verdict; is --broker right, and is it a Pact Broker or Seamwright?"
                            .formatted(source));
        }
        var rows = elements(json.path("matrix")).stream().map(Verdict::row).toList();
        var answer = deployable.isNull() ? Answer.UNKNOWN : deployable.asBoolean() ? Answer.YES : Answer.NO;
        return new Verdict(
                answer,
                text(json.path("summary"), "reason"),
                rows,
                elements(json.path("notices")).stream()
                        .map(notice -> new Notice(text(notice, "type"), text(notice, "text")))
                        .toList());
    }

    private static Row row(JsonNode row) {
        var consumer = row.path("consumer");
        var provider = row.path("provider");
        var result = row.path("verificationResult");
        return new Row(
                text(consumer, "name"),
                text(consumer.path("version"), "number"),
                place(consumer.path("version")),
                text(provider, "name"),
                text(provider.path("version"), "number"),
                place(provider.path("version")),
                state(row, result.path("success")),
                text(result.path("_links").path("self"), "href"),
                text(row, "kind"),
                elements(row.path("statements")).stream()
                        .map(Verdict::statement)
                        .toList(),
                elements(row.path("findings")).stream().map(Verdict::finding).toList());
    }

    private static String finding(JsonNode finding) {
        var place = finding.path("document");
        var witness = text(finding, "witness");
        return "%s: %s | pact %s | document %s, line %s%s"
                .formatted(
                        text(finding, "interaction"),
                        text(finding, "message"),
                        text(finding.path("pact"), "pointer"),
                        text(place, "pointer"),
                        place.path("line").asText(),
                        witness.isEmpty() ? "" : " | witness " + witness);
    }

    private static String statement(JsonNode statement) {
        var state = text(statement, "sqlState");
        var error = text(statement, "error");
        return "%s: %s%s | %s"
                .formatted(
                        text(statement, "outcome"),
                        error.isEmpty() ? changes(statement) : error,
                        state.isEmpty() ? "" : " (%s)".formatted(state),
                        text(statement, "sql").replaceAll("\\s+", " ").strip());
    }

    private static String changes(JsonNode statement) {
        return elements(statement.path("changes")).stream()
                .map(change -> "%s: %s, now %s"
                        .formatted(text(change, "subject"), text(change, "before"), text(change, "after")))
                .collect(Collectors.joining("; "));
    }

    private static State state(JsonNode row, JsonNode success) {
        if (row.path("ignored").asBoolean(false)) {
            return State.IGNORED;
        }
        if (!success.isBoolean()) {
            return State.UNVERIFIED;
        }
        return success.asBoolean() ? State.VERIFIED : State.FAILED;
    }

    private static String place(JsonNode version) {
        var environments = elements(version.path("environments")).stream()
                .map(environment -> text(environment, "name"))
                .toList();
        return environments.isEmpty() ? text(version, "branch") : String.join(", ", environments);
    }
}
