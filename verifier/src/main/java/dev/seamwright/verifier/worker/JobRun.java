package dev.seamwright.verifier.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.contracts.pact.Pact;
import dev.seamwright.verifier.probe.ConformanceJson;
import dev.seamwright.verifier.probe.ConformanceProbe;
import dev.seamwright.verifier.probe.ConformanceResult;
import dev.seamwright.verifier.probe.ProbeOptions;
import dev.seamwright.verifier.replay.Cause;
import dev.seamwright.verifier.replay.InteractionFilter;
import dev.seamwright.verifier.replay.Outcome.NotVerified;
import dev.seamwright.verifier.replay.PactReplay;
import dev.seamwright.verifier.replay.ProviderProcess;
import dev.seamwright.verifier.replay.ReplayJson;
import dev.seamwright.verifier.replay.ReplayResult;
import dev.seamwright.verifier.replay.ReplayResult.Verdict;
import dev.seamwright.verifier.worker.Jobs.Refused;
import dev.seamwright.verifier.worker.Jobs.Unavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One job, from its contract to what there is to report. */
final class JobRun {
    /** Another try would end the same. */
    private static final Set<Cause> LASTING =
            Set.of(Cause.NOT_SUPPORTED, Cause.INVALID_PACT, Cause.COMPARISON_TIMED_OUT);

    private static final int LONGEST_OUTPUT = 64 * 1024;

    /** What there is to report. */
    sealed interface Report {
        record Result(boolean success, ObjectNode results, String log) implements Report {}

        record Failure(String cause, boolean retry, String log) implements Report {}
    }

    private final Jobs jobs;
    private final ServedProvider provider;
    private final Path directory;
    private final String verifierVersion;
    private final Consumer<String> say;
    private final StringBuilder output = new StringBuilder();

    JobRun(Jobs jobs, ServedProvider provider, Path directory, String verifierVersion, Consumer<String> say) {
        this.jobs = jobs;
        this.provider = provider;
        this.directory = directory;
        this.verifierVersion = verifierVersion;
        this.say = say;
    }

    /** @throws InterruptedException when the job is taken away, or the worker stops */
    Report run(Job job) throws InterruptedException {
        try {
            return switch (job.method()) {
                case Methods.REPLAY -> report(replay(job, Pact.parse(jobs.contract(job))));
                case Methods.CONFORMANCE -> probe(job, OpenApiDocument.parse(jobs.contract(job)));
                default -> failed("This worker does not know the method " + job.method(), true);
            };
        } catch (InvalidInput invalid) {
            return failed(String.valueOf(invalid.getMessage()), false);
        } catch (Unavailable | IOException | ProviderProcess.NotReady failure) {
            return failed(String.valueOf(failure.getMessage()), true);
        } catch (Refused refused) {
            return failed("The contract could not be read: " + refused.getMessage(), true);
        }
    }

    private Report failed(String cause, boolean retry) {
        return new Report.Failure(provider.redaction().text(cause), retry, log(""));
    }

    private ReplayResult replay(Job job, Pact pact) throws InterruptedException, IOException, ProviderProcess.NotReady {
        var version = job.providerVersion();
        try (var started = start(version);
                var replay = new PactReplay(provider.target(version), provider.options(), provider.redaction())) {
            if (started != null) {
                awaitReady(started, version);
            }
            return replay.replay(job.consumer(), pact, InteractionFilter.ALL, result -> {
                if (result.outcome() instanceof NotVerified not) {
                    say.accept("  %s: not verified, %s".formatted(result.title(), not.detail()));
                }
            });
        }
    }

    private Report probe(Job job, OpenApiDocument document)
            throws InterruptedException, IOException, ProviderProcess.NotReady {
        var version = job.providerVersion();
        var settings = provider.conformance();
        var options = new ProbeOptions(
                provider.headers(),
                settings.values(),
                settings.isUnsafe(),
                settings.mostRequests(),
                ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE),
                provider.options().requestLimit(),
                provider.options().totalLimit());
        try (var started = start(version)) {
            if (started != null) {
                awaitReady(started, version);
            }
            var base = ServedProvider.filled(provider.baseUrl(), version);
            var result = new ConformanceProbe(base, options, provider.redaction(), say).run(document);
            return report(result, settings.isPartialEnough());
        }
    }

    private Report report(ConformanceResult result, boolean isPartialEnough) {
        var json = ConformanceJson.of(result, isPartialEnough);
        if (result.verdict(isPartialEnough) == ConformanceResult.Verdict.UNKNOWN) {
            var gaps = result.gaps(isPartialEnough);
            return new Report.Failure(
                    "%s %s"
                            .formatted(
                                    ConformanceJson.summary(result, isPartialEnough),
                                    gaps.isEmpty() ? "The document has no operations." : gaps.getFirst()),
                    result.requests() == 0 && result.operations().stream().anyMatch(tried -> !tried.isLeftOut()),
                    log(json.toPrettyString()));
        }
        return new Report.Result(
                result.verdict(isPartialEnough) == ConformanceResult.Verdict.KEPT,
                json.put("verifierVersion", verifierVersion),
                log(""));
    }

    private void awaitReady(ProviderProcess started, String version)
            throws InterruptedException, ProviderProcess.NotReady {
        var readyUrl = provider.readyUrl();
        started.awaitReady(
                readyUrl == null ? null : ServedProvider.filled(readyUrl, version),
                ServedProvider.filled(provider.baseUrl(), version),
                provider.readyWithin());
    }

    private @Nullable ProviderProcess start(String version) throws IOException {
        var command = provider.start();
        return command == null
                ? null
                : ProviderProcess.start(ServedProvider.filled(command, version), directory, this::remember);
    }

    private void remember(String line) {
        synchronized (output) {
            if (output.length() + line.length() < LONGEST_OUTPUT) {
                output.append(provider.redaction().text(line)).append('\n');
            }
        }
    }

    private Report report(ReplayResult result) {
        if (result.verdict() == Verdict.NOT_VERIFIED) {
            var all =
                    result.notVerified().map(one -> (NotVerified) one.outcome()).toList();
            var first = all.getFirst();
            return new Report.Failure(
                    "%d of %d interactions could not be verified; %s: %s"
                            .formatted(
                                    all.size(),
                                    result.interactions().size(),
                                    first.cause().word(),
                                    first.detail()),
                    all.stream().anyMatch(one -> !LASTING.contains(one.cause())),
                    log(result.log()));
        }
        var results = ReplayJson.results(result, verifierVersion);
        return new Report.Result(result.verdict() == Verdict.VERIFIED, results, log(result.log()));
    }

    private String log(String replay) {
        synchronized (output) {
            return output.isEmpty() ? replay : replay + "Output of the provider:\n" + output;
        }
    }
}
