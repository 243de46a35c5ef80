package dev.seamwright.cli;

import static dev.seamwright.cli.http.Answers.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.cli.http.Answers;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.Urls;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands for API tokens, which only Seamwright has. */
@Command(
        name = "token",
        header = "Create, list and revoke API tokens (Seamwright only).",
        description = "",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n")
final class TokenCommand extends Group {
    private static final String TOKENS = "/api/v1/tokens";

    static CommandLine commandLine(Surroundings surroundings) {
        return of(new TokenCommand(), new Create(surroundings), new ListAll(surroundings), new Revoke(surroundings));
    }

    /** What a token may do; each one includes those before it. */
    enum Scope {
        READ,
        PUBLISH,
        ADMIN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Command(
            name = "create",
            header = "Create a token and print its secret, this once.",
            description = "",
            footerHeading = "%nExamples:%n",
            footer = {
                "  seamwright token create ci --scope publish --expires-in-days 365",
                "  SEAMWRIGHT_TOKEN=$(seamwright token create ci --scope publish)",
            })
    static final class Create extends BrokerCommand {
        @Parameters(paramLabel = "NAME", description = "What it is for; the audit log names it so.")
        private String name = "";

        @Option(
                names = "--scope",
                required = true,
                paramLabel = "SCOPE",
                description = "What it may do: ${COMPLETION-CANDIDATES}; each includes those before it.")
        private Scope scope = Scope.READ;

        @Option(names = "--expires-in-days", paramLabel = "DAYS", description = "Default: it does not expire.")
        private @Nullable Integer days;

        Create(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run(BrokerClient client) {
            var body = JsonNodeFactory.instance.objectNode().put("name", name).put("scope", scope.toString());
            if (days != null) {
                if (days < 1) {
                    throw new UsageFailure("--expires-in-days is " + days + "; give at least 1");
                }
                body.put(
                        "expiresAt",
                        surroundings()
                                .clock()
                                .instant()
                                .plus(Duration.ofDays(days))
                                .toString());
            }
            var created = client.postOnce(TOKENS, UUID.randomUUID().toString(), body);
            note("Created the token %s with scope %s. Its secret is shown this once:".formatted(name, scope));
            say(text(created, "secret"));
            return ExitCode.YES;
        }
    }

    @Command(
            name = "list",
            header = "List all tokens, without their secrets.",
            description = "",
            footerHeading = "%nExample:%n",
            footer = "  seamwright token list")
    static final class ListAll extends BrokerCommand {
        private static final List<String> COLUMNS =
                List.of("Name", "Scope", "Status", "Expires", "Last used", "Created by", "Id");

        @Mixin
        private Output output = new Output();

        ListAll(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run(BrokerClient client) {
            var rows =
                    Answers.allItems(client, TOKENS).stream().map(ListAll::row).toList();
            output.print(surroundings().out(), new Table(COLUMNS, rows), "There are no tokens yet.");
            return ExitCode.YES;
        }

        private static List<String> row(JsonNode token) {
            return List.of(
                    text(token, "name"),
                    text(token, "scope"),
                    text(token, "status"),
                    text(token, "expiresAt"),
                    text(token, "lastUsedAt"),
                    text(token, "createdBy"),
                    text(token, "id"));
        }
    }

    @Command(
            name = "revoke",
            header = "Revoke a token, effective with the next request.",
            description = "",
            footerHeading = "%nExample:%n",
            footer = "  seamwright token revoke ci")
    static final class Revoke extends BrokerCommand {
        @Parameters(paramLabel = "NAME|ID", description = "The token: the name of an active one, or an id.")
        private String token = "";

        Revoke(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run(BrokerClient client) {
            var found = Answers.allItems(client, TOKENS).stream()
                    .filter(one -> text(one, "id").equals(token)
                            || (text(one, "name").equals(token)
                                    && text(one, "revokedAt").isEmpty()))
                    .toList();
            if (found.isEmpty()) {
                note("There is no token %s that could be revoked.".formatted(token));
                return ExitCode.NO;
            }
            for (var one : found) {
                client.delete(Urls.path("api", "v1", "tokens", text(one, "id")));
            }
            say("Revoked the token %s.".formatted(token));
            return ExitCode.YES;
        }
    }
}
