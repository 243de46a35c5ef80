package dev.seamwright.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.cli.forge.VerdictComment;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.BrokerFailure;
import dev.seamwright.cli.verdict.Answer;
import dev.seamwright.cli.verdict.LastVerdicts;
import dev.seamwright.cli.verdict.OnOutage;
import dev.seamwright.cli.verdict.Outcome;
import dev.seamwright.cli.verdict.Verdict;
import dev.seamwright.cli.verdict.VerdictKeys;
import dev.seamwright.cli.verdict.VerdictQuery;
import dev.seamwright.cli.verdict.VerdictReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A question with a verdict for an answer. It exits with 0 and 1 for these answers only, never for a failure. */
abstract class VerdictCommand extends BrokerCommand {
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

    @Mixin
    private FindingsOutput output = new FindingsOutput();

    @Option(
            names = "--comment",
            description =
                    "Keep one comment in the pull request, or merge request, that is being built; it is edited when the "
                            + "verdict changes. In GitHub Actions with GITHUB_TOKEN, in GitLab CI with SEAMWRIGHT_GITLAB_TOKEN. What goes "
                            + "wrong with it changes no exit code.")
    private boolean comment;

    @Option(names = "--dry-run", description = "Print the answer, and exit with 0 whatever it is.")
    private boolean dryRun;

    @ArgGroup(validate = false, exclusive = false, order = 90, heading = "%nWithout the broker:%n")
    private Outage outage = new Outage();

    /** What to do when the broker cannot answer. */
    static final class Outage {
        @Option(
                names = "--on-outage",
                paramLabel = "POLICY",
                defaultValue = "fail",
                description =
                        "When the broker is down or answers nonsense: fail (exit code 3); last-known (the signed answer "
                                + "of the last time, with its age; where none counts, exit code 3); or pass (exit code 5: there is no "
                                + "verdict, and whoever asks goes on without). Default: ${DEFAULT-VALUE}.")
        private OnOutage policy = OnOutage.FAIL;

        @Option(
                names = "--last-verdict",
                paramLabel = "FILE",
                description =
                        "Where the last answer is kept, to take it from one build to the next. Default: a file of the "
                                + "user's cache.")
        private @Nullable Path file;

        @Option(
                names = "--max-age",
                paramLabel = "AGE",
                defaultValue = "24h",
                converter = AgeConverter.class,
                description = "How old the last answer may be: 30m, 24h, 7d. Default: ${DEFAULT-VALUE}.")
        private Duration maxAge = Duration.ofHours(24);

        @Option(
                names = "--verdict-key",
                paramLabel = "KEY",
                description =
                        "The workspace's public key, which the last answer is checked with; 'seamwright verdict-key' "
                                + "prints it. May be repeated. Default: SEAMWRIGHT_VERDICT_KEY.")
        private List<String> keys = new ArrayList<>();

        private VerdictKeys keys(Surroundings surroundings) {
            return VerdictKeys.parse(
                    keys.isEmpty()
                            ? surroundings.variable("SEAMWRIGHT_VERDICT_KEY").orElse("")
                            : String.join(" ", keys));
        }
    }

    VerdictCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /** What the options ask. */
    abstract VerdictQuery query(List<VerdictQuery.Ignored> ignored);

    /** Further questions, whose answers count as well, once the first is answered. */
    List<VerdictQuery> more(BrokerClient client, VerdictQuery query) {
        return List.of();
    }

    /** Whether an answer of the past says anything about this question. */
    boolean mayBeRemembered() {
        return true;
    }

    @Override
    final ExitCode run(BrokerClient client) {
        if (retries < 0 || retrySeconds < 0) {
            throw new UsageFailure("--retry-while-unknown and --retry-interval cannot be negative");
        }
        output.check();
        var query = query(ignored.stream().map(VerdictCommand::ignored).toList());
        var keys = outage.keys(surroundings());
        try {
            return told(client, query, new Outcome.Given(answer(client, query)));
        } catch (BrokerFailure.Outage down) {
            var outcome = withoutBroker(client, query, keys, down);
            if (outcome instanceof Outcome.NoVerdict none) {
                note((none.passing() ? "WARNING: PASSED WITHOUT A VERDICT, as --on-outage=pass asks. " : "")
                        + none.why());
            } else {
                note("WARNING: this is the last known answer. " + down.getMessage());
            }
            return told(client, query, outcome);
        } catch (BrokerFailure.Refused refused) {
            if (refused.status() == 400 || refused.status() == 422) {
                throw new UsageFailure(refused.getMessage());
            }
            throw without(
                    client,
                    query,
                    new BrokerFailure.Misconfigured(
                            "%s refused the question (%d): %s"
                                    .formatted(client.url(), refused.status(), refused.getMessage()),
                            refused));
        } catch (BrokerFailure.Misconfigured wrong) {
            throw without(client, query, wrong); // no outage: no policy answers to it
        }
    }

    private BrokerFailure without(BrokerClient client, VerdictQuery query, BrokerFailure failure) {
        told(client, query, new Outcome.NoVerdict(failure.getMessage(), false));
        return failure;
    }

    private static VerdictQuery.Ignored ignored(String text) {
        var at = text.lastIndexOf('@');
        return at <= 0
                ? new VerdictQuery.Ignored(text, null)
                : new VerdictQuery.Ignored(text.substring(0, at), text.substring(at + 1));
    }

    private Verdict answer(BrokerClient client, VerdictQuery query) {
        var first = ask(client, query);
        var all = new ArrayList<Verdict>();
        all.add(first);
        more(client, query).forEach(question -> all.add(ask(client, question)));
        return Verdict.together(all);
    }

    private Verdict ask(BrokerClient client, VerdictQuery query) {
        var follows = retrySeconds > 0;
        for (int attempt = 0; ; attempt++) {
            var answered = client.answered(query.path(), LastVerdicts.ACCEPT_SIGNATURE);
            var verdict = Verdict.ofMatrix(client.url(), answered.json());
            if (verdict.answer() != Answer.UNKNOWN || attempt >= retries) {
                keep(client, query, answered);
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

    private void keep(BrokerClient client, VerdictQuery query, BrokerClient.Answered answered) {
        if (!mayBeRemembered()) {
            return;
        }
        try {
            var isKept = new LastVerdicts(surroundings(), outage.file).keep(client.url(), query, answered);
            if (!isKept && outage.policy == OnOutage.LAST_KNOWN) {
                note("This broker does not sign its verdicts: there will be no last known answer.");
            }
        } catch (IOException failure) {
            // The answer stands without it.
            note("The answer could not be remembered for --on-outage: " + failure);
        }
    }

    private ExitCode told(BrokerClient client, VerdictQuery query, Outcome outcome) {
        var report = new VerdictReport(query, client.url(), outage.policy, outcome);
        output.print(surroundings(), report.answer());
        if (comment) {
            new VerdictComment(surroundings()).put(report);
        }
        var code = outcome.exitCode();
        if (dryRun && outcome.verdict().isPresent() && code != ExitCode.YES) {
            note("Dry run: exit code 0 instead of %d.".formatted(code.code()));
            return ExitCode.YES;
        }
        return code;
    }

    private Outcome withoutBroker(
            BrokerClient client, VerdictQuery query, VerdictKeys keys, BrokerFailure.Outage down) {
        return switch (outage.policy) {
            case FAIL -> new Outcome.NoVerdict(down.getMessage(), false);
            case PASS -> new Outcome.NoVerdict(down.getMessage(), true);
            case LAST_KNOWN -> {
                if (!mayBeRemembered()) {
                    yield new Outcome.NoVerdict(
                            down.getMessage() + "; and no answer of the past says what waits in the queue now", false);
                }
                var asked = query.path().substring(query.path().indexOf('?') + 1);
                yield new LastVerdicts(surroundings(), outage.file)
                        .recall(client.url(), query, asked, keys, outage.maxAge, down.getMessage());
            }
        };
    }
}
