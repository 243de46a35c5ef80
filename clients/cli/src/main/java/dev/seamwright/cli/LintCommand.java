package dev.seamwright.cli;

import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.postgres.lint.LintFinding;
import dev.seamwright.schemadiff.postgres.lint.LintJson;
import dev.seamwright.schemadiff.postgres.lint.LintReport;
import dev.seamwright.schemadiff.postgres.lint.MigrationLint;
import dev.seamwright.schemadiff.postgres.lint.MigrationLint.File;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import dev.seamwright.schemadiff.report.Reported;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Judges migrations on this machine, without a broker. */
@Command(
        name = "lint",
        header = "Find what is wrong with a migration, statement by statement.",
        description = {
            "",
            "Each statement is executed in a PostgreSQL that is started for it, against the schema that the statements "
                    + "before it leave behind: what it locks, reads and writes anew is observed. Without --schema, what is "
                    + "not made by the migration itself is taken to be there, in use, and unknown.",
            "A comment '-- seamwright:ignore RULE REASON' before or behind a statement suppresses a finding.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  seamwright lint db/migrations/42_orders.sql --schema schema.sql",
            "  seamwright lint db/migrations --postgres-version 14 -o sarif > lint.sarif",
            "",
            "Exit codes: 0 nothing to act on, 1 findings, 3 could not find out, 4 wrong usage."
        })
final class LintCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    /** From which level on findings make the answer no. */
    enum FailOn {
        BREAKING(Level.BREAKING),
        RISKY(Level.RISKY);

        private final Level level;

        FailOn(Level level) {
            this.level = level;
        }

        Level level() {
            return level;
        }

        @Override
        public String toString() {
            return level.word();
        }
    }

    @Parameters(
            paramLabel = "PATH",
            arity = "1..*",
            description = "Migrations: files, or directories of .sql files, which run in the order of their numbers.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = "--schema",
            paramLabel = "PATH",
            description = "The schema before the migrations: a file of SQL, or a directory of them.")
    private @Nullable Path schema;

    @Option(
            names = "--postgres-version",
            paramLabel = "N",
            defaultValue = "18",
            description = "Major version of the server that the migrations are for. Default: ${DEFAULT-VALUE}.")
    private int version = MigrationLint.NEWEST;

    @Option(
            names = "--in-transaction",
            description = "The tool that runs the migrations opens a transaction for each file.")
    private boolean inTransaction;

    @Option(names = "--rows", paramLabel = "TABLE=N", description = "How many rows a table has. Can be repeated.")
    private Map<String, Long> rows = new LinkedHashMap<>();

    @Option(
            names = "--fail-on",
            paramLabel = "LEVEL",
            defaultValue = "risky",
            description = "Exit with 1 from this level on: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private FailOn failOn = FailOn.RISKY;

    @Mixin
    private FindingsOutput output = new FindingsOutput();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    LintCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (version < MigrationLint.OLDEST || version > MigrationLint.NEWEST) {
            throw new UsageFailure("--postgres-version is a number from %d to %d."
                    .formatted(MigrationLint.OLDEST, MigrationLint.NEWEST));
        }
        var files = SqlFiles.read(surroundings.directory(), paths);
        var before = schema == null ? List.<File>of() : SqlFiles.read(surroundings.directory(), List.of(schema));
        try (var shadow = LocalShadow.of(surroundings, Shadow.Limits.DEFAULT)) {
            var report = new MigrationLint(shadow)
                    .judge(new MigrationLint.Question(
                            Script.parse(
                                    "schema", before.stream().map(File::text).collect(Collectors.joining("\n"))),
                            files,
                            version,
                            inTransaction,
                            rows));
            print(report);
            return (report.findings().stream().anyMatch(this::fails) ? ExitCode.NO : ExitCode.YES).code();
        }
    }

    private boolean fails(LintFinding finding) {
        return finding.isFlagged() && finding.finding().level().compareTo(failOn.level) <= 0;
    }

    private void print(LintReport report) {
        var findings = report.findings().stream()
                .map(finding -> new Reported(finding.finding(), finding.suppression()))
                .toList();
        output.print(
                surroundings,
                FindingsOutput.Answer.of(
                        "seamwright lint",
                        findings,
                        "sql",
                        () -> LintJson.of(report),
                        reported -> reported.isFlagged()
                                && reported.finding().level().compareTo(failOn.level) <= 0));
    }
}
