package dev.seamwright.cli;

import static dev.seamwright.cli.http.Answers.collection;
import static dev.seamwright.cli.http.Answers.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.cli.http.BrokerClient;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The commands for pacts. */
@Command(
        name = "pact",
        header = "List pacts.",
        description = "",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n")
final class PactCommand extends Group {
    static CommandLine commandLine(Surroundings surroundings) {
        return of(new PactCommand(), new ListLatest(surroundings));
    }

    @Command(
            name = "list",
            header = "List the latest pact of each consumer and provider.",
            description = "",
            footerHeading = "%nExample:%n",
            footer = "  seamwright pact list -o markdown")
    static final class ListLatest extends BrokerCommand {
        private static final List<String> COLUMNS = List.of("Consumer", "Consumer version", "Provider", "Published");

        @Mixin
        private Output output = new Output();

        ListLatest(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run(BrokerClient client) {
            var rows = collection(client.get("/pacts/latest"), "pacts").stream()
                    .map(ListLatest::row)
                    .toList();
            output.print(surroundings().out(), new Table(COLUMNS, rows), "There are no pacts yet.");
            return ExitCode.YES;
        }

        private static List<String> row(JsonNode pact) {
            var consumer = pact.path("_embedded").path("consumer");
            return List.of(
                    text(consumer, "name"),
                    text(consumer.path("_embedded").path("version"), "number"),
                    text(pact.path("_embedded").path("provider"), "name"),
                    text(pact, "createdAt"));
        }
    }
}
