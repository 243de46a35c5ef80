package dev.seamwright.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.cli.database.Databases;
import dev.seamwright.cli.database.RowCounts;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.verdict.MigrationReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** Asks whether a database can be migrated. */
@Command(
        name = "can-i-migrate",
        header = "Ask whether a database can be migrated without breaking who uses it.",
        description = {
            "",
            "A PostgreSQL of the broker's own runs the migration on the schema that the database has in the environment, and "
                    + "after each of its statements those of the consumers that are deployed there. The answer says what may run "
                    + "now, what must wait, for which version of which consumer, and because of which of its queries; with the locks "
                    + "and hazards of each statement, and what to do instead. Files that the schema has already are found and "
                    + "skipped. With --schema there is no migration, only the schema after it: the queries are tried on that.",
            ""
        },
        defaultValueProvider = CanIMigrateCommand.Patience.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  seamwright can-i-migrate --database orders-db --migrations db/migration --to production",
            "  seamwright can-i-migrate --database orders-db --migrations V8__drop.sql --to production --with web@1.4.0",
            "  seamwright can-i-migrate --database orders-db --schema schema.sql --to production",
            "",
            "Exit codes: 0 yes, 1 no, 2 unknown, 3 could not find out, 4 wrong usage."
        })
final class CanIMigrateCommand extends BrokerCommand {
    /** The broker executes the migration, and every query after each of its statements, before it answers. */
    static final class Patience implements IDefaultValueProvider {
        private static final String SECONDS = "300";

        @Override
        public @Nullable String defaultValue(ArgSpec argument) {
            return argument instanceof OptionSpec option && "--timeout".equals(option.longestName()) ? SECONDS : null;
        }
    }

    @Option(names = "--database", required = true, paramLabel = "NAME", description = "The database.")
    private String database = "";

    @ArgGroup(multiplicity = "1")
    private Candidate candidate = new Candidate();

    /** Exactly one of these. */
    static final class Candidate {
        @Option(
                names = "--migrations",
                paramLabel = "FILE|DIR",
                description =
                        "The migration: files in their order, or directories as Flyway, Liquibase, goose, dbmate, "
                                + "golang-migrate or Sqitch have them, in the order of the tool. May be repeated.")
        private List<Path> migrations = new ArrayList<>();

        @Option(
                names = "--schema",
                paramLabel = "FILE|DIR|URL",
                description =
                        "The schema after it: DDL, a dump or all migrations that make it, which a PostgreSQL that is "
                                + "started for it runs; a db-schema document (.json); or a live database, jdbc:postgresql:….")
        private @Nullable String schema;
    }

    @Option(
            names = "--rows",
            paramLabel = "TABLE=N",
            description = "How many rows a table has, so that what takes long there is told. May be repeated.")
    private Map<String, Long> rows = new LinkedHashMap<>();

    @Option(
            names = "--rows-of",
            paramLabel = "URL",
            description = "A live database whose statistics say how many rows tables have. User and password come from "
                    + "SEAMWRIGHT_DATABASE_USER and SEAMWRIGHT_DATABASE_PASSWORD.")
    private @Nullable String rowsOf;

    @ArgGroup(multiplicity = "1")
    private Target target = new Target();

    /** Exactly one of these. */
    static final class Target {
        @Option(
                names = {"--to", "--to-environment"},
                paramLabel = "ENVIRONMENT",
                description = "What is deployed to or supported in this environment.")
        private @Nullable String environment;

        @Option(names = "--to-branch", paramLabel = "BRANCH", description = "The latest versions of this branch.")
        private @Nullable String branch;

        @Option(names = "--to-main-branch", description = "The latest version of each one's main branch.")
        private boolean mainBranch;
    }

    @Option(
            names = "--with",
            paramLabel = "NAME@VERSION",
            description = "A version of a consumer that is about to be deployed. May be repeated.")
    private List<String> with = new ArrayList<>();

    @Option(
            names = "--ignore",
            paramLabel = "NAME[@VERSION]",
            description = "A consumer that must not block, at all or at one version. May be repeated.")
    private List<String> ignored = new ArrayList<>();

    @Mixin
    private FindingsOutput output = new FindingsOutput();

    @Option(names = "--dry-run", description = "Print the answer, and exit with 0 whatever it is.")
    private boolean dryRun;

    CanIMigrateCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(BrokerClient client) {
        output.check();
        var body = body();
        var what = candidate.schema == null ? put(body, candidate.migrations) : put(body, candidate.schema, client);
        var question = "migrate %s %s (%s)".formatted(database, where(), what);
        var answer = client.post("/api/v1/verdicts/can-i-migrate", body);
        var report = MigrationReport.of(client.url(), question, answer);
        output.print(surroundings(), report.form());
        var code = report.answer().exitCode();
        if (dryRun && code != ExitCode.YES) {
            note("Dry run: exit code 0 instead of %d.".formatted(code.code()));
            return ExitCode.YES;
        }
        return code;
    }

    private String where() {
        return target.mainBranch
                ? "on the main branch"
                : target.branch != null ? "on branch " + target.branch : "in " + target.environment;
    }

    /** Adds the steps, and says what they are. */
    private String put(ObjectNode body, List<Path> paths) {
        var read = MigrationFiles.read(surroundings().directory(), paths);
        read.notes().forEach(note -> note(note.toString()));
        var files = MigrationFiles.texts(surroundings().directory(), read);
        if (files.isEmpty()) {
            throw new UsageFailure("There is no statement in the migration.");
        }
        var migration = body.putArray("migration");
        files.forEach(file -> migration
                .addObject()
                .put("name", file.name())
                .put("sql", file.sql())
                .put("inTransaction", file.inTransaction()));
        return "%d files".formatted(files.size());
    }

    /** Adds the schema, and says what it is. */
    private String put(ObjectNode body, String source, BrokerClient client) {
        var schema = SchemaOptions.capture(surroundings(), client, source);
        // a URL may have a password in it
        var name = SchemaOptions.isUrl(source) ? "live schema" : source;
        body.putObject("schema")
                .put("name", name)
                .put("content", new String(SchemaOptions.document(schema), StandardCharsets.UTF_8));
        return "to the schema of %s".formatted(name);
    }

    private Map<String, Long> rows() {
        var counts = new LinkedHashMap<String, Long>();
        if (rowsOf != null) {
            counts.putAll(RowCounts.of(new Databases(surroundings()).of("--rows-of", rowsOf)));
        }
        counts.putAll(rows);
        return counts;
    }

    private ObjectNode body() {
        var body = JsonNodeFactory.instance.objectNode().put("database", database);
        var its = body.putObject("target");
        if (target.mainBranch) {
            its.put("type", "main-branch");
        } else if (target.branch != null) {
            its.put("type", "branch").put("branch", target.branch);
        } else {
            its.put("type", "environment").put("environment", target.environment);
        }
        var counts = rows();
        if (!counts.isEmpty()) {
            var sizes = body.putObject("rows");
            counts.forEach(sizes::put);
        }
        var soon = body.putArray("with");
        with.forEach(text -> {
            var at = text.lastIndexOf('@');
            if (at <= 0 || at == text.length() - 1) {
                throw new UsageFailure("--with %s names no version; write NAME@VERSION".formatted(text));
            }
            soon.addObject().put("participant", text.substring(0, at)).put("version", text.substring(at + 1));
        });
        var ignore = body.putArray("ignore");
        ignored.forEach(text -> {
            var at = text.lastIndexOf('@');
            var item = ignore.addObject().put("participant", at <= 0 ? text : text.substring(0, at));
            if (at > 0) {
                item.put("version", text.substring(at + 1));
            }
        });
        return body;
    }
}
