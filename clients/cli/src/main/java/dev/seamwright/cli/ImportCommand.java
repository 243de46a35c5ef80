package dev.seamwright.cli;

import dev.seamwright.cli.http.BrokerAddress;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.BrokerFailure;
import dev.seamwright.cli.imports.Importer;
import dev.seamwright.contracts.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes over the data of a running Pact Broker. */
@Command(
        name = "import",
        header = "Take over the data of a running Pact Broker.",
        description = {
            "",
            "Carried over: participants with labels and main branches; versions in their order, with branches, tags, build "
                    + "URLs and pacts; the current verification result of each pact content and provider version; "
                    + "environments, with what is deployed and released there now.",
            "Not carried over, since its interface does not tell: webhooks and their secrets, pacts that were overwritten, "
                    + "deployments that have ended, times of creation.",
            "",
            "It may be stopped at any time: the same command goes on where it stopped, and later takes over what is new.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  seamwright import --from https://pacts.example.com --from-user me --from-password secret --dry-run",
            "  SEAMWRIGHT_TOKEN=... seamwright import --from https://pacts.example.com -b https://seamwright.example.com",
            "",
            "Exit codes: 0 all is there, 1 something was refused (it is listed), 3 a broker failed: run it again, 4 wrong usage."
        })
final class ImportCommand extends BrokerCommand {
    private static final int LOSSES_SHOWN = 50;

    @Option(names = "--from", required = true, paramLabel = "URL", description = "The Pact Broker to read from.")
    private String from = "";

    @Option(
            names = "--from-token",
            paramLabel = "TOKEN",
            description = "A token for it. Default: SEAMWRIGHT_FROM_TOKEN.")
    private @Nullable String fromToken;

    @Option(names = "--from-user", paramLabel = "NAME", description = "For basic authentication there.")
    private @Nullable String fromUser;

    @Option(
            names = "--from-password",
            paramLabel = "PASSWORD",
            description = "For basic authentication there. Default: SEAMWRIGHT_FROM_PASSWORD.")
    private @Nullable String fromPassword;

    @Option(
            names = "--state",
            paramLabel = "FILE",
            description = "Remembers how far it came. Default: a file in the user's cache directory.")
    private @Nullable Path state;

    @Option(names = "--restart", description = "Begin at the beginning, whatever was done before.")
    private boolean restart;

    @Option(
            names = "--parallel",
            paramLabel = "COUNT",
            defaultValue = "4",
            description = "How many reads at a time, 1 to 32. Default: ${DEFAULT-VALUE}.")
    private int parallel;

    @Option(names = "--dry-run", description = "Count what is there, and write nothing.")
    private boolean dryRun;

    ImportCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(BrokerClient to) {
        if (parallel < 1 || parallel > 32) {
            throw new UsageFailure("--parallel is " + parallel + "; give 1 to 32");
        }
        var source = brokerOptions()
                .client(
                        surroundings(),
                        BrokerAddress.of(
                                "--from",
                                from,
                                orVariable(fromToken, "SEAMWRIGHT_FROM_TOKEN"),
                                fromUser,
                                orVariable(fromPassword, "SEAMWRIGHT_FROM_PASSWORD")));
        if (source.url().equals(to.url())) {
            throw new UsageFailure("--from and --broker are the same broker, %s".formatted(to.url()));
        }
        var file = state == null
                ? defaultState(source, to)
                : surroundings().directory().resolve(state);
        try {
            return report(Importer.run(source, to, file, surroundings(), parallel, restart, dryRun));
        } catch (IOException failure) {
            throw new UsageFailure("The state file %s cannot be used: %s".formatted(file, failure));
        } catch (BrokerFailure failure) {
            note("The import stopped. Run the same command again to go on.");
            throw failure;
        }
    }

    private @Nullable String orVariable(@Nullable String option, String variable) {
        return option != null ? option : surroundings().variable(variable).orElse(null);
    }

    private Path defaultState(BrokerClient source, BrokerClient to) {
        var key = (source.url() + "\n" + to.url()).getBytes(StandardCharsets.UTF_8);
        return CacheDirectory.of(surroundings())
                .resolve("imports")
                .resolve(Sha256.ofContent(key).hex() + ".jsonl");
    }

    private ExitCode report(Importer.Summary summary) {
        say(
                "%s %d participants, %d new versions with %d pacts, %d new verification results, %d environments, %d deployments, %d releases."
                        .formatted(
                                dryRun ? "Found" : "Imported",
                                summary.participants(),
                                summary.versions(),
                                summary.pacts(),
                                summary.results(),
                                summary.environments(),
                                summary.deployments(),
                                summary.releases()));
        if (dryRun) {
            say("Pacts and verification results are not counted in a dry run.");
        }
        if (summary.webhooks() > 0) {
            say("%d webhooks were not carried over, since a broker never shows their secrets; create them again."
                    .formatted(summary.webhooks()));
        }
        if (summary.tagsWithoutBranch() > 0) {
            say("%d versions have tags and no branch; the broker may take their first tag for one."
                    .formatted(summary.tagsWithoutBranch()));
        }
        var losses = summary.losses();
        if (losses.isEmpty()) {
            return ExitCode.YES;
        }
        say("%d things could not be carried over:".formatted(losses.size()));
        losses.stream().limit(LOSSES_SHOWN).forEach(loss -> say("  " + Table.oneLine(loss)));
        if (losses.size() > LOSSES_SHOWN) {
            say("  and %d more".formatted(losses.size() - LOSSES_SHOWN));
        }
        return ExitCode.NO;
    }
}
