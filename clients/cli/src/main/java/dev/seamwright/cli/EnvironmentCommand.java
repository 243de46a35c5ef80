package dev.seamwright.cli;

import static dev.seamwright.cli.http.Answers.elements;
import static dev.seamwright.cli.http.Answers.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.Urls;
import dev.seamwright.contracts.EnvironmentName;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands for environments. */
@Command(
        name = "environment",
        header = "List, show, create, change and delete environments.",
        description = "",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n")
final class EnvironmentCommand extends Group {
    private static final List<String> FIELDS = List.of("Name", "Display name", "Production", "Contacts", "Uuid");

    static CommandLine commandLine(Surroundings surroundings) {
        return of(
                new EnvironmentCommand(),
                new ListAll(surroundings),
                new Show(surroundings),
                new Create(surroundings),
                new Update(surroundings),
                new Delete(surroundings));
    }

    private static List<String> values(JsonNode environment) {
        return List.of(
                text(environment, "name"),
                text(environment, "displayName"),
                environment.path("production").asBoolean() ? "yes" : "no",
                elements(environment.path("contacts")).stream()
                        .map(EnvironmentCommand::contact)
                        .collect(Collectors.joining(", ")),
                text(environment, "uuid"));
    }

    private static String contact(JsonNode contact) {
        var details = contact.path("details");
        var detail = details.isObject()
                ? details.properties().stream()
                        .map(entry -> entry.getValue().asText())
                        .collect(Collectors.joining(" "))
                : details.asText("");
        var name = text(contact, "name");
        return name.equals(detail) ? name : (name + " " + detail).strip();
    }

    @Command(
            name = "list",
            header = "List all environments.",
            description = "",
            footerHeading = "%nExample:%n",
            footer = "  seamwright environment list -o json")
    static final class ListAll extends BrokerCommand {
        @Mixin
        private Output output = new Output();

        ListAll(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run(BrokerClient client) {
            var rows = new Environments(client)
                    .all().stream().map(EnvironmentCommand::values).toList();
            output.print(surroundings().out(), new Table(FIELDS, rows), "There are no environments yet.");
            return ExitCode.YES;
        }
    }

    @Command(
            name = "show",
            header = "Show an environment.",
            description = "",
            footerHeading = "%nExample:%n",
            footer = "  seamwright environment show prod")
    static final class Show extends BrokerCommand {
        @Mixin
        private Output output = new Output();

        @Parameters(paramLabel = "NAME", description = "The environment.")
        private String name = "";

        Show(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run(BrokerClient client) {
            output.printOne(surroundings().out(), FIELDS, values(new Environments(client).byName(name)));
            return ExitCode.YES;
        }
    }

    /** What an environment says of itself besides its name. */
    static final class Details {
        @Option(names = "--display-name", paramLabel = "TEXT", description = "How people call it.")
        private @Nullable String displayName;

        @Option(names = "--production", negatable = true, description = "Whether it is a production environment.")
        private @Nullable Boolean production;

        @Option(names = "--contact-name", paramLabel = "TEXT", description = "Who to talk to about it.")
        private @Nullable String contactName;

        @Option(names = "--contact-email", paramLabel = "ADDRESS", description = "And where.")
        private @Nullable String contactEmail;

        private void apply(ObjectNode body) {
            if (displayName != null) {
                body.put("displayName", displayName);
            }
            if (production != null) {
                body.put("production", production);
            }
            if (contactName != null || contactEmail != null) {
                var contact = body.putArray("contacts").addObject();
                contact.put("name", contactName == null ? contactEmail : contactName);
                if (contactEmail != null) {
                    contact.putObject("details").put("emailAddress", contactEmail);
                }
            }
        }
    }

    @Command(
            name = "create",
            header = "Create an environment.",
            description = "",
            footerHeading = "%nExamples:%n",
            footer = {
                "  seamwright environment create test",
                "  seamwright environment create prod --production --contact-email sre@example.com"
            })
    static final class Create extends BrokerCommand {
        @Parameters(paramLabel = "NAME", description = "A short name without white space.")
        private String name = "";

        @Mixin
        private Details details = new Details();

        Create(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run(BrokerClient client) {
            var body = JsonNodeFactory.instance
                    .objectNode()
                    .put("name", new EnvironmentName(name).value())
                    .put("production", false);
            details.apply(body);
            client.post("/environments", body);
            say("Created the environment %s.".formatted(name));
            return ExitCode.YES;
        }
    }

    @Command(
            name = "update",
            header = "Change an environment; what is not given stays as it is.",
            description = "",
            footerHeading = "%nExample:%n",
            footer = "  seamwright environment update prod --new-name production")
    static final class Update extends BrokerCommand {
        @Parameters(paramLabel = "NAME", description = "The environment.")
        private String name = "";

        @Option(names = "--new-name", paramLabel = "NAME", description = "A new name.")
        private @Nullable String newName;

        @Mixin
        private Details details = new Details();

        Update(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run(BrokerClient client) {
            var before = new Environments(client).byName(name);
            var body = JsonNodeFactory.instance.objectNode();
            for (var field : List.of("displayName", "production", "contacts")) {
                if (before.hasNonNull(field)) {
                    body.set(field, before.path(field));
                }
            }
            body.put("name", newName == null ? name : new EnvironmentName(newName).value());
            details.apply(body);
            client.put(Urls.path("environments", text(before, "uuid")), body);
            say("Changed the environment %s.".formatted(name));
            return ExitCode.YES;
        }
    }

    @Command(
            name = "delete",
            header = "Delete an environment, with all that is recorded as deployed or released there.",
            description = "",
            footerHeading = "%nExample:%n",
            footer = "  seamwright environment delete old-test")
    static final class Delete extends BrokerCommand {
        @Parameters(paramLabel = "NAME", description = "The environment.")
        private String name = "";

        Delete(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run(BrokerClient client) {
            client.delete(Urls.path("environments", new Environments(client).uuid(name)));
            say("Deleted the environment %s.".formatted(name));
            return ExitCode.YES;
        }
    }
}
