package dev.seamwright.cli;

import static dev.seamwright.cli.http.Answers.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.Urls;
import dev.seamwright.contracts.ParticipantName;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Records that nothing of a participant runs in an environment any more. */
@Command(
        name = "record-undeployment",
        header = "Record that a participant no longer runs in an environment.",
        description = {
            "",
            "Only needed when something is taken away: a deployment ends the one before it by itself.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  seamwright record-undeployment -a web --environment test",
            "  seamwright record-undeployment -a web --environment prod --application-instance blue",
            "",
            "Exit codes: 0 recorded, 1 it was not deployed there, 3 could not find out, 4 wrong usage or no such environment."
        })
final class RecordUndeploymentCommand extends BrokerCommand {
    @Option(
            names = {"-a", "--participant", "--pacticipant"},
            required = true,
            paramLabel = "NAME",
            description = "The participant.")
    private String participant = "";

    @Option(names = "--environment", required = true, paramLabel = "NAME", description = "The environment.")
    private String environment = "";

    @Option(
            names = {"--application-instance", "--target"},
            paramLabel = "NAME",
            description = "Which of several instances there. Default: the one without a name.")
    private @Nullable String instance;

    RecordUndeploymentCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(BrokerClient client) {
        var name = new ParticipantName(participant).value();
        var deployed = new Environments(client).deployed(environment, name);
        var wanted = instance == null ? "" : instance;
        var ending =
                deployed.stream().filter(one -> instanceOf(one).equals(wanted)).toList();
        if (ending.isEmpty()) {
            note("%s is not deployed to %s%s.%s".formatted(name, environment, suffix(wanted), others(deployed)));
            return ExitCode.NO;
        }
        for (var one : ending) {
            client.patch(
                    Urls.path("deployed-versions", text(one, "uuid")),
                    JsonNodeFactory.instance.objectNode().put("currentlyDeployed", false));
            say("Recorded: %s %s is no longer deployed to %s%s."
                    .formatted(
                            name, text(one.path("_embedded").path("version"), "number"), environment, suffix(wanted)));
        }
        return ExitCode.YES;
    }

    private static String instanceOf(JsonNode deployed) {
        var name = text(deployed, "applicationInstance");
        return name.isEmpty() ? text(deployed, "target") : name;
    }

    private static String suffix(String instance) {
        return instance.isEmpty() ? "" : " (instance " + instance + ")";
    }

    private static String others(List<JsonNode> deployed) {
        var names = deployed.stream()
                .map(RecordUndeploymentCommand::instanceOf)
                .map(name -> name.isEmpty() ? "the one without a name" : name)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : " These instances are; name one with --application-instance: " + names;
    }
}
