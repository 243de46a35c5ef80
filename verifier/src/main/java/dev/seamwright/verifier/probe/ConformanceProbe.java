package dev.seamwright.verifier.probe;

import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.contracts.openapi.Operation;
import dev.seamwright.verifier.probe.ConformanceResult.Found;
import dev.seamwright.verifier.probe.ConformanceResult.Tried;
import dev.seamwright.verifier.replay.ProviderHttp;
import dev.seamwright.verifier.replay.ProviderHttp.Answer;
import dev.seamwright.verifier.replay.Redaction;
import dev.seamwright.verifier.replay.ReplayFailure;
import dev.seamwright.verifier.replay.ReplayTarget;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks a running provider whether it keeps its document. Requests are made of the document, answers are held against it. Only operations that
 * change nothing are asked, unless told otherwise.
 */
public final class ConformanceProbe {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final int SHOWN = 500;
    private static final int TOLD_EVERY = 100;

    /** A provider that does not answer is not asked on and on. */
    private static final int MOST_FAILURES = 5;

    private final String baseUrl;
    private final ProbeOptions options;
    private final Redaction redaction;
    private final Consumer<String> say;
    private final AnswerCheck check = new AnswerCheck();
    private final Map<List<Object>, Found> findings = new LinkedHashMap<>();

    /** How far an operation is. */
    private static final class Progress {
        private final Operation operation;
        private final Deque<ProbeRequest> waiting = new ArrayDeque<>();
        private int requests;
        private boolean hasSucceeded;
        private boolean isLeftOut;
        private int failures;
        private @Nullable String problem;

        Progress(Operation operation) {
            this.operation = operation;
        }

        Tried tried() {
            return new Tried(operation.method(), operation.path(), requests, hasSucceeded, isLeftOut, problem);
        }
    }

    /**
     * @param baseUrl where the paths of the document begin
     * @param say takes a line for people now and then
     */
    public ConformanceProbe(String baseUrl, ProbeOptions options, Redaction redaction, Consumer<String> say) {
        this.baseUrl = ReplayTarget.at(baseUrl).baseUrl();
        this.options = options;
        this.redaction = redaction;
        this.say = say;
    }

    /**
     * Each operation gets its turn, a request at a time, until the number or the time is used up.
     *
     * @throws InterruptedException when the thread is told to stop
     */
    public ConformanceResult run(OpenApiDocument document) throws InterruptedException {
        findings.clear();
        var until = System.nanoTime() + options.totalLimit().toNanos();
        var all = document.operations().map(this::plan).toList();
        var planned = all.stream().mapToInt(progress -> progress.waiting.size()).sum();
        var most = Math.min(planned, options.mostRequests());
        say.accept("%d requests of %d that can be made, seed %d".formatted(most, planned, options.seed()));
        var sent = 0;
        try (var http = new ProviderHttp()) {
            while (sent < most && all.stream().anyMatch(progress -> !progress.waiting.isEmpty())) {
                for (var progress : all) {
                    var request = sent < most ? progress.waiting.poll() : null;
                    if (request == null) {
                        continue;
                    }
                    if (System.nanoTime() - until > 0) {
                        all.forEach(ConformanceProbe::outOfTime);
                        break;
                    }
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                    ask(http, progress, request);
                    sent++;
                    if (sent % TOLD_EVERY == 0) {
                        say.accept("%d of %d requests".formatted(sent, most));
                    }
                }
            }
        }
        return new ConformanceResult(
                options.seed(),
                all.stream().mapToInt(progress -> progress.requests).sum(),
                all.stream().map(Progress::tried).toList(),
                findings.values().stream()
                        .sorted(Comparator.comparing(Found::level))
                        .toList());
    }

    private static void outOfTime(Progress progress) {
        if (!progress.waiting.isEmpty() && progress.problem == null && !progress.hasSucceeded) {
            progress.problem = "there was no time left for it";
        }
        progress.waiting.clear();
    }

    private Progress plan(Operation operation) {
        var progress = new Progress(operation);
        if (!options.isUnsafe() && !SAFE.contains(operation.method())) {
            progress.isLeftOut = true;
            progress.problem = "it may change something, so it was not tried (--unsafe)";
            return progress;
        }
        try {
            // chance is each operation's own: another one that is added changes nothing here
            var random = new Random(options.seed() ^ (operation.method() + operation.path()).hashCode());
            progress.waiting.addAll(new RequestPlan(operation, options.values(), random).requests());
        } catch (RequestPlan.NotPossible impossible) {
            progress.problem = impossible.getMessage();
        }
        return progress;
    }

    private void ask(ProviderHttp http, Progress progress, ProbeRequest request) throws InterruptedException {
        try {
            var sent = new ProviderHttp.Request(
                            request.operation().method(),
                            URI.create(baseUrl + request.target()),
                            request.headers(),
                            request.body())
                    .with(options.headers());
            var answer = http.send(sent, options.requestLimit());
            progress.requests++;
            progress.failures = 0;
            progress.hasSucceeded |= request.kind() != Sample.Kind.WRONG && answer.status() < 400;
            for (var remark : check.check(request, answer)) {
                note(remark, request, answer);
            }
        } catch (IllegalArgumentException noUrl) {
            progress.problem = "its path makes no URL: " + request.target();
            progress.waiting.clear();
        } catch (ReplayFailure failure) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            progress.failures++;
            progress.problem = "%s (%s)"
                    .formatted(
                            redaction.text(String.valueOf(failure.getMessage())),
                            failure.reason().word());
            if (progress.failures >= MOST_FAILURES) {
                progress.waiting.clear();
            }
        }
    }

    private void note(AnswerCheck.Remark remark, ProbeRequest request, Answer answer) {
        var title = request.operation().method() + " " + request.operation().path();
        var key = List.<Object>of(remark.rule(), remark.level(), title, remark.subject());
        findings.compute(
                key,
                (_, known) -> known != null
                        ? known.again()
                        : new Found(
                                remark.rule(),
                                remark.level(),
                                title,
                                remark.node().place(),
                                redaction.text(
                                        request.what().isEmpty()
                                                ? remark.message()
                                                : "%s (%s)".formatted(remark.message(), request.what())),
                                List.of(redaction.text(request.shown()), redaction.text(shown(answer))),
                                1));
    }

    private static String shown(Answer answer) {
        var text = new String(answer.body(), StandardCharsets.UTF_8).strip();
        var type = answer.header("content-type");
        return "%d%s%s"
                .formatted(
                        answer.status(),
                        type == null ? "" : " " + type,
                        text.isEmpty() ? "" : " " + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text));
    }
}
