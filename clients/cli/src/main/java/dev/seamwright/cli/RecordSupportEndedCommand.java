package dev.seamwright.cli;

import static dev.seamwright.cli.http.Answers.text;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.Urls;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Records the end of a release. */
@Command(
        name = "record-support-ended",
        header = "Record that a released version is no longer supported.",
        description = {"", "From then on, the version blocks nobody in that environment.", ""},
        footerHeading = "%nExamples:%n",
        footer = {
            "  seamwright record-support-ended -a android-app -e 6.0.0 --environment prod",
            "",
            "Exit codes: 0 recorded, 1 it was not supported there, 3 could not find out, 4 wrong usage or no such environment."
        })
final class RecordSupportEndedCommand extends BrokerCommand {
    @Mixin
    private VersionOptions version = new VersionOptions();

    @Option(names = "--environment", required = true, paramLabel = "NAME", description = "The environment.")
    private String environment = "";

    RecordSupportEndedCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(BrokerClient client) {
        var supported = new Environments(client).supported(environment, version.participant(), version.version());
        if (supported.isEmpty()) {
            note("%s is not a supported release in %s.".formatted(version, environment));
            return ExitCode.NO;
        }
        for (var one : supported) {
            client.patch(
                    Urls.path("released-versions", text(one, "uuid")),
                    JsonNodeFactory.instance.objectNode().put("currentlySupported", false));
        }
        say("Recorded: %s is no longer supported in %s.".formatted(version, environment));
        return ExitCode.YES;
    }
}
