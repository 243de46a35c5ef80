package dev.seamwright.broker.telemetry;

import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.event.SchedulerListener;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import dev.seamwright.broker.verificationjob.VerificationJobService;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Rates, errors and durations, for Prometheus. Series are bounded: labels hold route templates, statuses and names of ours,
 * nothing that a client can invent. None tells one workspace from another.
 */
public final class Metrics {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(3),
        Duration.ofMillis(10),
        Duration.ofMillis(30),
        Duration.ofMillis(100),
        Duration.ofMillis(300),
        Duration.ofSeconds(1),
        Duration.ofSeconds(3),
        Duration.ofSeconds(10)
    };

    private record Request(String method, String route, int status) {}

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ConcurrentMap<Request, Timer> requests = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Timer> verdicts = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, AtomicLong> gauges = new ConcurrentHashMap<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Timer committedReads = transactions("read", "committed");
    private final Timer committedWrites = transactions("write", "committed");
    private final Timer failedReads = transactions("read", "rolled_back");
    private final Timer failedWrites = transactions("write", "rolled_back");
    private @Nullable JvmGcMetrics jvm;

    Metrics() {
        registry.gauge("http.server.requests.in.flight", inFlight);
    }

    private Timer transactions(String mode, String outcome) {
        return Timer.builder("seamwright.transactions")
                .description("Database transactions, from asking for a connection to their end")
                .tags("mode", mode, "outcome", outcome)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    void requestBegins() {
        inFlight.incrementAndGet();
    }

    void requestEnds(String method, String route, int status, long nanos) {
        inFlight.decrementAndGet();
        requests.computeIfAbsent(
                        new Request(method, route, status),
                        r -> Timer.builder("http.server.requests")
                                .description("Requests by route template")
                                .tags("method", r.method(), "route", r.route(), "status", Integer.toString(r.status()))
                                .serviceLevelObjectives(BUCKETS)
                                .register(registry))
                .record(nanos, java.util.concurrent.TimeUnit.NANOSECONDS);
    }

    void transaction(boolean writable, boolean committed, long nanos) {
        var timer =
                writable ? (committed ? committedWrites : failedWrites) : (committed ? committedReads : failedReads);
        timer.record(nanos, java.util.concurrent.TimeUnit.NANOSECONDS);
    }

    /**
     * A verdict was given.
     *
     * @param answer {@code yes}, {@code no} or {@code unknown}
     */
    public void verdict(String answer, Duration duration) {
        verdicts.computeIfAbsent(
                        answer,
                        a -> Timer.builder("seamwright.verdicts")
                                .description("Answers to can-i-deploy")
                                .tag("answer", a)
                                .serviceLevelObjectives(BUCKETS)
                                .register(registry))
                .record(duration);
    }

    /** For the scheduler: times every job by task name and result. */
    public SchedulerListener jobs() {
        return new AbstractSchedulerListener() {
            @Override
            public void onExecutionComplete(ExecutionComplete done) {
                Timer.builder("seamwright.jobs")
                        .description("Background jobs")
                        .tags(
                                "task",
                                done.getExecution().getTaskName(),
                                "result",
                                done.getResult().name().toLowerCase(Locale.ROOT))
                        .serviceLevelObjectives(BUCKETS)
                        .register(registry)
                        .record(done.getDuration());
            }
        };
    }

    /** For verification jobs: what workers ask for, and what comes of it. */
    public VerificationJobService.Observer workers() {
        return new VerificationJobService.Observer() {
            @Override
            public void asked(boolean found, Duration took) {
                verificationJobs(
                                "seamwright.verification.job.claims",
                                "Questions for a job",
                                "found",
                                String.valueOf(found))
                        .record(took);
            }

            @Override
            public void ended(String outcome, Duration took) {
                verificationJobs("seamwright.verification.job.attempts", "Attempts of workers", "outcome", outcome)
                        .record(took);
            }
        };
    }

    private Timer verificationJobs(String name, String description, String tag, String value) {
        return Timer.builder(name)
                .description(description)
                .tag(tag, value)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    /** How many verification jobs are in a state, in all workspaces, and how old the oldest one is. */
    public void verificationJobs(String state, long jobs, Duration oldest) {
        gauge("seamwright.verification.jobs", state).set(jobs);
        gauge("seamwright.verification.jobs.oldest.seconds", state).set(oldest.toSeconds());
    }

    /** How many targets of drift checks are in a state, in all workspaces. */
    public void driftTargets(String state, long targets) {
        gauge("seamwright.drift.targets", state).set(targets);
    }

    private AtomicLong gauge(String name, String state) {
        return gauges.computeIfAbsent(
                name + " " + state,
                made -> Objects.requireNonNull(registry.gauge(name, Tags.of("state", state), new AtomicLong())));
    }

    void pool(HikariDataSource pool) {
        pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(registry));
    }

    /**
     * All series, in the exposition format that {@code accept} prefers of Prometheus' two texts.
     *
     * @return media type and text
     */
    synchronized Exposition scrape(String accept) {
        if (jvm == null) {
            // The management beans are slow to load: whoever scrapes pays for them, not every start.
            new JvmMemoryMetrics().bindTo(registry);
            new JvmThreadMetrics().bindTo(registry);
            new ProcessorMetrics().bindTo(registry);
            new UptimeMetrics().bindTo(registry);
            jvm = new JvmGcMetrics();
            jvm.bindTo(registry);
        }
        var type = accept.contains("application/openmetrics-text")
                ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                : "text/plain; version=0.0.4; charset=utf-8";
        return new Exposition(type, registry.scrape(type));
    }

    record Exposition(String type, String text) {}

    synchronized void close() {
        if (jvm != null) {
            jvm.close();
        }
        registry.close();
    }
}
