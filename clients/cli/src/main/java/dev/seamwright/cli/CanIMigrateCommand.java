package dev.seamwright.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.verdict.MigrationReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks whether a database can be migrated. */
@Command(
        name = "can-i-migrate",
        header = "Ask whether a database can be migrated without breaking who uses it.",
        description = {
            "",
            "A PostgreSQL of the broker's own runs the migration on the schema that the database has in the environment, and "
                    + "after each of its statements those of the consumers that are deployed there. The answer says what may run "
                    + "now, what must wait, for which version of which consumer, and because of which of its queries. Files that "
                    + "the schema has already are found and skipped.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  seamwright can-i-migrate --database orders-db --migrations db/migration --to production",
            "  seamwright can-i-migrate --database orders-db --migrations V8__drop.sql --to production --with web@1.4.0",
            "",
            "Exit codes: 0 yes, 1 no, 2 unknown, 3 could not find out, 4 wrong usage."
        })
final class CanIMigrateCommand extends BrokerCommand {
    @Option(names = "--database", required = true, paramLabel = "NAME", description = "The database.")
    private String database = "";

    @Option(
            names = "--migrations",
            required = true,
            paramLabel = "FILE|DIR",
            description = "The migration: files in their order, or directories as Flyway, Liquibase, goose, dbmate, "
                    + "golang-migrate or Sqitch have them, in the order of the tool. May be repeated.")
    private List<Path> migrations = new ArrayList<>();

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

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "How to print the answer: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Output.Format format = Output.Format.TABLE;

    @Option(names = "--dry-run", description = "Print the answer, and exit with 0 whatever it is.")
    private boolean dryRun;

    CanIMigrateCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(BrokerClient client) {
        var read = MigrationFiles.read(surroundings().directory(), migrations);
        read.notes().forEach(note -> note(note.toString()));
        var files = MigrationFiles.texts(read);
        if (files.isEmpty()) {
            throw new UsageFailure("There is no statement in the migration.");
        }
        var question = "migrate %s %s (%d files)".formatted(database, where(), files.size());
        var answer = client.post("/api/v1/verdicts/can-i-migrate", body(files));
        var report = MigrationReport.of(client.url(), question, answer);
        surroundings().out().print(report.in(format));
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

    private ObjectNode body(Map<String, String> files) {
        var body = JsonNodeFactory.instance.objectNode().put("database", database);
        var its = body.putObject("target");
        if (target.mainBranch) {
            its.put("type", "main-branch");
        } else if (target.branch != null) {
            its.put("type", "branch").put("branch", target.branch);
        } else {
            its.put("type", "environment").put("environment", target.environment);
        }
        var migration = body.putArray("migration");
        files.forEach((name, sql) -> migration.addObject().put("name", name).put("sql", sql));
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
