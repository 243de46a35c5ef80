package dev.seamwright.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.Urls;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Records a deployment, which ends the previous one. */
@Command(
        name = "record-deployment",
        header = "Record that a version now runs in an environment.",
        description = {
            "",
            "Run it after a deployment has succeeded. The version that ran there before counts as undeployed. Where several "
                    + "versions run side by side, name each instance; where users keep old versions, use record-release.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  seamwright record-deployment -a web -e 5556b81 --environment prod",
            "  seamwright record-deployment -a web -e 5556b81 --environment prod --application-instance blue",
            "",
            "Exit codes: 0 recorded, 1 no such version, 3 could not find out, 4 wrong usage or no such environment."
        })
final class RecordDeploymentCommand extends BrokerCommand {
    @Mixin
    private VersionOptions version = new VersionOptions();

    @Option(names = "--environment", required = true, paramLabel = "NAME", description = "The environment.")
    private String environment = "";

    @Option(
            names = {"--application-instance", "--target"},
            paramLabel = "NAME",
            description = "Which of several instances there. Default: there is only one.")
    private @Nullable String instance;

    RecordDeploymentCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(BrokerClient client) {
        var body = JsonNodeFactory.instance.objectNode();
        if (instance != null) {
            body.put("applicationInstance", instance);
            body.put("target", instance); // the name of the field in brokers before 2.87
        }
        var uuid = new Environments(client).uuid(environment);
        client.post(
                Urls.path(
                        "pacticipants",
                        version.participant(),
                        "versions",
                        version.version(),
                        "deployed-versions",
                        "environment",
                        uuid),
                body);
        say("Recorded: %s is deployed to %s%s."
                .formatted(version, environment, instance == null ? "" : " (instance " + instance + ")"));
        return ExitCode.YES;
    }
}
