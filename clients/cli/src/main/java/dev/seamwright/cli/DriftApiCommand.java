package dev.seamwright.cli;

import static dev.seamwright.cli.http.Answers.elements;
import static dev.seamwright.cli.http.Answers.text;

import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.Urls;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.schemadiff.openapi.rules.OpenApiReport;
import dev.seamwright.schemadiff.report.Reported;
import dev.seamwright.verifier.probe.DocumentDrift;
import dev.seamwright.verifier.replay.RequestHeader;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares the document that a service gives of itself with the one that was recorded. */
@Command(
        name = "api",
        header = "Ask whether a live API still has its recorded OpenAPI document.",
        description = {
            "",
            "The document at the URL is compared with a file, or with what the deployed version of a participant published, by "
                    + "what requests and answers mean. What only another generator writes differently is no drift.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  seamwright drift api --url https://orders.prod/v3/api-docs --participant orders --environment prod",
            "  seamwright drift api --url http://127.0.0.1:8080/openapi.json --openapi openapi.yaml",
            "",
            "Exit codes: 0 in sync, 1 drifted, 2 unknown, 3 could not ask the broker, 4 wrong usage."
        })
final class DriftApiCommand extends BrokerCommand {
    @Option(names = "--url", required = true, paramLabel = "URL", description = "Where the service gives its document.")
    private String url = "";

    @Option(
            names = "--openapi",
            paramLabel = "DOCUMENT",
            description = "The recorded document: a file, '-' for standard input, or REVISION:PATH in git.")
    private @Nullable String openapi;

    @Option(
            names = {"-a", "--participant", "--pacticipant"},
            paramLabel = "NAME",
            description = "Whose document was recorded.")
    private @Nullable String participant;

    @Option(names = "--environment", paramLabel = "NAME", description = "The version that is deployed there.")
    private @Nullable String environment;

    @Option(
            names = {"-e", "--version"},
            paramLabel = "VERSION",
            description = "This version of it.")
    private @Nullable String version;

    @Option(
            names = "--header",
            paramLabel = "HEADER",
            description =
                    "Sent with the request: 'NAME: VALUE', NAME=@env:VARIABLE or NAME=@file:PATH. Can be repeated.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--request-timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "For the whole document. Default: ${DEFAULT-VALUE}.")
    private int seconds = 30;

    @Mixin
    private OpenApiOptions documents = new OpenApiOptions();

    @Mixin
    private FindingsOutput output = new FindingsOutput();

    DriftApiCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(BrokerClient client) {
        var recorded = recorded(client);
        if (recorded.isEmpty()) {
            note("No document is recorded for it: publish one, and record the deployment of its version.");
            return ExitCode.UNKNOWN;
        }
        var values = new HeaderValues(surroundings());
        List<RequestHeader> sent =
                headers.stream().map(header -> values.parse("--header", header)).toList();
        var drift = DocumentDrift.at(
                url,
                sent,
                recorded.get(),
                Duration.ofSeconds(seconds),
                LocalDate.ofInstant(surroundings().clock().instant(), ZoneOffset.UTC));
        print(drift);
        return switch (drift) {
            case DocumentDrift.InSync _ -> ExitCode.YES;
            case DocumentDrift.Drifted _ -> ExitCode.NO;
            case DocumentDrift.Unknown _ -> ExitCode.UNKNOWN;
        };
    }

    private Optional<OpenApiDocument> recorded(BrokerClient client) {
        if (openapi != null) {
            if (participant != null) {
                throw new UsageFailure("Give either --openapi or --participant.");
            }
            return Optional.of(documents.source(surroundings()).read(openapi));
        }
        if (participant == null || (environment == null) == (version == null)) {
            throw new UsageFailure("Give --openapi, or --participant with --environment or --version.");
        }
        var name = new ParticipantName(participant).value();
        var number = environment == null
                ? Optional.ofNullable(version)
                : new RecordedSchemas(surroundings(), client).deployed(name, environment);
        return number.flatMap(given ->
                elements(client.get(Urls.path("api", "v1", "participants", name, "versions", given, "contracts"))
                                .path("items"))
                        .stream()
                        .filter(contract -> text(contract, "kind").equals("openapi"))
                        .findFirst()
                        .map(contract -> OpenApiDocument.parse(client.document(
                                Urls.path("api", "v1", "contracts", "openapi", text(contract, "sha256"))))));
    }

    private void print(DocumentDrift drift) {
        var findings = drift instanceof DocumentDrift.Drifted drifted
                ? drifted.findings().stream()
                        .map(found -> OpenApiReport.of(found, "live", List.of()))
                        .toList()
                : List.<Reported>of();
        output.print(
                surroundings(),
                FindingsOutput.Answer.of(
                                "seamwright drift api", findings, "", () -> DocumentDrift.json(drift), _ -> true)
                        .endingWith(words(drift)));
    }

    private static String words(DocumentDrift drift) {
        return switch (drift) {
            case DocumentDrift.InSync(var notCompared) ->
                "In sync: the service has the recorded document.\n" + lines(notCompared);
            case DocumentDrift.Drifted drifted ->
                "Drifted: %d differences from the recorded document.\n"
                                .formatted(drifted.findings().size())
                        + lines(drifted.notCompared());
            case DocumentDrift.Unknown(var reason) -> "Unknown: %s\n".formatted(reason);
        };
    }

    private static String lines(List<String> notCompared) {
        var text = new StringBuilder();
        notCompared.forEach(line -> text.append("Not compared: ").append(line).append('\n'));
        return text.toString();
    }
}
