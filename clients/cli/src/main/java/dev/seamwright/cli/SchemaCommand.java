package dev.seamwright.cli;

import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The commands for schemas of databases. */
@Command(
        name = "schema",
        header = "Capture and publish the schema of a database.",
        description = "",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n")
final class SchemaCommand extends Group {
    static CommandLine commandLine(Surroundings surroundings) {
        return of(new SchemaCommand(), new Capture(surroundings), new Publish(surroundings));
    }

    @Command(
            name = "capture",
            header = "Write the schema of a database as a document, without a broker.",
            description = {
                "",
                "What it is captured from is either SQL or a live database. The same schema has the same hash each time.",
                ""
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  seamwright schema capture --migrations db/migration > schema.json",
                "  seamwright schema capture --database-url jdbc:postgresql://db/orders -o schema.json",
                "",
                "Exit codes: 0 captured, 3 could not find out, 4 wrong usage, or SQL that PostgreSQL refuses."
            })
    static final class Capture implements Callable<Integer> {
        @Mixin
        private SchemaOptions source = new SchemaOptions();

        @Mixin
        private DocumentOutput output = new DocumentOutput();

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this help.")
        @SuppressWarnings("UnusedVariable") // picocli reads it
        private boolean help;

        private final Surroundings surroundings;

        Capture(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() {
            var schema = source.capture(surroundings);
            output.write(
                    surroundings,
                    SchemaOptions.document(schema),
                    "Captured a schema of %s.".formatted(SchemaOptions.summary(schema)));
            return ExitCode.YES.code();
        }
    }

    @Command(
            name = "publish",
            header = "Publish the schema of a database for a version of it.",
            description = {
                "",
                "The schema is captured from SQL or from a live database, or was captured before. The database becomes a "
                        + "participant, if it is none yet. Publishing the same again changes nothing. Version, branch and "
                        + "build URL are those of the running CI build or of git, unless they are given.",
                ""
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  seamwright schema publish --database orders-db --migrations db/migration",
                "  seamwright schema publish --database orders-db --database-url jdbc:postgresql://db/orders --version 42",
                "  seamwright schema publish --database orders-db --schema schema.json --branch main",
                "",
                "Exit codes: 0 published, 1 refused by the broker, 3 could not find out, 4 wrong usage, or SQL that",
                "PostgreSQL refuses."
            })
    static final class Publish extends BrokerCommand {
        @Option(
                names = "--database",
                required = true,
                paramLabel = "NAME",
                description = "The database as a participant.")
        private String database = "";

        @Mixin
        private SchemaOptions source = new SchemaOptions();

        @Option(
                names = "--schema",
                paramLabel = "FILE",
                description = "A db-schema document, as 'schema capture' writes it.")
        private @Nullable String file;

        @Mixin
        private ReleaseOptions releaseOptions = new ReleaseOptions();

        @Option(names = "--dry-run", description = "Capture, and print what would be published; ask no broker.")
        private boolean dryRun;

        Publish(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run(BrokerClient client) {
            var participant = new ParticipantName(database).value();
            var release = releaseOptions.release(surroundings());
            var schema = schema(client);
            var what = "the schema of %s %s: %s".formatted(participant, release, SchemaOptions.summary(schema));
            if (dryRun) {
                say("Would publish " + what);
                return ExitCode.YES;
            }
            var content = new String(SchemaOptions.document(schema), StandardCharsets.UTF_8);
            var notices = new ContractPublication(participant, release, "db-schema", null, content).send(client);
            ContractPublication.makeDatabase(client, participant);
            say("Published " + what);
            notices.forEach(this::say);
            return ExitCode.YES;
        }

        private DatabaseSchema schema(BrokerClient client) {
            if (file == null) {
                return source.capture(surroundings());
            }
            if (source.isGiven()) {
                throw new UsageFailure("Give one of --migrations, --database-url and --schema.");
            }
            return new RecordedSchemas(surroundings(), client).ofFile(file);
        }
    }
}
