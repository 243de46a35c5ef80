package dev.seamwright.cli;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.openapi.policy.Policy;
import dev.seamwright.schemadiff.openapi.rules.Dimension;
import dev.seamwright.schemadiff.openapi.rules.OpenApiJson;
import dev.seamwright.schemadiff.openapi.rules.OpenApiReview;
import dev.seamwright.schemadiff.report.Reported;
import dev.seamwright.verifier.footprint.Consumer;
import dev.seamwright.verifier.footprint.ConsumerImpact;
import dev.seamwright.verifier.footprint.Gate;
import dev.seamwright.verifier.footprint.ImpactJson;
import dev.seamwright.verifier.footprint.ImpactReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
                "With --pact each finding says which of the consumers it hits, by interaction, and why it does not hit the others. "
                        + "One that somebody's pact fails on counts as breaking, whatever its level is.",
                "A document is a file, '-' for standard input, or REVISION:PATH for a file in git. What it refers to in files beside "
                        + "it is bundled into it; nothing is fetched.",
                ""
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  seamwright diff openapi main:api.yaml api.yaml",
                "  seamwright diff openapi v1.json v2.json --format markdown --fail-on risky",
                "  seamwright diff openapi main:api.yaml api.yaml --pact pacts --gate deployed",
                "",
                "Exit codes: 0 nothing to act on, 1 findings, 3 could not find out, 4 wrong usage."
            })
    static final class OpenApi implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "BEFORE", description = "The document before.")
        private String before = "";

        @Parameters(index = "1", paramLabel = "AFTER", description = "The document after.")
        private String after = "";

        @Option(
                names = "--pact",
                paramLabel = "PATH",
                description = "A pact of a deployed consumer, or a directory of them: the findings say whom they hit. "
                        + "Can be repeated.")
        private List<String> pacts = new ArrayList<>();

        @Option(
                names = "--gate",
                paramLabel = "WHO",
                defaultValue = "anyone",
                description = "Whose failing counts: ${COMPLETION-CANDIDATES}; 'deployed' are those of --pact. "
                        + "Default: ${DEFAULT-VALUE}.")
        private Gate gate = Gate.ANYONE;

        @Option(
                names = "--dimension",
                paramLabel = "DIMENSION",
                split = ",",
                defaultValue = "wire",
                description =
                        "Who is concerned: ${COMPLETION-CANDIDATES}, or both. What generators of code alone see, names and "
                                + "orders, counts with 'codegen' only. Default: ${DEFAULT-VALUE}.")
        private Set<Dimension> dimensions = EnumSet.of(Dimension.WIRE);

        @Option(
                names = "--policy",
                paramLabel = "FILE",
                description = "What is made of findings: severities, stability, deprecation, accepted changes; see "
                        + "docs/openapi-policy.md.")
        private @Nullable Path policy;

        @Mixin
        private OpenApiOptions documents = new OpenApiOptions();

        @Mixin
        private FindingsOutput output = new FindingsOutput();

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
            if (gate == Gate.DEPLOYED && pacts.isEmpty()) {
                throw new UsageFailure("--gate deployed needs the pacts of the deployed consumers: give --pact.");
            }
            var consumers = PactFiles.consumers(surroundings.directory(), pacts);
            var review = review();
            var impact = impact(review, consumers);
            print(review, impact, consumers.isEmpty());
            var heaviest = review.level(Dimension.CODEGEN)
                    .filter(level -> level.compareTo(impact.level(gate)) < 0)
                    .orElse(impact.level(gate));
            return (failOn.isMet(heaviest) ? ExitCode.NO : ExitCode.YES).code();
        }

        private OpenApiReview review() {
            if (before.equals("-") && after.equals("-")) {
                throw new UsageFailure("Only one of both documents can come from standard input.");
            }
            var rules = policy();
            var source = documents.source(surroundings);
            var old = source.read(before);
            var now = source.read(after);
            var operations =
                    (int) Math.max(old.operations().count(), now.operations().count());
            new Progress(surroundings.err()).of(operations, "Comparing %,d operations…".formatted(operations));
            var today = LocalDate.ofInstant(surroundings.clock().instant(), ZoneOffset.UTC);
            var review = rules.apply(OpenApiReview.of(old, now, today, dimensions), today);
            review.warnings().forEach(warning -> surroundings.err().println("Warning: " + warning));
            return review;
        }

        private Policy policy() {
            if (policy == null) {
                return Policy.NONE;
            }
            try {
                return Policy.parse(Files.readAllBytes(surroundings.directory().resolve(policy)));
            } catch (InvalidInput wrong) {
                throw new UsageFailure("%s: %s".formatted(policy, wrong.getMessage()));
            } catch (IOException unreadable) {
                throw new UsageFailure("%s cannot be read: %s".formatted(policy, FileFailure.reason(unreadable)));
            }
        }

        private ConsumerImpact impact(OpenApiReview review, List<Consumer> consumers) {
            var interactions = consumers.stream()
                    .mapToInt(consumer -> consumer.pact().interactions().size())
                    .sum();
            new Progress(surroundings.err())
                    .of(interactions, "Holding %,d interactions against both documents…".formatted(interactions));
            return ConsumerImpact.of(review, consumers);
        }

        private void print(OpenApiReview review, ConsumerImpact impact, boolean nobodyKnown) {
            var findings = ImpactReport.of(impact, OpenApiSource.file(after));
            var failing = new HashSet<Reported>();
            for (var i = 0; i < findings.size(); i++) {
                if (failOn.isMet(impact.findings().get(i).level(gate))) {
                    failing.add(findings.get(i));
                }
            }
            output.print(
                    surroundings,
                    FindingsOutput.Answer.of(
                                    "seamwright diff",
                                    findings,
                                    "",
                                    () -> nobodyKnown ? OpenApiJson.of(review) : ImpactJson.of(review, impact),
                                    failing::contains)
                            .endingWith(nobodyKnown ? "" : ImpactReport.summary(impact)));
        }
    }
}
