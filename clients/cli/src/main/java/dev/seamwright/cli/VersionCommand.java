package dev.seamwright.cli;

import static dev.seamwright.cli.http.Answers.collection;
import static dev.seamwright.cli.http.Answers.elements;
import static dev.seamwright.cli.http.Answers.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.Query;
import dev.seamwright.cli.http.Urls;
import dev.seamwright.contracts.ParticipantName;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The commands for versions. */
@Command(
        name = "version",
        header = "List and show versions of a participant.",
        description = "",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n")
final class VersionCommand extends Group {
    static CommandLine commandLine(Surroundings surroundings) {
        return of(new VersionCommand(), new ListAll(surroundings), new Show(surroundings));
    }

    private static String branches(JsonNode version) {
        var branchVersions = collection(version, "branchVersions");
        return names(branchVersions.isEmpty() ? collection(version, "branches") : branchVersions);
    }

    private static String names(List<JsonNode> things) {
        return things.stream().map(thing -> text(thing, "name")).collect(Collectors.joining(", "));
    }

    private static String linkNames(JsonNode version, String relation) {
        return names(elements(version.path("_links").path(relation)));
    }

    @Command(
            name = "list",
            header = "List the newest versions of a participant.",
            description = "",
            footerHeading = "%nExample:%n",
            footer = "  seamwright version list -a web --limit 5")
    static final class ListAll extends BrokerCommand {
        private static final List<String> COLUMNS = List.of("Version", "Branches", "Tags", "Created", "Build URL");

        @Option(
                names = {"-a", "--participant", "--pacticipant"},
                required = true,
                paramLabel = "NAME",
                description = "The participant.")
        private String participant = "";

        @Option(
                names = "--limit",
                paramLabel = "COUNT",
                defaultValue = "20",
                description = "At most so many. Default: ${DEFAULT-VALUE}.")
        private int limit;

        @Mixin
        private Output output = new Output();

        ListAll(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run(BrokerClient client) {
            if (limit < 1) {
                throw new UsageFailure("--limit is " + limit + "; give at least 1");
            }
            var name = new ParticipantName(participant).value();
            var page = client.get(Urls.path("pacticipants", name, "versions")
                    + new Query().add("page", "1").add("size", Integer.toString(limit)));
            var rows = collection(page, "versions").stream()
                    .limit(limit) // a broker may know no pages
                    .map(version -> List.of(
                            text(version, "number"),
                            branches(version),
                            names(collection(version, "tags")),
                            text(version, "createdAt"),
                            text(version, "buildUrl")))
                    .toList();
            output.print(surroundings().out(), new Table(COLUMNS, rows), name + " has no versions yet.");
            return ExitCode.YES;
        }
    }

    @Command(
            name = "show",
            header = "Show a version: its branches, tags, and where it is deployed.",
            description = "",
            footerHeading = "%nExample:%n",
            footer = "  seamwright version show -a web -e 5556b81")
    static final class Show extends BrokerCommand {
        private static final List<String> FIELDS = List.of(
                "Participant", "Version", "Branches", "Tags", "Deployed to", "Released to", "Created", "Build URL");

        @Mixin
        private VersionOptions version = new VersionOptions();

        @Mixin
        private Output output = new Output();

        Show(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run(BrokerClient client) {
            var found = client.find(Urls.path("pacticipants", version.participant(), "versions", version.version()));
            if (found.isEmpty()) {
                note("There is no version %s.".formatted(version));
                return ExitCode.NO;
            }
            var json = found.get();
            output.printOne(
                    surroundings().out(),
                    FIELDS,
                    List.of(
                            version.participant(),
                            text(json, "number"),
                            branches(json),
                            names(collection(json, "tags")),
                            linkNames(json, "pb:deployed-environments"),
                            linkNames(json, "pb:released-environments"),
                            text(json, "createdAt"),
                            text(json, "buildUrl")));
            return ExitCode.YES;
        }
    }
}
