package dev.seamwright.cli;

import static dev.seamwright.cli.http.Answers.collection;
import static dev.seamwright.cli.http.Answers.elements;
import static dev.seamwright.cli.http.Answers.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.cli.PactFiles.PactFile;
import dev.seamwright.cli.ReleaseOptions.Release;
import dev.seamwright.cli.http.BrokerClient;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Publishes pacts, all of a consumer in one request. */
@Command(
        name = "publish",
        header = "Publish pacts for a version of their consumer.",
        description = {
            "",
            "Every file is checked before anything is sent. The pacts of one consumer are published together, or not at all; "
                    + "publishing the same again changes nothing. Version, branch and build URL are those of the running "
                    + "CI build or of git, unless they are given.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  seamwright publish pacts",
            "  seamwright publish build/pacts/web-orders.json --participant-version 1.4.0 --branch main",
            "  seamwright publish pacts --dry-run",
            "",
            "Exit codes: 0 published, 1 refused by the broker, 3 could not find out, 4 wrong usage or a wrong file."
        })
final class PublishCommand extends BrokerCommand {
    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|DIR",
            description = "Pacts, or directories with files that end in .json.")
    private List<String> names = new ArrayList<>();

    @Mixin
    private ReleaseOptions releaseOptions = new ReleaseOptions();

    @Option(
            names = "--merge",
            description = "Add to pacts already published for the version, as parallel builds of one version need it.")
    private boolean merge;

    @Option(names = "--dry-run", description = "Check the files and print what would be published; ask no broker.")
    private boolean dryRun;

    PublishCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(BrokerClient client) {
        var pacts = PactFiles.read(surroundings().directory(), names);
        var release = releaseOptions.release(surroundings());
        var consumers = pacts.stream()
                .collect(Collectors.groupingBy(PactFile::consumer, LinkedHashMap::new, Collectors.toList()));
        if (release.branch() == null) {
            note("No branch is known; give --branch, so that can-i-merge and pending pacts work.");
        }
        consumers.forEach((consumer, its) -> {
            var providers = its.stream().map(PactFile::provider).collect(Collectors.joining(", "));
            var what = "%s %s with pacts for %s".formatted(consumer, release, providers);
            if (dryRun) {
                say("Would publish %s".formatted(what));
            } else {
                var answer = client.post("/contracts/publish", request(consumer, release, its));
                say("Published %s".formatted(what));
                notices(answer).forEach(this::say);
            }
        });
        return ExitCode.YES;
    }

    private ObjectNode request(String consumer, Release release, List<PactFile> pacts) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put("pacticipantName", consumer);
        body.put("pacticipantVersionNumber", release.version());
        release.describe(body);
        var contracts = body.putArray("contracts");
        for (var pact : pacts) {
            var contract = contracts.addObject();
            contract.put("consumerName", consumer);
            contract.put("providerName", pact.provider());
            contract.put("specification", "pact");
            contract.put("contentType", "application/json");
            contract.put(
                    "content", Base64.getEncoder().encodeToString(pact.pact().print()));
            if (merge) {
                contract.put("onConflict", "merge");
            }
        }
        return body;
    }

    /** What the broker has to say: notices, or the logs of a broker that knows no notices. */
    private static List<String> notices(JsonNode answer) {
        var notices = elements(answer.path("notices")).stream()
                .map(notice -> text(notice, "text"))
                .toList();
        return notices.isEmpty()
                ? collection(answer, "logs").stream()
                        .map(log -> text(log, "message"))
                        .toList()
                : notices;
    }
}
