package dev.seamwright.verifier.replay;

import au.com.dius.pact.core.model.SynchronousRequestResponse;
import au.com.dius.pact.core.model.V4Interaction;
import au.com.dius.pact.core.model.v4.MessageContents;
import dev.seamwright.contracts.pact.Pact;
import dev.seamwright.verifier.replay.LoadedPact.Loaded;
import dev.seamwright.verifier.replay.Outcome.Mismatched;
import dev.seamwright.verifier.replay.Outcome.NotVerified;
import dev.seamwright.verifier.replay.Outcome.Verified;
import dev.seamwright.verifier.replay.ProviderHttp.Answer;
import dev.seamwright.verifier.replay.ProviderHttp.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Replays pacts, versions 1 to 4 of the specification, against a provider: HTTP interactions, and messages. Reading and matching is
 * Pact JVM's. Requests, limits and the order of things are ours, so that a provider that hangs or breaks is told from one that is wrong.
 *
 * <p>Interactions run in the order of the pact, or several at once. What needs a provider state then runs afterwards, one by one, since a
 * state is something that the whole provider is in; unless states are said to be independent.
 */
public final class PactReplay implements AutoCloseable {
    /** At least this much, so that what Pact JVM loads at its first use is no fault of the pact's. */
    private static final Duration SHORTEST_READING = Duration.ofSeconds(30);

    private final ReplayTarget target;
    private final ReplayOptions options;
    private final Redaction redaction;
    private final ProviderHttp http = new ProviderHttp();
    private final Guard guard = new Guard();
    private final ProviderStates states;

    public PactReplay(ReplayTarget target, ReplayOptions options, Redaction redaction) {
        this.target = target;
        this.options = options;
        this.redaction = redaction;
        this.states = new ProviderStates(http, target, redaction);
    }

    /** How many threads of this process still compare what was given up: a process with many of them should be replaced. */
    public static int threadsLeftBehind() {
        return Guard.leftBehind();
    }

    /**
     * Replays one pact.
     *
     * @param pact as it was published; ids that a broker gave its interactions stand in the results
     * @param progress told of each result, by one thread at a time
     * @throws InterruptedException when the thread is interrupted: requests are given up, and there is no result
     */
    public ReplayResult replay(
            String consumer, Pact pact, InteractionFilter filter, Consumer<InteractionResult> progress)
            throws InterruptedException {
        var deadline = System.nanoTime() + options.totalLimit().toNanos();
        var provider = pact.providerName().orElse("");
        LoadedPact loaded;
        try {
            var limit =
                    options.requestLimit().compareTo(SHORTEST_READING) < 0 ? SHORTEST_READING : options.requestLimit();
            loaded = guarded(limit, () -> LoadedPact.of(pact), "Reading the pact");
        } catch (ReplayFailure failure) {
            if (failure.reason() == Cause.CANCELLED) {
                throw new InterruptedException();
            }
            return unreadable(consumer, provider, pact, failure);
        }
        var chosen = loaded.interactions().stream()
                .filter(one -> filter.takes(one.description(), one.stateNames()))
                .toList();
        var results = new ArrayList<InteractionResult>();
        var run = new Run(consumer, loaded, deadline);
        if (options.parallel() == 1) {
            run.all(chosen, 1, results, progress);
        } else {
            run.all(chosen.stream().filter(this::mayShare).toList(), options.parallel(), results, progress);
            run.all(chosen.stream().filter(one -> !mayShare(one)).toList(), 1, results, progress);
        }
        results.sort(Comparator.comparingInt(InteractionResult::index));
        return new ReplayResult(
                consumer, provider, chosen.size() == loaded.interactions().size(), results);
    }

    private boolean mayShare(Loaded one) {
        return one.states().isEmpty() || options.statesAreIndependent();
    }

    private static ReplayResult unreadable(String consumer, String provider, Pact pact, ReplayFailure failure) {
        var outcome = new NotVerified(failure.reason(), String.valueOf(failure.getMessage()));
        var results = IntStream.range(0, pact.interactions().size())
                .mapToObj(i -> new InteractionResult(
                        i,
                        null,
                        pact.interactions().get(i).description(),
                        List.of(),
                        false,
                        outcome,
                        Duration.ZERO,
                        List.of()))
                .toList();
        return new ReplayResult(consumer, provider, true, results);
    }

    /** What a comparison or a generator throws is the pact's or the body's fault: it is data that they cannot read. */
    private <T> T guarded(Duration limit, Callable<T> work, String what) throws ReplayFailure {
        try {
            return guard.run(limit, work, what);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof ReplayFailure known) {
                throw known;
            }
            var cause = failure.getCause() == null ? failure : failure.getCause();
            throw new ReplayFailure(
                    Cause.INVALID_PACT, "%s failed: %s".formatted(what, ProviderHttp.first(cause)), cause);
        }
    }

    /** One replay. */
    private final class Run {
        private final String consumer;
        private final LoadedPact pact;
        private final long deadline;

        Run(String consumer, LoadedPact pact, long deadline) {
            this.consumer = consumer;
            this.pact = pact;
            this.deadline = deadline;
        }

        void all(
                List<Loaded> interactions,
                int parallel,
                List<InteractionResult> results,
                Consumer<InteractionResult> progress)
                throws InterruptedException {
            if (interactions.isEmpty()) {
                return;
            }
            var threads = Executors.newFixedThreadPool(
                    Math.min(parallel, interactions.size()),
                    Thread.ofPlatform().name("replay-", 0).daemon().factory());
            try {
                var running = new ExecutorCompletionService<InteractionResult>(threads);
                interactions.forEach(one -> running.submit(() -> one(one)));
                for (int i = 0; i < interactions.size(); i++) {
                    var result = running.take().get();
                    results.add(result);
                    progress.accept(result);
                }
            } catch (ExecutionException bug) {
                throw new IllegalStateException("an interaction ends with a result", bug);
            } finally {
                threads.shutdownNow();
            }
        }

        private InteractionResult one(Loaded one) {
            var log = new ArrayList<String>();
            var started = System.nanoTime();
            Outcome outcome;
            try {
                outcome = replay(one, log);
            } catch (ReplayFailure failure) {
                outcome = new NotVerified(failure.reason(), redaction.text(String.valueOf(failure.getMessage())));
            }
            var took = Duration.ofNanos(System.nanoTime() - started);
            var result = new InteractionResult(
                    one.index(),
                    one.id(),
                    one.description(),
                    one.stateNames(),
                    one.isPending(),
                    outcome,
                    took,
                    List.of());
            log.addFirst("%s: %s, %d ms".formatted(result.title(), word(outcome), took.toMillis()));
            return new InteractionResult(
                    one.index(), one.id(), one.description(), one.stateNames(), one.isPending(), outcome, took, log);
        }

        private static String word(Outcome outcome) {
            return switch (outcome) {
                case Verified _ -> "verified";
                case Mismatched mismatched ->
                    "failed with %d mismatches"
                            .formatted(mismatched.mismatches().size());
                case NotVerified not -> "not verified, " + not.cause().word() + ": " + not.detail();
            };
        }

        private Duration limit() throws ReplayFailure {
            var left = Duration.ofNanos(deadline - System.nanoTime());
            if (!left.isPositive()) {
                throw new ReplayFailure(
                        Cause.NO_TIME_LEFT,
                        "The time for the whole replay, %s, is over".formatted(Durations.words(options.totalLimit())));
            }
            return Durations.shorter(left, options.requestLimit());
        }

        private Outcome replay(Loaded one, List<String> log) throws ReplayFailure {
            limit();
            var interaction = one.interaction();
            if (interaction instanceof V4Interaction v4
                    && !v4.getPluginConfiguration().isEmpty()) {
                throw new ReplayFailure(
                        Cause.NOT_SUPPORTED,
                        "It needs the plugin %s; verify it with a Pact library that runs plugins"
                                .formatted(String.join(
                                        ", ", v4.getPluginConfiguration().keySet())));
            }
            try {
                var values = states.setUp(consumer, one.states(), limit(), log);
                var http =
                        interaction.isSynchronousRequestResponse() ? interaction.asSynchronousRequestResponse() : null;
                return outcome(http == null ? message(one, values, log) : http(http, values, log));
            } finally {
                states.tearDown(consumer, one.states(), options.requestLimit(), log);
            }
        }

        private Outcome outcome(List<FieldMismatch> mismatches) {
            return mismatches.isEmpty()
                    ? new Verified()
                    : new Mismatched(
                            mismatches.stream().map(redaction::mismatch).toList());
        }

        private List<FieldMismatch> http(
                SynchronousRequestResponse interaction, Map<String, @Nullable Object> values, List<String> log)
                throws ReplayFailure {
            var request = request(interaction, values);
            var answer = send(request, log);
            return compared(answer, () -> pact.compare(interaction, answer, values));
        }

        /** Only generators can take long: of most requests it is not worth another thread. */
        private Request request(SynchronousRequestResponse interaction, Map<String, @Nullable Object> values)
                throws ReplayFailure {
            if (!interaction.getRequest().getGenerators().isEmpty()) {
                return guarded(
                        limit(), () -> LoadedPact.request(interaction, target.baseUrl(), values), "Making the request");
            }
            try {
                return LoadedPact.request(interaction, target.baseUrl(), values);
            } catch (RuntimeException invalid) {
                throw new ReplayFailure(
                        Cause.INVALID_PACT, "Making the request failed: " + ProviderHttp.first(invalid), invalid);
            }
        }

        private List<FieldMismatch> message(Loaded one, Map<String, @Nullable Object> values, List<String> log)
                throws ReplayFailure {
            MessageContents asked = null;
            MessageContents expected;
            switch (one.interaction().asV4Interaction()) {
                case V4Interaction.AsynchronousMessage message -> expected = message.getContents();
                case V4Interaction.SynchronousMessages messages -> {
                    if (messages.getResponse().size() != 1) {
                        throw new ReplayFailure(
                                Cause.NOT_SUPPORTED,
                                "A message with %d answers is not replayed"
                                        .formatted(messages.getResponse().size()));
                    }
                    asked = messages.getRequest();
                    expected = messages.getResponse().getFirst();
                }
                default ->
                    throw new ReplayFailure(
                            Cause.NOT_SUPPORTED,
                            "Interactions of the kind %s are not replayed"
                                    .formatted(one.interaction().getClass().getSimpleName()));
            }
            var answer = send(Messages.request(target, one, asked), log);
            if (answer.status() >= 300) {
                throw new ReplayFailure(
                        Cause.GARBAGE,
                        "The provider gave no message for '%s', but status %d; is --message-url right, and does it know the description?"
                                .formatted(one.description(), answer.status()));
            }
            var metadata = Messages.metadata(answer);
            return compared(
                    answer, () -> Comparison.ofMessage(LoadedPact.message(expected, values), answer.body(), metadata));
        }

        private Answer send(Request request, List<String> log) throws ReplayFailure {
            var sent = request.with(target.headers());
            log.add("  " + sent.shown(redaction));
            sent.headers().forEach(header -> log.add("    " + redaction.header(header.name(), header.value())));
            var answer = http.send(sent, limit());
            log.add("  answered %d, %d bytes".formatted(answer.status(), answer.body().length));
            answer.headers()
                    .forEach((name, all) -> all.forEach(value -> log.add("    " + redaction.header(name, value))));
            return answer;
        }

        private List<FieldMismatch> compared(Answer answer, Callable<List<FieldMismatch>> comparison)
                throws ReplayFailure {
            try {
                return guard.run(limit(), comparison, "Comparing the answer with the pact");
            } catch (ExecutionException failure) {
                var cause = failure.getCause() == null ? failure : failure.getCause();
                var type = answer.header("content-type");
                throw new ReplayFailure(
                        Cause.GARBAGE,
                        "The answer, of type %s, cannot be compared: %s"
                                .formatted(type == null ? "that it does not say" : type, ProviderHttp.first(cause)),
                        cause);
            }
        }
    }

    @Override
    public void close() {
        guard.close();
        http.close();
    }
}
