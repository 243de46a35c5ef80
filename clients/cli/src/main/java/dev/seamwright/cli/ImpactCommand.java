package dev.seamwright.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.BrokerFailure;
import dev.seamwright.cli.verdict.ImpactFindings;
import dev.seamwright.contracts.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks what breaks if a contract changes. */
@Command(
        name = "impact",
        header = "Ask what breaks if an API or a database changes, before you write the change.",
        description = {
            "",
            "The broker tries the change on what is recorded in each environment and on the main branches: statements for a database "
                    + "run in a PostgreSQL of its own, with the statements of consumers that they can mean anything to; a change of an "
                    + "OpenAPI document is held against consumers' pacts. The answer names who fails, with the proof, and the safe way. "
                    + "Nothing is changed.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  seamwright impact 'What breaks if I drop orders.discount?'",
            "  seamwright impact --database orders-db 'ALTER TABLE orders RENAME COLUMN total TO amount'",
            "  seamwright impact --database orders-db --ddl db/migration/V8__drop.sql",
            "  seamwright impact --provider orders --openapi openapi.yaml",
            "  git diff main -- openapi.yaml | seamwright impact --provider orders --diff -",
            "",
            "Exit codes: 0 breaks nobody, 1 breaks somebody, 2 may or nobody knows, 3 could not find out, 4 wrong usage."
        })
final class ImpactCommand extends BrokerCommand {
    private static final Pattern SQL = Pattern.compile(
            "\\s*(?:alter|create|comment|grant|revoke|truncate|do|set|drop\\s+(?:table|view|materialized|index|type|domain|sequence|trigger|"
                    + "policy|function|schema|extension))\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    @Option(
            names = {"--participant", "--database", "--provider"},
            paramLabel = "NAME",
            description = "Whose contract changes. May be left out where one database alone has what is named.")
    private @Nullable String participant;

    @ArgGroup(multiplicity = "1")
    private Change change = new Change();

    /** Exactly one of these. */
    static final class Change {
        @Parameters(
                paramLabel = "CHANGE",
                arity = "1",
                description =
                        "A sentence about a database, or SQL: 'drop orders.discount', 'rename orders.total to amount', "
                                + "'make orders.email required', 'ALTER TABLE …'.")
        private @Nullable String text;

        @Option(names = "--ddl", paramLabel = "FILE", description = "A file of SQL; - is standard input.")
        private @Nullable String ddl;

        @Option(
                names = "--openapi",
                paramLabel = "FILE",
                description = "The OpenAPI document after the change; - is standard input.")
        private @Nullable String openapi;

        @Option(
                names = "--diff",
                paramLabel = "FILE",
                description =
                        "What git diff wrote of the recorded OpenAPI document, or of new .sql files; - is standard input.")
        private @Nullable String diff;

        @Option(
                names = "--json-patch",
                paramLabel = "FILE",
                description = "Operations on the recorded OpenAPI document (RFC 6902); - is standard input.")
        private @Nullable String jsonPatch;

        @Option(
                names = "--merge-patch",
                paramLabel = "FILE",
                description = "A merge patch of the recorded OpenAPI document (RFC 7396); - is standard input.")
        private @Nullable String mergePatch;
    }

    @Mixin
    private FindingsOutput output = new FindingsOutput();

    ImpactCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(BrokerClient client) {
        output.check();
        var answer = client.post("/api/v1/impact", question());
        if (!answer.path("text").isTextual()) {
            throw new BrokerFailure.Outage(
                    "%s gave no answer to this question; is it a Seamwright broker, and new enough?"
                            .formatted(client.url()));
        }
        var breaks = answer.path("breaks").asText();
        output.print(
                surroundings(),
                new FindingsOutput.Answer(
                        "seamwright impact",
                        ImpactFindings.of(answer),
                        () -> answer.path("text").asText(),
                        () -> markdown(answer),
                        () -> answer,
                        _ -> !breaks.equals("no"),
                        "Breaks: %s".formatted(Table.oneLine(breaks)),
                        Map.of("breaks", breaks),
                        null));
        return switch (breaks) {
            case "no" -> ExitCode.YES;
            case "yes" -> ExitCode.NO;
            default -> ExitCode.UNKNOWN;
        };
    }

    private ObjectNode question() {
        var question = JsonNodeFactory.instance.objectNode();
        if (participant != null) {
            question.put("participant", participant);
        }
        if (change.text != null) {
            return question.put(SQL.matcher(change.text).matches() ? "ddl" : "question", change.text);
        }
        if (change.ddl != null) {
            return question.put("ddl", read("--ddl", change.ddl));
        }
        if (change.openapi != null) {
            return question.put("openapi", read("--openapi", change.openapi));
        }
        if (change.jsonPatch != null) {
            question.set("jsonPatch", json(read("--json-patch", change.jsonPatch)));
            return question;
        }
        if (change.mergePatch != null) {
            question.set("mergePatch", json(read("--merge-patch", change.mergePatch)));
            return question;
        }
        return question.put("diff", read("--diff", change.diff == null ? "-" : change.diff));
    }

    private static JsonNode json(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private String read(String option, String file) {
        try {
            return file.equals("-")
                    ? new String(surroundings().in().readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(surroundings().directory().resolve(file));
        } catch (IOException failure) {
            throw new UsageFailure(
                    "%s names %s, which cannot be read: %s".formatted(option, file, FileFailure.reason(failure)));
        }
    }

    /** The same words in a fence that none of them can end. */
    private static String markdown(JsonNode answer) {
        var text = answer.path("text").asText();
        var fence = new StringBuilder("```");
        while (text.contains(fence)) {
            fence.append('`');
        }
        return "### Impact: breaks %s%n%n%stext%n%s%s%n%nAs of %s.%n"
                .formatted(
                        answer.path("breaks").asText(),
                        fence,
                        text,
                        fence,
                        answer.path("asOf").asText());
    }
}
