package dev.seamwright.cli;

import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.Urls;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.ParticipantName;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The commands for branches. */
@Command(
        name = "branch",
        header = "Delete branches.",
        description = "",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n")
final class BranchCommand extends Group {
    static CommandLine commandLine(Surroundings surroundings) {
        return of(new BranchCommand(), new Delete(surroundings));
    }

    @Command(
            name = "delete",
            header = "Delete a branch of a participant; its versions stay.",
            description = "",
            footerHeading = "%nExample:%n",
            footer = "  seamwright branch delete -a web --branch feature/basket")
    static final class Delete extends BrokerCommand {
        @Option(
                names = {"-a", "--participant", "--pacticipant"},
                required = true,
                paramLabel = "NAME",
                description = "The participant.")
        private String participant = "";

        @Option(names = "--branch", required = true, paramLabel = "BRANCH", description = "The branch.")
        private String branch = "";

        Delete(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run(BrokerClient client) {
            var name = new ParticipantName(participant).value();
            client.delete(Urls.path("pacticipants", name, "branches", new BranchName(branch).value()));
            say("Deleted the branch %s of %s.".formatted(branch, name));
            return ExitCode.YES;
        }
    }
}
