package dev.seamwright.cli;

import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.report.Reported;
import dev.seamwright.verifier.comparison.CrossCheck;
import dev.seamwright.verifier.comparison.CrossCheckJson;
import dev.seamwright.verifier.comparison.CrossCheckResult;
import dev.seamwright.verifier.comparison.CrossCheckResult.Verdict;
import dev.seamwright.verifier.comparison.Strength;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares pacts with an OpenAPI document on this machine, without a broker or a provider. */
@Command(
        name = "cross-check",
        header = "Find out whether pacts and an OpenAPI document suit each other.",
        description = {
            "",
            "Each HTTP interaction is compared with the document: whether the request is accepted, and whether what the "
                    + "document lets the provider answer suits the consumer. What a matcher says is held against every value "
                    + "that the document allows at its place. With --strict every answer that the document allows must be one "
                    + "that the consumer accepts; without it that is told as risky.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  seamwright cross-check --pact pacts --openapi openapi.yaml",
            "  seamwright cross-check --pact web-orders.json --openapi openapi.yaml --strict -o sarif > check.sarif",
            "",
            "Exit codes: 0 they do, 1 they do not, 2 undecided, 3 could not find out, 4 wrong usage."
        })
final class CrossCheckCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    /** From which level on findings make the answer no. */
    enum FailOn {
        BREAKING(Level.BREAKING),
        RISKY(Level.RISKY);

        private final Level level;

        FailOn(Level level) {
            this.level = level;
        }

        @Override
        public String toString() {
            return level.word();
        }
    }

    @Option(
            names = "--pact",
            paramLabel = "PATH",
            required = true,
            description = "A pact, or a directory of them. Can be repeated.")
    private List<String> pacts = new ArrayList<>();

    @Option(
            names = "--openapi",
            paramLabel = "DOCUMENT",
            required = true,
            description = "The document, JSON or YAML: a file, '-' for standard input, or REVISION:PATH in git.")
    private String openapi = "";

    @Option(names = "--strict", description = "All that the document lets the provider answer must suit the consumer.")
    private boolean strict;

    @Option(
            names = "--examples-only",
            description = "The examples of the pacts must fit; what their matchers say besides is told as risky.")
    private boolean examplesOnly;

    @Option(
            names = "--fail-on",
            paramLabel = "LEVEL",
            defaultValue = "breaking",
            description = "Exit with 1 from this level on: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private FailOn failOn = FailOn.BREAKING;

    @Mixin
    private OpenApiOptions documents = new OpenApiOptions();

    @Mixin
    private FindingsOutput output = new FindingsOutput();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    CrossCheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (strict && examplesOnly) {
            throw new UsageFailure("--strict and --examples-only exclude each other.");
        }
        var strength = strict ? Strength.ALWAYS : examplesOnly ? Strength.EXAMPLE : Strength.DEFAULT;
        var check = new CrossCheck(documents.source(surroundings).read(openapi), strength);
        var files = PactFiles.read(surroundings.directory(), pacts);
        var progress = new Progress(surroundings.err());
        var results = new ArrayList<CrossCheckResult>();
        for (var file : files) {
            progress.of(
                    file.pact().interactions().size(),
                    "Holding the pact of %s with %d interactions against the document…"
                            .formatted(
                                    file.consumer(), file.pact().interactions().size()));
            results.add(check.check(file.pact()));
        }
        var all = CrossCheckResult.together(results, strength);
        print(all);
        return code(all).code();
    }

    private ExitCode code(CrossCheckResult result) {
        if (result.findings().stream().anyMatch(finding -> fails(finding.level()))) {
            return ExitCode.NO;
        }
        return result.verdict() == Verdict.UNDECIDED ? ExitCode.UNKNOWN : ExitCode.YES;
    }

    private boolean fails(Level level) {
        return level.compareTo(failOn.level) <= 0;
    }

    private void print(CrossCheckResult result) {
        var findings = result.findings().stream()
                .map(finding -> new Reported(finding.toFinding(OpenApiSource.file(openapi)), null))
                .toList();
        output.print(
                surroundings,
                FindingsOutput.Answer.of(
                        "seamwright cross-check",
                        findings,
                        "",
                        () -> CrossCheckJson.of(result),
                        reported -> fails(reported.finding().level())));
    }
}
