package dev.seamwright.cli;

import dev.seamwright.cli.build.Build;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.HttpJobs;
import dev.seamwright.verifier.worker.Methods;
import dev.seamwright.verifier.worker.ServedProvider;
import dev.seamwright.verifier.worker.Worker;
import dev.seamwright.verifier.worker.WorkerOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Does the broker's jobs near the providers. */
@Command(
        name = "worker",
        header = "Do the broker's verification jobs for the providers that it can reach.",
        description = {
            "",
            "Claims jobs, replays their pacts against the provider and hands in the results, until it is stopped. A job is "
                    + "held by a lease: when this process ends, however it ends, another worker does the job. A broker that is "
                    + "away is asked again, and a provider that cannot be asked gives the job back with the cause.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  seamwright worker --provider orders --provider-version 1.4.0 --base-url http://orders.test:8080 \\",
            "      --state-url http://orders.test:8080/_states --header 'Authorization=@env:ORDERS_TOKEN'",
            "  seamwright worker --provider orders --base-url http://127.0.0.1:8080 --start './run-orders {version}'",
            "  seamwright worker --config worker.yaml --concurrency 4",
            "",
            "Exit codes: 0 stopped, or done; 3 could not find out, 4 wrong usage."
        })
final class WorkerCommand extends BrokerCommand {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    private static final List<String> KNOWN = List.of(Methods.REPLAY, Methods.CONFORMANCE);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    /** The whole time that a supervisor leaves to a process that is to stop. */
    private static final int GRACE_SECONDS = 25;

    @Option(
            names = {"-a", "--provider"},
            paramLabel = "NAME",
            description = "The provider.")
    private @Nullable String provider;

    @Option(
            names = {"-e", "--provider-version"},
            paramLabel = "VERSION",
            split = ",",
            description =
                    "The version that runs. Without it, {version} in --start, --base-url and --ready-url stands for "
                            + "the version that a job is about; with several, only these.")
    private List<String> versions = new ArrayList<>();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "YAML with several providers, in place of the options for one: a list 'providers' of mappings "
                            + "with the names of these options.")
    private @Nullable String config;

    @ArgGroup(validate = false, exclusive = false, order = 2, heading = "%nThe provider:%n")
    private ProviderOptions target = new ProviderOptions();

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "How many jobs at once. Jobs that would meet in the state of one provider wait for each other. "
                            + "Default: ${DEFAULT-VALUE}.")
    private int concurrency = 1;

    @Option(
            names = "--target",
            paramLabel = "NAME=FILE",
            description =
                    "A target of drift checks, and a file with its address: the JDBC URL of a database, or the http URL of an "
                            + "OpenAPI document with headers in further lines. Can be repeated, also without a provider.")
    private List<String> targets = new ArrayList<>();

    @Option(
            names = "--methods",
            paramLabel = "METHOD",
            split = ",",
            defaultValue = "replay",
            description = "What to do: 'replay' of pacts, 'conformance' of a provider with its own OpenAPI document. "
                    + "Default: ${DEFAULT-VALUE}.")
    private List<String> methods = new ArrayList<>();

    @ArgGroup(validate = false, exclusive = false, order = 3, heading = "%nConformance:%n")
    private ConformanceOptions conformance = new ConformanceOptions();

    @Option(names = "--once", description = "Do what there is to do, and end.")
    private boolean once;

    @Option(names = "--max-jobs", paramLabel = "N", description = "End after so many jobs. Default: never.")
    private long mostJobs = Long.MAX_VALUE;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What the broker calls this worker. Default: the name of the host.")
    private @Nullable String name;

    WorkerCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(BrokerClient client) {
        var wait = LONGEST_WAIT.compareTo(client.timeout().dividedBy(2)) < 0
                ? LONGEST_WAIT
                : client.timeout().dividedBy(2);
        var options = new WorkerOptions(
                concurrency, mostJobs, once, wait, FIRST_PAUSE, surroundings().directory());
        var jobs = new HttpJobs(
                client,
                UUID.randomUUID(),
                name(),
                Build.detect(surroundings()).url().orElse(null),
                methods());
        var addresses = DriftTargets.read(surroundings(), targets);
        var drift = new DriftWorker(client, addresses, name(), surroundings().clock(), this::note);
        if (!addresses.isEmpty() && config == null && provider == null) {
            return look(drift);
        }
        var worker = new Worker(providers(), jobs, options, Main.version(), this::note);
        return addresses.isEmpty() ? work(worker) : workAndLook(worker, drift);
    }

    private String name() {
        return name == null ? surroundings().variable("HOSTNAME").orElse("worker") : name;
    }

    /** Drift checks alone. */
    private ExitCode look(DriftWorker drift) {
        var ended = new CountDownLatch(1);
        var hook = new Thread(() -> stop(drift::stop, ended), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            note("%d targets looked at.".formatted(drift.run(once)));
            return ExitCode.YES;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return ExitCode.COULD_NOT_FIND_OUT;
        } finally {
            ended.countDown();
            forget(hook);
        }
    }

    /** Drift checks beside jobs; they end with them. */
    private ExitCode workAndLook(Worker worker, DriftWorker drift) {
        var failure = new CompletableFuture<RuntimeException>();
        var looking = Thread.ofPlatform().name("drift").daemon().start(() -> {
            try {
                drift.run(once);
            } catch (InterruptedException _) {
                // told to stop
            } catch (RuntimeException bug) {
                failure.complete(bug);
                worker.stop();
            }
        });
        var code = work(worker);
        try {
            if (once) {
                looking.join();
            } else {
                drift.stop();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure.isDone()) {
            throw failure.join();
        }
        return code;
    }

    private List<ServedProvider> providers() {
        if (config != null) {
            if (provider != null || target.hasBaseUrl()) {
                throw new UsageFailure("--config has the providers: leave --provider and its options away");
            }
            return WorkerConfig.read(surroundings(), config);
        }
        if (provider == null) {
            throw new UsageFailure("Give --provider with --base-url, or --config");
        }
        return List.of(new ServedProvider(
                provider,
                versions,
                target.baseUrl(),
                target.stateUrl(),
                target.tearsDown(),
                target.messageUrl(),
                target.headers(surroundings()),
                target.redacted(),
                target.replayOptions(),
                target.start(),
                target.readyUrl(),
                target.readyWithin(),
                conformance.settings()));
    }

    private List<String> methods() {
        for (var method : methods) {
            if (!KNOWN.contains(method)) {
                throw new UsageFailure(
                        "'%s' is no method of a worker: %s are".formatted(method, String.join(", ", KNOWN)));
            }
        }
        return methods;
    }

    private ExitCode work(Worker worker) {
        var ended = new CountDownLatch(1);
        var hook = new Thread(() -> stop(worker::stop, ended), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            var summary = worker.run();
            note("%d jobs done, %d given back or taken away.".formatted(summary.done(), summary.failed()));
            return summary.hasStuckThreads() ? ExitCode.COULD_NOT_FIND_OUT : ExitCode.YES;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return ExitCode.COULD_NOT_FIND_OUT;
        } finally {
            ended.countDown();
            forget(hook);
        }
    }

    /** On SIGTERM and SIGINT: what runs is given back first. */
    private void stop(Runnable stop, CountDownLatch ended) {
        note("Stopping: what is not done is given back.");
        stop.run();
        try {
            ended.await(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // it is running: this is the stop
        }
    }
}
