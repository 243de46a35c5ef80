package dev.seamwright.cli;

import static dev.seamwright.cli.http.Answers.elements;
import static dev.seamwright.cli.http.Answers.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.cli.http.Answers;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.Query;
import dev.seamwright.cli.http.Urls;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.ParticipantName;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The commands for what was seen to run, beside what is recorded. */
@Command(
        name = "observed",
        header = "Tell, list and forget which versions were seen to run (Seamwright only).",
        description = {
            "",
            "A verdict rests on what is recorded to run. Where something else was seen to run, it is unknown, and says so.",
            ""
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n")
final class ObservedCommand extends Group {
    private static final String MISMATCH = "RECORD_MISMATCH";

    static CommandLine commandLine(Surroundings surroundings) {
        return of(new ObservedCommand(), new Tell(surroundings), new ListAll(surroundings), new Forget(surroundings));
    }

    private static String path(String environment, String... more) {
        return "/api/v1" + Urls.path("environments", new EnvironmentName(environment).value()) + Urls.path(more);
    }

    private static String versions(JsonNode observed) {
        return elements(observed.path("observed")).stream()
                .map(one -> text(one, "version")
                        + (text(one, "instance").isEmpty() ? "" : " (instance " + text(one, "instance") + ")"))
                .collect(Collectors.joining(", "));
    }

    private static String recorded(JsonNode observed) {
        return elements(observed.path("recorded")).stream()
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
    }

    /** Where it was seen. */
    static final class Place {
        @Option(names = "--environment", required = true, paramLabel = "NAME", description = "The environment.")
        private String environment = "";

        @Option(
                names = {"--application-instance", "--target"},
                paramLabel = "NAME",
                description = "Which of several instances there, named as in record-deployment.")
        private @Nullable String instance;
    }

    @Command(
            name = "tell",
            header = "Tell which version was seen to run.",
            description = {"", "Run it from what looks: a smoke test, the service's start, a look at the cluster.", ""},
            footerHeading = "%nExamples:%n",
            footer = {
                "  seamwright observed tell -a orders -e 5556b81 --environment prod",
                "",
                "Exit codes: 0 it is what is recorded, 1 something else is, or no such participant or environment, 3 could not find out, 4 wrong usage."
            })
    static final class Tell extends BrokerCommand {
        @Mixin
        private VersionOptions version = new VersionOptions();

        @Mixin
        private Place place = new Place();

        Tell(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run(BrokerClient client) {
            var body = JsonNodeFactory.instance.objectNode().put("version", version.version());
            if (place.instance != null) {
                body.put("instance", place.instance);
            }
            var seen = client.put(path(place.environment, "participants", version.participant(), "observed"), body);
            if (text(seen, "state").equals(MISMATCH)) {
                note(text(seen, "text"));
                return ExitCode.NO;
            }
            say("%s runs in %s, as is recorded.".formatted(version, place.environment));
            return ExitCode.YES;
        }
    }

    @Command(
            name = "list",
            header = "List what was seen to run in an environment.",
            description = "",
            footerHeading = "%nExamples:%n",
            footer = {
                "  seamwright observed list --environment prod",
                "",
                "Exit codes: 0 all is as recorded, 1 something is not, or no such environment, 3 could not find out, 4 wrong usage."
            })
    static final class ListAll extends BrokerCommand {
        @Option(names = "--environment", required = true, paramLabel = "NAME", description = "The environment.")
        private String environment = "";

        @Mixin
        private Output output = new Output();

        ListAll(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run(BrokerClient client) {
            var seen = Answers.allItems(client, path(environment, "observed"));
            var rows = seen.stream()
                    .map(one -> List.of(
                            text(one, "participant"),
                            text(one, "state"),
                            versions(one),
                            recorded(one),
                            text(one, "text")))
                    .toList();
            output.print(
                    surroundings().out(),
                    new Table(List.of("Participant", "State", "Observed", "Recorded", "Next"), rows),
                    "Nobody has told what runs in %s.".formatted(environment));
            return seen.stream().anyMatch(one -> text(one, "state").equals(MISMATCH)) ? ExitCode.NO : ExitCode.YES;
        }
    }

    @Command(
            name = "forget",
            header = "Forget what was seen; what is recorded counts again.",
            description = {"", "Without an instance, of all of them.", ""},
            footerHeading = "%nExample:%n",
            footer = "  seamwright observed forget -a orders --environment prod --application-instance blue")
    static final class Forget extends BrokerCommand {
        @Option(
                names = {"-a", "--participant", "--pacticipant"},
                required = true,
                paramLabel = "NAME",
                description = "The participant.")
        private String participant = "";

        @Mixin
        private Place place = new Place();

        Forget(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run(BrokerClient client) {
            var name = new ParticipantName(participant).value();
            var path = path(place.environment, "participants", name, "observed");
            client.delete(place.instance == null ? path : path + new Query().add("instance", place.instance));
            say("Forgot what was seen of %s in %s.".formatted(name, place.environment));
            return ExitCode.YES;
        }
    }
}
