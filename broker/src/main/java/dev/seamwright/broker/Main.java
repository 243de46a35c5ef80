package dev.seamwright.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seamwright.broker.config.ConfigLoader;
import dev.seamwright.broker.config.Configuration;
import dev.seamwright.broker.config.InvalidConfiguration;
import dev.seamwright.broker.config.Settings;
import dev.seamwright.broker.config.Words;
import dev.seamwright.broker.db.Database;
import dev.seamwright.broker.db.EmbeddedDatabase;
import dev.seamwright.broker.db.IsolationGuard;
import dev.seamwright.broker.demo.Demo;
import dev.seamwright.broker.telemetry.Logs;
import dev.seamwright.schemadiff.postgres.server.EmbeddedPostgresException;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The broker's command line: {@code up}, which is meant when nothing is said, {@code config} and {@code migrate}. */
public final class Main {
    private static final String UP = "up";
    private static final Map<String, String> COMMANDS = Map.of(
            UP,
            "Starts the broker, and its own PostgreSQL unless database-url names another one.",
            "config",
            "Prints the effective configuration and where each value came from; secrets are masked.",
            "migrate",
            "Brings the database's schema up to date, and ends.");

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    Main(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    public static void main(String[] args) {
        System.exit(new Main(System.getenv(), System.out, System.err).run(args));
    }

    /** Returns an {@link ExitCode}; not at all while the broker serves. */
    int run(String... args) {
        var command = args.length > 0 && COMMANDS.containsKey(args[0]) ? args[0] : UP;
        if (args.length > 0 && !args[0].equals(command) && !args[0].startsWith("-")) {
            err.printf(
                    "seamwright: there is no command '%s'; did you mean '%s'?%n",
                    args[0], Words.nearest(args[0], COMMANDS.keySet()));
            return ExitCode.USAGE;
        }
        var arguments = List.of(args).subList(args.length > 0 && args[0].equals(command) ? 1 : 0, args.length);
        var line = commandLine(command);
        try {
            var parsed = line.parseArgs(arguments.toArray(String[]::new));
            if (CommandLine.printHelpIfRequested(parsed)) {
                return ExitCode.OK;
            }
            var home = Path.of(System.getProperty("user.home"));
            return execute(command, ConfigLoader.load(flags(parsed), environment, home));
        } catch (CommandLine.ParameterException wrong) {
            var unknown = wrong instanceof CommandLine.UnmatchedArgumentException unmatched
                    ? unmatched.getUnmatched().getFirst()
                    : null;
            err.println("seamwright: "
                    + (unknown == null
                            ? wrong.getMessage()
                            : "'%s' is not known; did you mean '%s'?"
                                    .formatted(
                                            unknown,
                                            Words.nearest(
                                                    unknown,
                                                    line.getCommandSpec()
                                                            .optionsMap()
                                                            .keySet()))));
            return ExitCode.USAGE;
        } catch (InvalidConfiguration invalid) {
            String.valueOf(invalid.getMessage()).lines().forEach(mistake -> err.println("seamwright: " + mistake));
            return ExitCode.USAGE;
        }
    }

    private int execute(String command, Configuration settings) {
        var config = BrokerConfig.of(settings);
        if (command.equals("config")) {
            out.print(settings.print());
            return ExitCode.OK;
        }
        Logs.use(
                settings.get(Settings.LOG_FORMAT) == Settings.LogFormat.JSON,
                settings.get(Settings.LOG_LEVEL).name());
        try {
            return command.equals(UP) ? up(config) : migrate(config);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return ExitCode.COULD_NOT;
        } catch (RuntimeException failure) {
            explain(failure, config)
                    .ifPresentOrElse(
                            cause -> err.println("seamwright: " + cause),
                            () -> LoggerFactory.getLogger(Main.class).error("could not start", failure));
            return ExitCode.COULD_NOT;
        }
    }

    private int up(BrokerConfig config) throws InterruptedException {
        requirePort(config); // before minutes of unpacking and migrating
        var broker = Broker.start(config, Clock.systemUTC());
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> stop(broker)));
        out.println(url(config, broker.port()));
        if (broker.hasDemo()) {
            out.println(Demo.invitation());
        }
        out.flush();
        new CountDownLatch(1).await();
        return ExitCode.OK;
    }

    /** Runs when a signal has ended the process; without the halt its exit code would be the signal's. */
    private void stop(Broker broker) {
        var code = ExitCode.COULD_NOT;
        try {
            broker.stop();
            code = ExitCode.OK;
        } catch (InterruptedException | RuntimeException failure) {
            LoggerFactory.getLogger(Main.class).error("did not stop cleanly", failure);
        } finally {
            out.flush();
            err.flush();
            Runtime.getRuntime().halt(code);
        }
    }

    private int migrate(BrokerConfig config) {
        if (config.database() == null) {
            try (var embedded = EmbeddedDatabase.start(config.dataDir(), 1);
                    var database = Database.open(embedded.settings(), Clock.systemUTC())) {
                out.println("The schema is up to date: " + database.pool().getJdbcUrl());
            }
            return ExitCode.OK;
        }
        var owner = config.database().owner();
        if (owner == null) {
            throw new InvalidConfiguration(
                    List.of(
                            "Migrating needs the owner's login: --database-owner-url postgresql://OWNER:PASSWORD@HOST/DATABASE."));
        }
        Database.migrate(owner, config.database().server());
        out.println("The schema is up to date: " + owner.url());
        return ExitCode.OK;
    }

    private static void requirePort(BrokerConfig config) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(config.host(), config.port()));
        } catch (IOException taken) {
            throw new JavalinBindException(String.valueOf(taken.getMessage()), taken);
        }
    }

    private static String url(BrokerConfig config, int port) {
        if (config.baseUrl() != null) {
            return config.baseUrl();
        }
        var host = config.host();
        try {
            host = InetAddress.getByName(host).isAnyLocalAddress() ? "localhost" : host;
        } catch (java.net.UnknownHostException impossible) {
            throw new IllegalStateException("it is bound to " + host, impossible);
        }
        return "http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, port);
    }

    /** What an operator can do something about, in one line; empty for a fault of ours. */
    private static Optional<String> explain(RuntimeException failure, BrokerConfig config) {
        return switch (failure) {
            case InvalidConfiguration f -> Optional.of(String.valueOf(f.getMessage()));
            case IsolationGuard.Refused f -> Optional.of(String.valueOf(f.getMessage()));
            case Database.SchemaOutdated f -> Optional.of(String.valueOf(f.getMessage()));
            case EmbeddedPostgresException f -> Optional.of(String.valueOf(f.getMessage()));
            case Shadow.Unusable f -> Optional.of(String.valueOf(f.getMessage()));
            case JavalinBindException f ->
                Optional.of(
                        "Cannot listen on %s port %d: %s. Stop the program that uses it, or choose another with --port."
                                .formatted(
                                        config.host(),
                                        config.port(),
                                        causes(f).reduce(f, (a, b) -> b).getMessage()));
            default ->
                causes(failure)
                        .filter(SQLException.class::isInstance)
                        .findFirst()
                        .map(sql -> "Cannot use the database %s: %s"
                                .formatted(
                                        config.database() == null
                                                ? "in " + config.dataDir()
                                                : config.database().server(),
                                        String.valueOf(sql.getMessage())
                                                .lines()
                                                .findFirst()
                                                .orElse("")));
        };
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause);
    }

    private static Map<String, String> flags(CommandLine.ParseResult parsed) {
        var flags = new LinkedHashMap<String, String>();
        for (var option : parsed.matchedOptions()) {
            flags.put(option.longestName().substring(2), String.valueOf(option.<Object>getValue()));
        }
        return flags;
    }

    private CommandLine commandLine(String command) {
        var spec = CommandSpec.create()
                .name("seamwright " + command)
                .version("seamwright " + Broker.version())
                .mixinStandardHelpOptions(true);
        spec.usageMessage()
                .description(String.valueOf(COMMANDS.get(command)))
                .footer(
                        "",
                        "Each setting is also an environment variable, SEAMWRIGHT_DATA_DIR for --data-dir, and a key of the configuration file.",
                        "Commands: up, config, migrate. All settings: docs/configuration.md")
                .width(110)
                .sortOptions(false);
        spec.addOption(option("config", "PATH", "The configuration file; default: ~/.seamwright/seamwright.conf."));
        for (var setting : Settings.ALL) {
            var fallback = setting.fallback() == null || setting.fallback().isEmpty()
                    ? ""
                    : " Default: " + setting.fallback() + ".";
            var label = setting.type().label();
            spec.addOption(
                    label.equals("on|off")
                            ? OptionSpec.builder("--" + setting.name())
                                    .type(String.class)
                                    .arity("0..1")
                                    .fallbackValue("on")
                                    .paramLabel(label)
                                    .description(setting.description() + fallback)
                                    .build()
                            : option(setting.name(), label, setting.description() + fallback));
            if (setting.holdsSecret()) {
                spec.addOption(option(setting.fileName(), "PATH", "A file with the value of " + setting.name() + "."));
            }
        }
        return new CommandLine(spec)
                .setOut(new PrintWriter(new OutputStreamWriter(out, UTF_8), true))
                .setErr(new PrintWriter(new OutputStreamWriter(err, UTF_8), true));
    }

    private static OptionSpec option(String name, String label, String description) {
        return OptionSpec.builder("--" + name)
                .type(String.class)
                .paramLabel(label)
                .description(description.replace("%", "%%"))
                .build();
    }
}
