package dev.seamwright.cli;

import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.openapi.Bundle;
import dev.seamwright.contracts.openapi.Node;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Publishes the OpenAPI document of a provider's version, with evidence that the version keeps it. */
@Command(
        name = "publish-openapi",
        header = "Publish the OpenAPI document of a provider, with evidence that it is kept.",
        description = {
            "",
            "The pacts of the provider's consumers are cross-checked against the document by the broker. That counts only with "
                    + "evidence that the version keeps the document: the result of a tool that has tried it on the provider. "
                    + "The document is read before anything is sent; publishing the same again changes nothing, and new evidence "
                    + "takes the place of the old. Version, branch and build URL are those of the running CI build or of git, "
                    + "unless they are given.",
            "A document is a file, '-' for standard input, or REVISION:PATH for a file in git. What it refers to in files beside "
                    + "it is bundled into it, and published as one document; nothing is fetched.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  seamwright publish-openapi openapi.yaml -a orders --evidence success --verifier schemathesis",
            "  seamwright publish-openapi openapi.json -a orders --evidence-exit-code $? --verifier dredd",
            "  curl -s localhost:8080/v3/api-docs | seamwright publish-openapi - -a orders --version 1.4.0",
            "",
            "Exit codes: 0 published, 1 refused by the broker, 3 could not find out, 4 wrong usage or a wrong document."
        })
final class PublishOpenApiCommand extends BrokerCommand {
    private static final int LARGE = 1024 * 1024;
    private static final Pattern PLACE = Pattern.compile("Line \\d+, column \\d+, (/\\S*)( .*)", Pattern.DOTALL);

    @Parameters(index = "0", paramLabel = "DOCUMENT", description = "The document: JSON or YAML, OpenAPI 2.0 to 3.2.")
    private String document = "";

    @Option(
            names = {"-a", "--participant", "--pacticipant", "--provider"},
            required = true,
            paramLabel = "NAME",
            description = "The provider whose document it is.")
    private String participant = "";

    @Mixin
    private ReleaseOptions releaseOptions = new ReleaseOptions();

    @Mixin
    private OpenApiOptions documents = new OpenApiOptions();

    @Mixin
    private EvidenceOptions evidenceOptions = new EvidenceOptions();

    @Option(names = "--dry-run", description = "Read the document and print what would be published; ask no broker.")
    private boolean dryRun;

    PublishOpenApiCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(BrokerClient client) {
        var provider = new ParticipantName(participant).value();
        var release = releaseOptions.release(surroundings());
        var evidence = evidenceOptions.evidence(surroundings());
        var source = documents.source(surroundings()).bundle(document);
        var what = "the OpenAPI document of %s %s: %s".formatted(provider, release, summary(source));
        if (evidence == null) {
            note("No evidence is given, so no pact counts as verified by this document; see --evidence.");
        }
        if (dryRun) {
            say("Would publish " + what);
            return ExitCode.YES;
        }
        if (source.text().length() > LARGE) {
            note("Sending %d MiB; the broker reads all of it before it answers."
                    .formatted(source.text().length() / LARGE));
        }
        var notices = new ContractPublication(provider, release, "openapi", null, source.text(), evidence).send(client);
        say("Published " + what);
        notices.forEach(notice -> say(placed(notice, source)));
        return ExitCode.YES;
    }

    private static String summary(Bundle source) {
        var document = source.document();
        return "%d operations on %d paths, %d schemas%s"
                .formatted(
                        document.operations().count(),
                        document.paths().size(),
                        document.schemas().size(),
                        source.files().isEmpty()
                                ? ""
                                : ", in %d files".formatted(1 + source.files().size()));
    }

    /** The broker tells places in the document that it was sent; people know those in their files. */
    private String placed(String notice, Bundle source) {
        var told = PLACE.matcher(notice);
        if (source.files().isEmpty() || !told.matches()) {
            return notice;
        }
        return source.document()
                .at(told.group(1))
                .map(Node::place)
                .map(place -> "%s:%d:%d, %s%s"
                        .formatted(
                                place.file() == null ? OpenApiSource.file(document) : place.file(),
                                place.line(),
                                place.column(),
                                told.group(1),
                                told.group(2)))
                .orElse(notice);
    }
}
