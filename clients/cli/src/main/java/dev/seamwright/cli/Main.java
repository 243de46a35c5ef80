package dev.seamwright.cli;

import dev.seamwright.cli.database.DatabaseFailure;
import dev.seamwright.cli.http.BrokerFailure;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.schemadiff.postgres.rls.RlsReview;
import dev.seamwright.schemadiff.postgres.server.EmbeddedPostgresException;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. */
public final class Main {
    private static final int WIDTH = 100;

    /** Every command, in the order of the help. */
    private static final Map<String, Function<Surroundings, CommandLine>> COMMANDS = new LinkedHashMap<>();

    static {
        launcher("up", "Start a broker on this machine, with a database of its own.");
        add("publish", PublishCommand::new);
        add("publish-openapi", PublishOpenApiCommand::new);
        add("can-i-deploy", CanIDeployCommand::new);
        add("can-i-merge", CanIMergeCommand::new);
        add("can-i-migrate", CanIMigrateCommand::new);
        add("verdict-key", VerdictKeyCommand::new);
        add("check-workflows", CheckWorkflowsCommand::new);
        add("impact", ImpactCommand::new);
        add("record-deployment", RecordDeploymentCommand::new);
        add("record-undeployment", RecordUndeploymentCommand::new);
        add("record-release", RecordReleaseCommand::new);
        add("record-support-ended", RecordSupportEndedCommand::new);
        COMMANDS.put("environment", EnvironmentCommand::commandLine);
        COMMANDS.put("participant", ParticipantCommand::commandLine);
        COMMANDS.put("version", VersionCommand::commandLine);
        COMMANDS.put("branch", BranchCommand::commandLine);
        COMMANDS.put("pact", PactCommand::commandLine);
        COMMANDS.put("token", TokenCommand::commandLine);
        COMMANDS.put("workspace", WorkspaceCommand::commandLine);
        add("import", ImportCommand::new);
        COMMANDS.put("setup", SetupCommand::commandLine);
        COMMANDS.put("schema", SchemaCommand::commandLine);
        COMMANDS.put("usage", UsageCommand::commandLine);
        COMMANDS.put("drift", DriftCommand::commandLine);
        COMMANDS.put("observed", ObservedCommand::commandLine);
        add("skew", SkewCommand::new);
        add("lint", LintCommand::new);
        COMMANDS.put("review", ReviewCommand::commandLine);
        add("cross-check", CrossCheckCommand::new);
        add("conformance", ConformanceCommand::new);
        add("verify", VerifyCommand::new);
        add("worker", WorkerCommand::new);
        add("mcp", McpCommand::new);
        COMMANDS.put("diff", DiffCommand::commandLine);
        launcher("config", "Print the broker's effective configuration, with secrets masked.");
        launcher("migrate", "Bring a database to the broker's schema.");
        launcher("test", "Run the tests of Seamwright itself.");
        add("completion", CompletionCommand::new);
        COMMANDS.put("help", _ -> new CommandLine(new CommandLine.HelpCommand()));
    }

    private static void launcher(String name, String header) {
        COMMANDS.put(name, surroundings -> LauncherCommand.commandLine(name, header, surroundings));
    }

    private static void add(String name, Function<Surroundings, Object> command) {
        COMMANDS.put(name, surroundings -> new CommandLine(command.apply(surroundings)));
    }

    /** The root: it does nothing by itself. */
    @Command(
            name = "seamwright",
            header = "Tells whether a change at a seam breaks someone on the other side.",
            description = "",
            synopsisSubcommandLabel = "COMMAND",
            commandListHeading = "%nCommands:%n",
            footerHeading = "%nStart here:%n",
            footer = {
                "  seamwright up                                    start a broker on this machine",
                "  seamwright publish pacts                         publish what your consumer tests wrote",
                "  seamwright can-i-deploy -a web -e 1.2.3 --to-environment prod",
                "  seamwright help can-i-deploy                     all of its options, with examples",
                "",
                "Exit codes: 0 yes or done, 1 the answer is no, 2 unknown, 3 could not find out, 4 wrong usage,",
                "5 could not find out and --on-outage says to go on without a verdict."
            })
    static final class Root implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this help.")
        @SuppressWarnings("UnusedVariable") // picocli reads it
        private boolean help;

        @Option(
                names = {"-V", "--version"},
                versionHelp = true,
                description = "Print the version.")
        @SuppressWarnings("UnusedVariable") // picocli reads it
        private boolean version;

        @Override
        public Integer call() {
            spec.commandLine().usage(spec.commandLine().getErr());
            return ExitCode.WRONG_USAGE.code();
        }
    }

    private Main() {}

    public static void main(String[] args) {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        var surroundings = new Surroundings(
                System.getenv(), Path.of("").toAbsolutePath(), System.in, out, err, Clock.systemUTC(), Thread::sleep);
        // halt: no thread of the HTTP client holds up the end
        Runtime.getRuntime().halt(run(surroundings, args));
    }

    /** Runs one command line and says with what code to exit. Whatever goes wrong, it is not 0. */
    public static int run(Surroundings surroundings, String... args) {
        int code;
        try {
            code = commandLine(surroundings, Arrays.asList(args)).execute(args);
        } catch (Throwable failure) { // an Error too must not look like the answer no
            code = crash(surroundings, failure, false);
        }
        surroundings.err().flush();
        if (surroundings.out().checkError() && code == ExitCode.YES.code()) {
            surroundings.err().println("The answer could not be written to the output.");
            return ExitCode.COULD_NOT_FIND_OUT.code();
        }
        return code;
    }

    /** Commands are costly to set up, so only those are that the words can mean: all, if none of the words is a command. */
    static CommandLine commandLine(Surroundings surroundings, List<String> words) {
        var root = new CommandLine(new Root());
        var named = Set.copyOf(words);
        var wanted = COMMANDS.keySet().stream().filter(named::contains).toList();
        var versionOnly = words.equals(List.of("--version")) || words.equals(List.of("-V"));
        var all = (wanted.isEmpty() && !versionOnly) || named.contains("help") || named.contains("completion");
        COMMANDS.forEach((name, command) -> {
            if (all || wanted.contains(name)) {
                root.addSubcommand(name, command.apply(surroundings));
            }
        });
        return configure(root, surroundings);
    }

    private static CommandLine configure(CommandLine root, Surroundings surroundings) {
        root.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
        root.setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8));
        root.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        root.setUsageHelpWidth(WIDTH);
        root.setUsageHelpAutoWidth(false);
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setAbbreviatedOptionsAllowed(false);
        root.setExecutionExceptionHandler((failure, command, _) -> explain(surroundings, failure, verbose(command)));
        root.setParameterExceptionHandler((failure, _) -> wrongUsage(surroundings, failure));
        root.getCommandSpec().version("seamwright " + version());
        return root;
    }

    private static boolean verbose(CommandLine command) {
        return command.getCommand() instanceof BrokerCommand broker
                && broker.brokerOptions().verbose();
    }

    private static int explain(Surroundings surroundings, Exception failure, boolean verbose) {
        var code = switch (failure) {
            case UsageFailure _, InvalidInput _, Rejected _, RlsReview.NotReviewable _ -> ExitCode.WRONG_USAGE;
            case BrokerFailure.Refused refused ->
                refused.status() == 404 || refused.status() == 409 ? ExitCode.NO : ExitCode.WRONG_USAGE;
            case BrokerFailure _,
                    DatabaseFailure _,
                    EmbeddedPostgresException _,
                    Shadow.LimitReached _,
                    Shadow.Busy _ -> ExitCode.COULD_NOT_FIND_OUT;
            default -> null;
        };
        if (code == null) {
            return crash(surroundings, failure, verbose);
        }
        surroundings.err().println(failure.getMessage());
        if (verbose) {
            failure.printStackTrace(surroundings.err());
        }
        return code.code();
    }

    private static int crash(Surroundings surroundings, Throwable failure, boolean verbose) {
        surroundings.err().println("Seamwright itself failed, which is a bug: " + failure);
        if (verbose) {
            failure.printStackTrace(surroundings.err());
        }
        return ExitCode.COULD_NOT_FIND_OUT.code();
    }

    private static int wrongUsage(Surroundings surroundings, ParameterException failure) {
        var command = failure.getCommandLine();
        surroundings.err().println(failure.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(failure, command.getErr())) {
            surroundings
                    .err()
                    .println("See: %s --help".formatted(command.getCommandSpec().qualifiedName()));
        }
        return ExitCode.WRONG_USAGE.code();
    }

    /** The version of this build; {@code development} when it does not run from its jar. */
    static String version() {
        var version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
