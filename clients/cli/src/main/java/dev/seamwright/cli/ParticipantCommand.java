package dev.seamwright.cli;

import static dev.seamwright.cli.http.Answers.allPages;
import static dev.seamwright.cli.http.Answers.collection;
import static dev.seamwright.cli.http.Answers.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.Urls;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.LabelName;
import dev.seamwright.contracts.ParticipantName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands for participants. */
@Command(
        name = "participant",
        header = "List, show, create and change participants.",
        description = "",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n")
final class ParticipantCommand extends Group {
    private static final List<String> FIELDS =
            List.of("Name", "Display name", "Main branch", "Labels", "Repository URL", "Latest version");

    static CommandLine commandLine(Surroundings surroundings) {
        return of(
                new ParticipantCommand(),
                new ListAll(surroundings),
                new Show(surroundings),
                new Create(surroundings),
                new Update(surroundings));
    }

    private static List<String> values(JsonNode participant) {
        return List.of(
                text(participant, "name"),
                text(participant, "displayName"),
                text(participant, "mainBranch"),
                collection(participant, "labels").stream()
                        .map(label -> text(label, "name"))
                        .collect(Collectors.joining(", ")),
                text(participant, "repositoryUrl"),
                text(participant.path("_embedded").path("latestVersion"), "number"));
    }

    @Command(
            name = "list",
            header = "List all participants.",
            description = "",
            footerHeading = "%nExample:%n",
            footer = "  seamwright participant list")
    static final class ListAll extends BrokerCommand {
        @Mixin
        private Output output = new Output();

        ListAll(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run(BrokerClient client) {
            var rows = allPages(client, "/pacticipants", "pacticipants").stream()
                    .map(ParticipantCommand::values)
                    .toList();
            output.print(surroundings().out(), new Table(FIELDS, rows), "There are no participants yet.");
            return ExitCode.YES;
        }
    }

    @Command(
            name = "show",
            header = "Show a participant.",
            description = "",
            footerHeading = "%nExample:%n",
            footer = "  seamwright participant show web")
    static final class Show extends BrokerCommand {
        @Parameters(paramLabel = "NAME", description = "The participant.")
        private String name = "";

        @Mixin
        private Output output = new Output();

        Show(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run(BrokerClient client) {
            var found = client.find(Urls.path("pacticipants", new ParticipantName(name).value()));
            if (found.isEmpty()) {
                note("There is no participant %s.".formatted(name));
                return ExitCode.NO;
            }
            output.printOne(surroundings().out(), FIELDS, values(found.get()));
            return ExitCode.YES;
        }
    }

    /** What a participant says of itself besides its name. */
    static final class Details {
        @Option(names = "--display-name", paramLabel = "TEXT", description = "How people call it.")
        private @Nullable String displayName;

        @Option(names = "--main-branch", paramLabel = "BRANCH", description = "Its main branch.")
        private @Nullable String mainBranch;

        @Option(names = "--repository-url", paramLabel = "URL", description = "Where its source is.")
        private @Nullable String repositoryUrl;

        @Option(names = "--label", paramLabel = "LABEL", description = "A label to add. May be repeated.")
        private List<String> labels = new ArrayList<>();

        private ObjectNode body(String name) {
            var body = JsonNodeFactory.instance.objectNode().put("name", name);
            if (displayName != null) {
                body.put("displayName", displayName);
            }
            if (mainBranch != null) {
                body.put("mainBranch", new BranchName(mainBranch).value());
            }
            if (repositoryUrl != null) {
                body.put("repositoryUrl", repositoryUrl);
            }
            labels.forEach(LabelName::new);
            return body;
        }

        private void label(BrokerClient client, String name) {
            for (var label : labels) {
                client.put(Urls.path("pacticipants", name, "labels", label), JsonNodeFactory.instance.objectNode());
            }
        }
    }

    @Command(
            name = "create",
            header = "Create a participant. Publishing does so too; this sets its details first.",
            description = "",
            footerHeading = "%nExample:%n",
            footer = "  seamwright participant create web --main-branch main --label team-shop")
    static final class Create extends BrokerCommand {
        @Parameters(paramLabel = "NAME", description = "Its name, as its pacts spell it.")
        private String name = "";

        @Mixin
        private Details details = new Details();

        Create(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run(BrokerClient client) {
            var participant = new ParticipantName(name).value();
            client.post("/pacticipants", details.body(participant));
            details.label(client, participant);
            say("Created the participant %s.".formatted(name));
            return ExitCode.YES;
        }
    }

    @Command(
            name = "update",
            header = "Change a participant; what is not given stays as it is.",
            description = "",
            footerHeading = "%nExample:%n",
            footer = "  seamwright participant update web --main-branch trunk")
    static final class Update extends BrokerCommand {
        @Parameters(paramLabel = "NAME", description = "The participant.")
        private String name = "";

        @Mixin
        private Details details = new Details();

        Update(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run(BrokerClient client) {
            var participant = new ParticipantName(name).value();
            var path = Urls.path("pacticipants", participant);
            if (client.find(path).isEmpty()) { // PATCH would create it
                note("There is no participant %s.".formatted(name));
                return ExitCode.NO;
            }
            client.patch(path, details.body(participant));
            details.label(client, participant);
            say("Changed the participant %s.".formatted(name));
            return ExitCode.YES;
        }
    }
}
