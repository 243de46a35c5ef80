package dev.seamwright.cli;

import dev.seamwright.cli.database.Databases;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.schemadiff.postgres.drift.Drift;
import dev.seamwright.schemadiff.postgres.drift.DriftReport;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares a live database with the schema that was recorded for it. */
@Command(
        name = "drift",
        header = "Ask whether a live database still has its recorded schema.",
        description = {
            "",
            "Reads the catalogs in one read-only transaction, as a role that needs no privilege beyond CONNECT. The recorded schema is a "
                    + "file, or what the deployed version of a participant published. User and password come from SEAMWRIGHT_DATABASE_USER and "
                    + "SEAMWRIGHT_DATABASE_PASSWORD; with _FILE at its end, a variable names a file.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  seamwright drift db --database-url jdbc:postgresql://db/orders --participant orders-db --environment prod",
            "  seamwright drift --database-url jdbc:postgresql://db/orders --schema recorded.json --ignore owners",
            "",
            "Exit codes: 0 in sync, 1 drifted, 2 unknown, 3 could not ask the broker, 4 wrong usage."
        })
final class DriftCommand extends BrokerCommand {
    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description = "The live database. Default: SEAMWRIGHT_DATABASE_URL.")
    private @Nullable String url;

    @ArgGroup
    private Recorded recorded = new Recorded();

    @Mixin
    private ComparisonOptions comparison = new ComparisonOptions();

    /** Exactly one of these. */
    static final class Recorded {
        @Option(names = "--schema", paramLabel = "FILE", description = "The recorded schema, a db-schema document.")
        private @Nullable String file;

        @ArgGroup(exclusive = false)
        private @Nullable PublishedSchema published;
    }

    DriftCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /** The command, and the same as its own subcommand beside the one for APIs. */
    static CommandLine commandLine(Surroundings surroundings) {
        return new CommandLine(new DriftCommand(surroundings))
                .addSubcommand("db", new DriftCommand(surroundings))
                .addSubcommand("api", new DriftApiCommand(surroundings));
    }

    @Override
    ExitCode run(BrokerClient client) {
        var schema = recorded(new RecordedSchemas(surroundings(), client));
        var database = new Databases(surroundings()).only(url);
        if (schema.isEmpty()) {
            note("No schema is recorded for it: publish one, and record the deployment of its version.");
            return ExitCode.UNKNOWN;
        }
        var drift = comparison.check().compare(schema.get(), database);
        comparison.print(surroundings().out(), DriftReport.sections(drift), DriftReport.json(drift));
        return switch (drift) {
            case Drift.InSync _ -> ExitCode.YES;
            case Drift.Drifted _ -> ExitCode.NO;
            case Drift.Unknown _ -> ExitCode.UNKNOWN;
        };
    }

    private Optional<DatabaseSchema> recorded(RecordedSchemas schemas) {
        var published = recorded.published;
        if (published == null) {
            if (recorded.file == null) {
                throw new UsageFailure("Give --schema, or --participant with --environment or --version");
            }
            return Optional.of(schemas.ofFile(recorded.file));
        }
        return published.of(schemas);
    }
}
