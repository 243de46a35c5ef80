package dev.seamwright.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.Urls;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Records a release, beside which others stay supported. */
@Command(
        name = "record-release",
        header = "Record that a version is released to an environment.",
        description = {
            "",
            "For mobile applications, libraries and everything whose users keep old versions: each stays supported until "
                    + "record-support-ended says otherwise. For what replaces its predecessor, use record-deployment.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  seamwright record-release -a android-app -e 7.2.0 --environment prod",
            "",
            "Exit codes: 0 recorded, 1 no such version, 3 could not find out, 4 wrong usage or no such environment."
        })
final class RecordReleaseCommand extends BrokerCommand {
    @Mixin
    private VersionOptions version = new VersionOptions();

    @Option(names = "--environment", required = true, paramLabel = "NAME", description = "The environment.")
    private String environment = "";

    RecordReleaseCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(BrokerClient client) {
        var uuid = new Environments(client).uuid(environment);
        client.post(
                Urls.path(
                        "pacticipants",
                        version.participant(),
                        "versions",
                        version.version(),
                        "released-versions",
                        "environment",
                        uuid),
                JsonNodeFactory.instance.objectNode());
        say("Recorded: %s is released to %s.".formatted(version, environment));
        return ExitCode.YES;
    }
}
