package dev.seamwright.cli;

import static dev.seamwright.cli.http.Answers.text;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.cli.http.Answers;
import dev.seamwright.cli.http.BrokerClient;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The operator's commands for workspaces, which only Seamwright has. */
@Command(
        name = "workspace",
        header = "Create and list workspaces (Seamwright only, for its operator).",
        description = "",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n")
final class WorkspaceCommand extends Group {
    private static final String WORKSPACES = "/api/v1/workspaces";

    static CommandLine commandLine(Surroundings surroundings) {
        return of(new WorkspaceCommand(), new Create(surroundings), new ListAll(surroundings));
    }

    @Command(
            name = "create",
            header = "Create a workspace and print the secret of its first admin token, this once.",
            description = "",
            footerHeading = "%nExample:%n",
            footer = "  seamwright workspace create payments")
    static final class Create extends BrokerCommand {
        @Parameters(paramLabel = "NAME", description = "Its name.")
        private String name = "";

        Create(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run(BrokerClient client) {
            var created = client.postOnce(
                    WORKSPACES,
                    UUID.randomUUID().toString(),
                    JsonNodeFactory.instance.objectNode().put("name", name));
            note("Created the workspace %s. The secret of its admin token is shown this once:".formatted(name));
            say(text(created, "secret"));
            return ExitCode.YES;
        }
    }

    @Command(
            name = "list",
            header = "List all workspaces.",
            description = "",
            footerHeading = "%nExample:%n",
            footer = "  seamwright workspace list")
    static final class ListAll extends BrokerCommand {
        @Mixin
        private Output output = new Output();

        ListAll(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run(BrokerClient client) {
            var rows = Answers.allItems(client, WORKSPACES).stream()
                    .map(workspace -> List.of(text(workspace, "name"), text(workspace, "createdAt")))
                    .toList();
            output.print(surroundings().out(), new Table(List.of("Name", "Created"), rows), "There are no workspaces.");
            return ExitCode.YES;
        }
    }
}
