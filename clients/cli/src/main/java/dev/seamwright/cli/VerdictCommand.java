package dev.seamwright.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.BrokerFailure;
import dev.seamwright.cli.verdict.Answer;
import dev.seamwright.cli.verdict.LastVerdicts;
import dev.seamwright.cli.verdict.Verdict;
import dev.seamwright.cli.verdict.VerdictFormat;
import dev.seamwright.cli.verdict.VerdictQuery;
import dev.seamwright.cli.verdict.VerdictReport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** A question with a verdict for an answer. It exits with 1 for that answer only, never for a failure. */
abstract class VerdictCommand extends BrokerCommand {
    /** What to do when the broker cannot answer. */
    enum OnOutage {
        FAIL,
        LAST_KNOWN,
        PASS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Option(
            names = "--ignore",
            paramLabel = "NAME[@VERSION]",
            description = "A participant that must not block, at all or at one version. May be repeated.")
    private List<String> ignored = new ArrayList<>();

    @Option(
            names = "--retry-while-unknown",
            paramLabel = "TIMES",
            defaultValue = "0",
            description = "Ask again, at most so often, while the answer is unknown. Default: ${DEFAULT-VALUE}.")
    private int retries;

    @Option(
            names = "--retry-interval",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long to wait in between. Default: ${DEFAULT-VALUE}.")
    private int retrySeconds;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "How to print the answer: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private VerdictFormat format = VerdictFormat.TABLE;

    @Option(
            names = "--on-outage",
            paramLabel = "POLICY",
            defaultValue = "fail",
            description =
                    "When the broker is down or answers nonsense: fail (exit code 3), last-known (the answer of the "
                            + "last time, with its age), or pass (exit code 0, loudly). Default: ${DEFAULT-VALUE}.")
    private OnOutage onOutage = OnOutage.FAIL;

    @Option(names = "--dry-run", description = "Print the answer, and exit with 0 whatever it is.")
    private boolean dryRun;

    VerdictCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /** What the options ask. */
    abstract VerdictQuery query(List<VerdictQuery.Ignored> ignored);

    @Override
    final ExitCode run(BrokerClient client) {
        if (retries < 0 || retrySeconds < 0) {
            throw new UsageFailure("--retry-while-unknown and --retry-interval cannot be negative");
        }
        var query = query(ignored.stream().map(VerdictCommand::ignored).toList());
        try {
            var verdict = ask(client, query);
            return answer(new VerdictReport(query, client.url(), verdict, null));
        } catch (BrokerFailure.Outage outage) {
            return withoutBroker(client, query, outage);
        } catch (BrokerFailure.Refused refused) {
            if (refused.status() == 400 || refused.status() == 422) {
                throw new UsageFailure(refused.getMessage());
            }
            throw new BrokerFailure.Misconfigured(
                    "%s refused the question (%d): %s".formatted(client.url(), refused.status(), refused.getMessage()),
                    refused);
        }
    }

    private static VerdictQuery.Ignored ignored(String text) {
        var at = text.lastIndexOf('@');
        return at <= 0
                ? new VerdictQuery.Ignored(text, null)
                : new VerdictQuery.Ignored(text.substring(0, at), text.substring(at + 1));
    }

    private Verdict ask(BrokerClient client, VerdictQuery query) {
        var follows = retrySeconds > 0;
        for (int attempt = 0; ; attempt++) {
            var matrix = client.get(query.path());
            var verdict = Verdict.ofMatrix(client.url(), matrix);
            if (verdict.answer() != Answer.UNKNOWN || attempt >= retries) {
                keep(client, query, matrix);
                return verdict;
            }
            if (follows) {
                follows = false; // once: an answer that is told and not given would be asked for without a pause
                var waited = follow(client, query, Duration.ofSeconds((long) retrySeconds * (retries - attempt)));
                if (waited > 0) {
                    attempt += waited - 1;
                    continue;
                }
            }
            note("Not known yet; asking again in %d s (%d of %d).".formatted(retrySeconds, attempt + 1, retries));
            pause(client);
        }
    }

    /**
     * Waits until the broker tells that the answer is known, if it tells such things.
     *
     * @return how many of the attempts this was instead of; 0: none, ask again and again
     */
    private int follow(BrokerClient client, VerdictQuery query, Duration most) {
        var began = System.nanoTime();
        var followed = client.follow(
                query.eventsPath(), most, event -> event.has("deployable") && !isUnknown(event.path("deployable")));
        return switch (followed) {
            case NOT_OFFERED -> 0;
            case DONE -> 1;
            case TIME_OUT -> retries;
            case ENDED -> {
                var seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
                yield Math.toIntExact(Math.min(retries, seconds / retrySeconds));
            }
        };
    }

    private static boolean isUnknown(JsonNode deployable) {
        return deployable.asText().equals("unknown");
    }

    private void pause(BrokerClient client) {
        try {
            surroundings().sleeper().sleep(Duration.ofSeconds(retrySeconds));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new BrokerFailure.Outage("Interrupted while waiting for %s.".formatted(client.url()));
        }
    }

    private void keep(BrokerClient client, VerdictQuery query, JsonNode matrix) {
        try {
            new LastVerdicts(surroundings()).keep(client.url(), query, matrix);
        } catch (IOException failure) {
            // The answer stands without it.
            note("The answer could not be remembered for --on-outage: " + failure);
        }
    }

    private ExitCode answer(VerdictReport report) {
        surroundings().out().print(report.in(format));
        var code = report.verdict().answer().exitCode();
        if (dryRun && code != ExitCode.YES) {
            note("Dry run: exit code 0 instead of %d.".formatted(code.code()));
            return ExitCode.YES;
        }
        return code;
    }

    private ExitCode withoutBroker(BrokerClient client, VerdictQuery query, BrokerFailure.Outage outage) {
        return switch (onOutage) {
            case FAIL -> throw outage;
            case PASS -> {
                note("WARNING: PASSED WITHOUT A VERDICT, as --on-outage=pass asks. " + outage.getMessage());
                surroundings().out().print(passed(query, outage.getMessage()));
                yield ExitCode.YES;
            }
            case LAST_KNOWN -> {
                var remembered = new LastVerdicts(surroundings())
                        .recall(client.url(), query)
                        .orElseThrow(() -> {
                            note("There is no last known answer to this question on this machine.");
                            return outage;
                        });
                note("WARNING: this is the last known answer, given at %s. %s"
                        .formatted(remembered.at(), outage.getMessage()));
                var age =
                        Duration.between(remembered.at(), surroundings().clock().instant());
                yield answer(new VerdictReport(query, client.url(), remembered.verdict(), age));
            }
        };
    }

    private String passed(VerdictQuery query, String why) {
        return switch (format) {
            case TABLE -> "PASSED WITHOUT A VERDICT: %s%n".formatted(Table.oneLine(query.title()));
            case MARKDOWN ->
                "### ⚠️ PASSED WITHOUT A VERDICT: %s%n%n%s%n".formatted(Table.escape(query.title()), Table.escape(why));
            case JUNIT -> VerdictReport.passed(query, why);
            case JSON -> {
                var json = JsonNodeFactory.instance.objectNode();
                json.putNull("answer");
                json.put("question", query.title());
                json.put("source", "none");
                json.put("reason", why);
                yield Output.pretty(json) + "\n";
            }
        };
    }
}
