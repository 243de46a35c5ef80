package dev.seamwright.cli;

import static dev.seamwright.cli.http.Answers.elements;
import static dev.seamwright.cli.http.Answers.text;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.cli.ReleaseOptions.Release;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.Urls;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.verifier.probe.ConformanceJson;
import dev.seamwright.verifier.probe.ConformanceProbe;
import dev.seamwright.verifier.probe.ConformanceResult;
import dev.seamwright.verifier.probe.ConformanceResult.Verdict;
import dev.seamwright.verifier.probe.ProbeOptions;
import dev.seamwright.verifier.replay.Redaction;
import dev.seamwright.verifier.replay.RequestHeader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Asks a running provider whether it keeps its own OpenAPI document. */
@Command(
        name = "conformance",
        header = "Ask a running provider whether it keeps its own OpenAPI document.",
        description = {
            "",
            "Requests are made of the document: plain ones, ones at the boundary of what it allows, and wrong ones, which the "
                    + "provider has to refuse. Answers are held against it: status, headers, format and body. Only GET, HEAD and "
                    + "OPTIONS are sent, unless --unsafe is given. The same seed makes the same requests of the same document.",
            "With --publish the result becomes the evidence with which a cross-check counts.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  seamwright conformance --openapi openapi.yaml --base-url http://127.0.0.1:8080 --value orderId=7",
            "  seamwright conformance --openapi openapi.yaml --base-url http://127.0.0.1:8080 --unsafe \\",
            "      -a orders --version 1.4.0 --publish",
            "  seamwright conformance -a orders --version 1.4.0 --base-url https://orders.test --partial -o junit",
            "",
            "Exit codes: 0 it does, 1 it does not, 2 not known, 3 could not find out, 4 wrong usage."
        })
final class ConformanceCommand extends BrokerCommand {
    private static final String FROM_BROKER = "openapi";

    @Option(
            names = "--base-url",
            required = true,
            paramLabel = "URL",
            description = "Where the paths of the document begin, the path of its server included.")
    private String baseUrl = "";

    @Option(
            names = "--openapi",
            paramLabel = "DOCUMENT",
            description = "The document: a file, '-' for standard input, or REVISION:PATH in git. Default: what the "
                    + "version of the participant has published.")
    private @Nullable String openapi;

    @Option(
            names = {"-a", "--participant", "--pacticipant", "--provider"},
            paramLabel = "NAME",
            description = "The provider.")
    private @Nullable String participant;

    @Mixin
    private ReleaseOptions releaseOptions = new ReleaseOptions();

    @Option(
            names = "--publish",
            description = "Publish the result as evidence of the version, with the document if it is given.")
    private boolean publish;

    @Option(
            names = "--header",
            paramLabel = "HEADER",
            description =
                    "Sent with every request: 'NAME: VALUE', NAME=@env:VARIABLE or NAME=@file:PATH. Can be repeated.")
    private List<String> headers = new ArrayList<>();

    @Option(names = "--header-file", paramLabel = "FILE", description = "A file with such headers, one a line.")
    private @Nullable String headerFile;

    @Option(
            names = "--redact",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Headers and query parameters whose values are not shown, besides authorization and the like.")
    private List<String> redacted = new ArrayList<>();

    @ArgGroup(validate = false, exclusive = false, order = 1, heading = "%nRequests:%n")
    private ConformanceOptions conformance = new ConformanceOptions();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of all that is left to chance. Default: another one each time.")
    private @Nullable Long seed;

    @Option(
            names = "--request-timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "For one request, to the last byte of its answer. Default: ${DEFAULT-VALUE}.")
    private int requestSeconds = 30;

    @Option(
            names = "--total-timeout",
            paramLabel = "SECONDS",
            defaultValue = "1800",
            description = "For all requests. Default: ${DEFAULT-VALUE}.")
    private int totalSeconds = 1800;

    @Option(
            names = "--fail-on",
            paramLabel = "LEVEL",
            defaultValue = "breaking",
            description = "Exit with 1 from this level on: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private CrossCheckCommand.FailOn failOn = CrossCheckCommand.FailOn.BREAKING;

    @Mixin
    private OpenApiOptions documents = new OpenApiOptions();

    @Mixin
    private FindingsOutput output = new FindingsOutput();

    /** @param text as it is published; null: it is there already */
    private record Source(
            OpenApiDocument document, String file, @Nullable String text) {}

    ConformanceCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(BrokerClient client) {
        var settings = conformance.settings();
        var sent = sent();
        var release = openapi == null || publish ? releaseOptions.release(surroundings()) : null;
        var options = new ProbeOptions(
                sent,
                settings.values(),
                settings.isUnsafe(),
                settings.mostRequests(),
                seed == null ? ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE) : seed,
                Duration.ofSeconds(requestSeconds),
                Duration.ofSeconds(totalSeconds));
        var probe = new ConformanceProbe(baseUrl, options, new Redaction(redacted, sent), this::note);
        var source = source(client, release);
        ConformanceResult result;
        try {
            result = probe.run(source.document());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            note("Interrupted.");
            return ExitCode.COULD_NOT_FIND_OUT;
        }
        print(result, source.file(), settings.isPartialEnough());
        if (publish && release != null) {
            publish(client, release, source, result, settings.isPartialEnough());
        }
        return code(result, settings.isPartialEnough());
    }

    private List<RequestHeader> sent() {
        var values = new HeaderValues(surroundings());
        var all = new ArrayList<RequestHeader>();
        if (headerFile != null) {
            all.addAll(values.file("--header-file", headerFile));
        }
        headers.forEach(header -> all.add(values.parse("--header", header)));
        return all;
    }

    private String participant() {
        if (participant == null) {
            throw new UsageFailure(
                    publish
                            ? "Give --participant, whose evidence it is"
                            : "Give --openapi, or --participant with --version");
        }
        return new ParticipantName(participant).value();
    }

    private Source source(BrokerClient client, @Nullable Release release) {
        if (openapi != null) {
            if (publish) {
                participant();
            }
            var bundle = documents.source(surroundings()).bundle(openapi);
            return new Source(bundle.document(), OpenApiSource.file(openapi), bundle.text());
        }
        if (release == null) {
            throw new IllegalStateException("no version was looked for");
        }
        var provider = participant();
        var published = elements(client.get(Urls.path(
                                "api", "v1", "participants", provider, "versions", release.version(), "contracts"))
                        .path("items"))
                .stream()
                .filter(contract -> text(contract, "kind").equals(FROM_BROKER))
                .findFirst()
                .orElseThrow(() -> new UsageFailure("%s %s has published no OpenAPI document: give it with --openapi"
                        .formatted(provider, release.version())));
        var document = client.document(Urls.path("api", "v1", "contracts", FROM_BROKER, text(published, "sha256")));
        return new Source(
                OpenApiDocument.parse(document), "%s-%s.openapi".formatted(provider, release.version()), null);
    }

    private boolean fails(Level level) {
        return level == Level.BREAKING || (level == Level.RISKY && failOn == CrossCheckCommand.FailOn.RISKY);
    }

    private ExitCode code(ConformanceResult result, boolean isPartialEnough) {
        if (result.findings().stream().anyMatch(found -> fails(found.level()))) {
            return ExitCode.NO;
        }
        return result.verdict(isPartialEnough) == Verdict.KEPT ? ExitCode.YES : ExitCode.UNKNOWN;
    }

    private void print(ConformanceResult result, String file, boolean isPartialEnough) {
        var findings =
                result.findings().stream().map(found -> found.reported(file)).toList();
        var words = new StringBuilder();
        result.gaps(isPartialEnough)
                .forEach(gap -> words.append("Not shown: ").append(gap).append('\n'));
        words.append(ConformanceJson.summary(result, isPartialEnough))
                .append(" Seed: ")
                .append(result.seed())
                .append(".\n");
        output.print(
                surroundings(),
                FindingsOutput.Answer.of(
                                "seamwright conformance",
                                findings,
                                "",
                                () -> ConformanceJson.of(result, isPartialEnough),
                                reported -> fails(reported.finding().level()))
                        .endingWith(words.toString()));
    }

    private void publish(
            BrokerClient client, Release release, Source source, ConformanceResult result, boolean isPartialEnough) {
        var provider = participant();
        var verdict = result.verdict(isPartialEnough);
        if (verdict == Verdict.UNKNOWN) {
            note("No evidence is published: it is not known whether %s %s keeps its document."
                    .formatted(provider, release.version()));
            return;
        }
        var evidence = JsonNodeFactory.instance
                .objectNode()
                .put("success", verdict == Verdict.KEPT)
                .put("verifier", "Seamwright conformance")
                .put("verifierVersion", Main.version())
                .put("contentType", "application/json")
                .put("format", "seamwright-conformance")
                .put(
                        "content",
                        new String(Json.write(ConformanceJson.of(result, isPartialEnough)), StandardCharsets.UTF_8));
        if (source.text() == null) {
            client.put(
                    Urls.path("api", "v1", "participants", provider, "versions", release.version(), "evidence"),
                    evidence);
        } else {
            new ContractPublication(provider, release, FROM_BROKER, null, source.text(), evidence).send(client);
        }
        note("Published the evidence of %s %s: it %s its document."
                .formatted(provider, release.version(), verdict == Verdict.KEPT ? "keeps" : "does not keep"));
    }
}
