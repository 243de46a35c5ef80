package dev.seamwright.cli;

import dev.seamwright.cli.database.Databases;
import dev.seamwright.cli.database.UsageRecording;
import dev.seamwright.cli.database.UsageRecording.Place;
import dev.seamwright.cli.database.UsageRecording.Source;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.dbusage.DatabaseUsage;
import dev.seamwright.contracts.dbusage.DatabaseUsageJson;
import dev.seamwright.contracts.dbusage.Statement;
import dev.seamwright.schemadiff.postgres.recording.Recording;
import dev.seamwright.verifier.footprint.DocumentUsage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands for what consumers do with databases and with APIs. */
@Command(
        name = "usage",
        header = "Record and publish how a consumer uses a database; find out who uses an OpenAPI document.",
        description = "",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n")
final class UsageCommand extends Group {
    static CommandLine commandLine(Surroundings surroundings) {
        return of(
                new UsageCommand(),
                new RecordStatements(surroundings),
                new Publish(surroundings),
                new OpenApi(surroundings));
    }

    @Command(
            name = "record",
            header = "Record the statements of a consumer as a document, without a broker.",
            description = {
                "",
                "Values are replaced by parameters; no value, comment or row of yours is in the document. What the statements "
                        + "take, give and touch is found out in the consumer's test database or in the schema that SQL "
                        + "makes; they are not executed there. Sources can be combined: what is seen twice is recorded once.",
                ""
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  seamwright usage record --from-sql src/main/sql --resolve-schema ../orders/db -o usage.json",
                "  seamwright usage record --from-recording target/seamwright --resolve-schema ../orders/db \\",
                "      -o usage.json",
                "  seamwright usage record --from-stat-statements --database-url jdbc:postgresql://localhost/test \\",
                "      --role web --tenant-setting app.tenant --pool-mode transaction -o usage.json",
                "",
                "Exit codes: 0 recorded, 1 no statement was seen, 3 could not find out, 4 wrong usage, or SQL that",
                "PostgreSQL refuses."
            })
    static final class RecordStatements implements Callable<Integer> {
        @Option(
                names = "--from-sql",
                arity = "1..*",
                paramLabel = "FILE|DIR",
                description =
                        "Statements in files, with names as sqlc, yesql and aiosql write them, and the parameters of "
                                + "any driver; or directories with files that end in .sql, at any depth.")
        private List<Path> sql = new ArrayList<>();

        @Option(
                names = "--from-log",
                arity = "1..*",
                paramLabel = "FILE",
                description = "The log of a test database: stderr, csvlog or jsonlog.")
        private List<Path> logs = new ArrayList<>();

        @Option(
                names = {"--from-recording", "--recording"},
                arity = "1..*",
                paramLabel = "FILE|DIR",
                description =
                        "What seamwright-recorder wrote while the consumer's tests ran; or directories with such files "
                                + "(.jsonl). Role, tenants, search_path and whether statements are prepared are taken from it, "
                                + "as far as they were seen.")
        private List<Path> recordings = new ArrayList<>();

        @Option(
                names = "--from-stat-statements",
                description = "What the extension pg_stat_statements has counted in a test database.")
        private boolean statStatements;

        @Option(
                names = "--database-url",
                paramLabel = "URL",
                description =
                        "The database of --from-stat-statements. Default: SEAMWRIGHT_DATABASE_URL. User and password "
                                + "come from SEAMWRIGHT_DATABASE_USER and SEAMWRIGHT_DATABASE_PASSWORD.")
        private @Nullable String url;

        @Option(
                names = "--resolve-on",
                paramLabel = "URL",
                description = "A test database in which the statements work, with the same user and password. "
                        + "Default: that of --from-stat-statements.")
        private @Nullable String resolveOn;

        @Option(
                names = "--resolve-schema",
                arity = "1..*",
                paramLabel = "FILE|DIR",
                description =
                        "DDL, a dump or migrations, which make such a database in a PostgreSQL that is started for it.")
        private List<Path> resolveSchema = new ArrayList<>();

        @Mixin
        private IdentityOptions identity = new IdentityOptions();

        @Mixin
        private DocumentOutput output = new DocumentOutput();

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this help.")
        @SuppressWarnings("UnusedVariable") // picocli reads it
        private boolean help;

        private final Surroundings surroundings;

        RecordStatements(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() {
            var sources = sources();
            var place = place();
            var consumer = identity.identity();
            Recording recording;
            try (var shadow = LocalShadow.of(surroundings, LocalShadow.PATIENT)) {
                recording = new UsageRecording(shadow, consumer).record(sources, place);
            }
            recording.notes().forEach(surroundings.err()::println);
            var statements = recording.usage().statements();
            if (statements.isEmpty()) {
                surroundings.err().println("No statement was seen; nothing is written.");
                return ExitCode.NO.code();
            }
            var unresolved = statements.stream()
                    .filter(statement -> statement.unresolved() != null)
                    .toList();
            unresolved.forEach(statement -> surroundings.err().println(unresolved(statement)));
            var summary = place instanceof Place.Nowhere
                    ? "Recorded %d statements; give --resolve-on or --resolve-schema, so that it is known what they touch."
                            .formatted(statements.size())
                    : "Recorded %d statements, %d of them resolved."
                            .formatted(statements.size(), statements.size() - unresolved.size());
            output.write(surroundings, DatabaseUsageJson.write(recording.usage()), summary);
            return ExitCode.YES.code();
        }

        private static String unresolved(Statement statement) {
            var where = statement.sources().isEmpty() ? "" : " (%s)".formatted(String.join(", ", statement.sources()));
            return "Not resolved: %s%s: %s".formatted(statement.id(), where, statement.unresolved());
        }

        private List<Source> sources() {
            if (url != null && !statStatements) {
                throw new UsageFailure("--database-url is the database of --from-stat-statements; give that, too.");
            }
            var sources = new ArrayList<Source>();
            if (!sql.isEmpty()) {
                sources.add(new Source.Sql(SqlFiles.below(surroundings.directory(), sql)));
            }
            for (var log : logs) {
                var file = SqlFiles.read(surroundings.directory().resolve(log), log.toString());
                sources.add(new Source.Log(file.name(), file.text()));
            }
            if (!recordings.isEmpty()) {
                sources.add(new Source.Driver(SqlFiles.below(surroundings.directory(), recordings, ".jsonl")));
            }
            if (statStatements) {
                sources.add(new Source.StatStatements(new Databases(surroundings).only(url)));
            }
            if (sources.isEmpty()) {
                throw new UsageFailure("Give --from-sql, --from-log, --from-recording or --from-stat-statements.");
            }
            return sources;
        }

        private Place place() {
            if (resolveOn != null && !resolveSchema.isEmpty()) {
                throw new UsageFailure("Give one of --resolve-on and --resolve-schema.");
            }
            var databases = new Databases(surroundings);
            if (resolveOn != null) {
                return new Place.Live(databases.of("--resolve-on", resolveOn));
            }
            if (!resolveSchema.isEmpty()) {
                return new Place.Built(MigrationFiles.read(surroundings.directory(), resolveSchema));
            }
            return statStatements ? new Place.Live(databases.only(url)) : new Place.Nowhere();
        }
    }

    @Command(
            name = "publish",
            header = "Publish how a version of a consumer uses a database.",
            description = {
                "",
                "Several recordings of one consumer are published as one; they must say the same of its role, tenants and pool. "
                        + "Version, branch and build URL are those of the running CI build or of git, unless they are given.",
                ""
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  seamwright usage publish usage.json --participant web --database orders-db",
                "  seamwright usage publish unit.json system.json -a web --database orders-db --version 1.4.0 --branch main",
                "",
                "Exit codes: 0 published, 1 refused by the broker, 3 could not find out, 4 wrong usage or a wrong file."
            })
    static final class Publish extends BrokerCommand {
        @Parameters(
                arity = "1..*",
                paramLabel = "FILE",
                description = "db-usage documents, as 'usage record' writes them.")
        private List<Path> files = new ArrayList<>();

        @Option(
                names = {"-a", "--participant", "--pacticipant"},
                required = true,
                paramLabel = "NAME",
                description = "The consumer.")
        private String participant = "";

        @Option(names = "--database", required = true, paramLabel = "NAME", description = "The database.")
        private String database = "";

        @Mixin
        private ReleaseOptions releaseOptions = new ReleaseOptions();

        @Option(names = "--dry-run", description = "Check the files and print what would be published; ask no broker.")
        private boolean dryRun;

        Publish(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        ExitCode run(BrokerClient client) {
            var consumer = new ParticipantName(participant).value();
            var provider = new ParticipantName(database).value();
            var release = releaseOptions.release(surroundings());
            var usage = usage();
            var what = "%s %s with %d statements for %s"
                    .formatted(consumer, release, usage.statements().size(), provider);
            if (dryRun) {
                say("Would publish " + what);
                return ExitCode.YES;
            }
            var content = new String(DatabaseUsageJson.write(usage), StandardCharsets.UTF_8);
            var notices = new ContractPublication(consumer, release, "db-usage", provider, content).send(client);
            say("Published " + what);
            notices.forEach(this::say);
            return ExitCode.YES;
        }

        private DatabaseUsage usage() {
            DatabaseUsage all = null;
            for (var path : files) {
                var file = SqlFiles.read(surroundings().directory().resolve(path), path.toString());
                var usage = parsed(file.name(), file.text());
                if (all != null && !all.identity().equals(usage.identity())) {
                    throw new UsageFailure(
                            "%s says otherwise than the files before it as whom the consumer comes; record it with the same options."
                                    .formatted(file.name()));
                }
                all = all == null ? usage : all.and(usage);
            }
            if (all == null) {
                throw new UsageFailure("Give at least one file.");
            }
            return all;
        }

        private static DatabaseUsage parsed(String name, String text) {
            try {
                return DatabaseUsageJson.parse(text.getBytes(StandardCharsets.UTF_8));
            } catch (InvalidInput wrong) {
                throw new UsageFailure("%s: %s".formatted(name, wrong.getMessage()));
            }
        }
    }

    @Command(
            name = "openapi",
            header = "Find out who uses a part of an OpenAPI document, or which parts nobody uses.",
            description = {
                "",
                "The pacts of the consumers tell what they send and read. Without --pointer all is told that none of them uses: "
                        + "operations, and of those that are used parameters, responses, headers, and properties of bodies.",
                ""
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  seamwright usage openapi --openapi api.yaml --pact pacts",
                "  seamwright usage openapi --openapi api.yaml --pact pacts --pointer /components/schemas/Order/properties/note",
                "",
                "Exit codes: 0 done, or somebody uses the part, 1 nobody of them uses it, 3 could not find out, 4 wrong usage."
            })
    static final class OpenApi implements Callable<Integer> {
        @Option(
                names = "--openapi",
                paramLabel = "DOCUMENT",
                required = true,
                description = "The document, JSON or YAML: a file, '-' for standard input, or REVISION:PATH in git.")
        private String openapi = "";

        @Option(
                names = "--pact",
                paramLabel = "PATH",
                required = true,
                description = "A pact, or a directory of them. Can be repeated.")
        private List<String> pacts = new ArrayList<>();

        @Option(names = "--pointer", paramLabel = "POINTER", description = "The part, as a JSON pointer (RFC 6901).")
        private @Nullable String pointer;

        @Mixin
        private OpenApiOptions documents = new OpenApiOptions();

        @Mixin
        private Output output = new Output();

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this help.")
        @SuppressWarnings("UnusedVariable") // picocli reads it
        private boolean help;

        private final Surroundings surroundings;

        OpenApi(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() {
            var usage = DocumentUsage.of(
                    documents.source(surroundings).read(openapi), PactFiles.consumers(surroundings.directory(), pacts));
            return (pointer == null ? unused(usage) : users(usage, pointer)).code();
        }

        private ExitCode users(DocumentUsage usage, String part) {
            var rows = new ArrayList<List<String>>();
            for (var user : usage.users(part)) {
                user.interactions()
                        .forEach(one ->
                                rows.add(List.of(user.consumer().name(), one.title(), one.pointer(), one.how())));
            }
            output.print(
                    surroundings.out(),
                    new Table(List.of("CONSUMER", "INTERACTION", "POINTER", "HOW"), rows),
                    "None of the consumers uses it.");
            return rows.isEmpty() ? ExitCode.NO : ExitCode.YES;
        }

        private ExitCode unused(DocumentUsage usage) {
            var rows = usage.unused().stream()
                    .map(part -> List.of(
                            part.kind().word(),
                            part.name(),
                            part.place().pointer(),
                            (part.place().file() == null ? "" : part.place().file() + ":")
                                    + part.place().line()))
                    .toList();
            output.print(
                    surroundings.out(),
                    new Table(List.of("KIND", "NAME", "POINTER", "LINE"), rows),
                    "Every part is used.");
            return ExitCode.YES;
        }
    }
}
