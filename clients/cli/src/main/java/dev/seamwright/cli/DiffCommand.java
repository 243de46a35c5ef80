package dev.seamwright.cli;

import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.openapi.rules.OpenApiJson;
import dev.seamwright.schemadiff.openapi.rules.OpenApiReport;
import dev.seamwright.schemadiff.openapi.rules.OpenApiReview;
import dev.seamwright.schemadiff.report.GitHubReport;
import dev.seamwright.schemadiff.report.JUnitReport;
import dev.seamwright.schemadiff.report.MarkdownReport;
import dev.seamwright.schemadiff.report.Reported;
import dev.seamwright.schemadiff.report.SarifReport;
import dev.seamwright.schemadiff.report.TextReport;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that compare two contracts of one kind. */
@Command(
        name = "diff",
        header = "Compare two contracts, without a broker.",
        description = "",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n")
final class DiffCommand extends Group {
    static CommandLine commandLine(Surroundings surroundings) {
        return of(new DiffCommand(), new OpenApi(surroundings));
    }

    /** How findings are printed. */
    enum Format {
        TEXT,
        JSON,
        MARKDOWN,
        SARIF,
        JUNIT,
        GITHUB;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** From which level on findings make the answer no. */
    enum FailOn {
        BREAKING(Level.BREAKING),
        RISKY(Level.RISKY),
        UNDECIDED(Level.UNDECIDED),
        NONE(null);

        private final @Nullable Level level;

        FailOn(@Nullable Level level) {
            this.level = level;
        }

        boolean isMet(Level found) {
            return level != null && found.compareTo(level) <= 0;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Command(
            name = "openapi",
            header = "Tell what changed between two OpenAPI documents, and whom it breaks.",
            description = {
                "",
                "What requests are accepted and what answers are given is compared by meaning, in OpenAPI 2.0 to 3.2, JSON or "
                        + "YAML. What breaks is shown by a request that is refused now, or an answer that was not announced.",
                "A document is a file, '-' for standard input, or REVISION:PATH for a file in git.",
                ""
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  seamwright diff openapi main:api.yaml api.yaml",
                "  seamwright diff openapi v1.json v2.json --format markdown --fail-on risky",
                "",
                "Exit codes: 0 nothing to act on, 1 findings, 3 could not find out, 4 wrong usage."
            })
    static final class OpenApi implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "BEFORE", description = "The document before.")
        private String before = "";

        @Parameters(index = "1", paramLabel = "AFTER", description = "The document after.")
        private String after = "";

        @Option(
                names = {"-o", "--output", "--format"},
                paramLabel = "FORMAT",
                defaultValue = "text",
                description = "How to print the findings: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
        private Format format = Format.TEXT;

        @Option(
                names = "--fail-on",
                paramLabel = "LEVEL",
                defaultValue = "breaking",
                description = "Exit with 1 from this level on: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
        private FailOn failOn = FailOn.BREAKING;

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
            var review = OpenApiReview.of(
                    OpenApiSource.read(surroundings.directory(), before),
                    OpenApiSource.read(surroundings.directory(), after),
                    LocalDate.ofInstant(surroundings.clock().instant(), ZoneOffset.UTC));
            print(review);
            var fails = review.findings().stream()
                    .anyMatch(found -> failOn.isMet(found.finding().level()));
            return (fails ? ExitCode.NO : ExitCode.YES).code();
        }

        private void print(OpenApiReview review) {
            var out = surroundings.out();
            var findings = OpenApiReport.of(review, OpenApiSource.file(after));
            switch (format) {
                case TEXT -> out.print(TextReport.of(findings));
                case JSON -> out.println(Output.pretty(OpenApiJson.of(review)));
                case MARKDOWN -> out.print(MarkdownReport.of(findings, ""));
                case SARIF -> out.println(Output.pretty(SarifReport.of(findings, "seamwright")));
                case JUNIT -> out.print(JUnitReport.of(findings, "seamwright diff", this::fails));
                case GITHUB -> out.print(GitHubReport.of(findings));
            }
        }

        private boolean fails(Reported reported) {
            return failOn.isMet(reported.finding().level());
        }
    }
}
