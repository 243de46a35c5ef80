package dev.seamwright.maven;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.toolchain.ToolchainManager;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/** A goal that is a command. Its answer goes to the build's log; when it is not yes, the build fails with one line that says what to do. */
abstract class CommandMojo extends AbstractMojo {
    private static final int OLDEST_JDK = 25;
    private static final int NO = 1;
    private static final int UNKNOWN = 2;
    private static final int PASSED_WITHOUT_A_VERDICT = 5;

    /** What messages of the command line call by its options. */
    private static final Map<String, String> PARAMETERS = Map.of(
            "--broker", "seamwright.brokerUrl",
            "--token", "SEAMWRIGHT_TOKEN",
            "--version", "seamwright.version",
            "--branch", "seamwright.branch",
            "--migrations", "seamwright.migrations",
            "--database-url", "seamwright.databaseUrl",
            "--retry-while-unknown", "seamwright.retryWhileUnknown",
            "--base-url", "seamwright.baseUrl");

    /** The broker; without it SEAMWRIGHT_BROKER_URL, or http://127.0.0.1:9292. */
    @Parameter(property = "seamwright.brokerUrl")
    private @Nullable String brokerUrl;

    /** An API token. Prefer the variable SEAMWRIGHT_TOKEN, which stands in no file. */
    @Parameter(property = "seamwright.token")
    private @Nullable String token;

    /** How many seconds one request may take. */
    @Parameter(property = "seamwright.timeout", defaultValue = "30")
    private int timeout;

    /** A JDK 25 or newer; without it the one that Maven runs on, or that of a toolchain. */
    @Parameter(property = "seamwright.jdk")
    private @Nullable File jdk;

    /** Whether to do nothing. */
    @Parameter(property = "seamwright.skip", defaultValue = "false")
    private boolean skip;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private @Nullable MavenSession session;

    @Parameter(defaultValue = "${plugin.version}", readonly = true, required = true)
    private String pluginVersion = "";

    @Parameter(defaultValue = "${project.basedir}", readonly = true, required = true)
    private File directory = new File("");

    @Inject
    private @Nullable RepositorySystem repositories;

    @Inject
    private @Nullable ToolchainManager toolchains;

    /** What to run, one after the other as long as they succeed. */
    abstract List<Arguments> commands() throws MojoExecutionException;

    /** What it means that the answer is no, and what to do. */
    abstract String no();

    /** What it means that the answer is not known, and what to do. */
    String unknown() {
        return "It is not known; what is missing stands above.";
    }

    /** What the last line of a command's errors means in a build. */
    String inWordsOfBuild(String reason) {
        return reason;
    }

    /** The value of a parameter that has to be set. */
    static String given(@Nullable Object value, String parameter, String what) throws MojoExecutionException {
        if (value == null || value.toString().isBlank()) {
            throw new MojoExecutionException("Set %s: %s.".formatted(parameter, what));
        }
        return value.toString();
    }

    /** Whether they replay pacts. */
    boolean replays() {
        return false;
    }

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("Skipped, as seamwright.skip says.");
            return;
        }
        var java = java();
        var libraries = new CommandLineLibraries(
                        required(repositories),
                        required(session).getRepositorySession(),
                        required(session).getCurrentProject().getRemotePluginRepositories())
                .resolve(pluginVersion, replays());
        for (var command : commands()) {
            if (command.asksBroker()) {
                command.option("--broker", brokerUrl).option("--timeout", timeout);
            }
            run(java, libraries, command.words());
        }
    }

    private void run(Path java, List<Path> libraries, List<String> words)
            throws MojoExecutionException, MojoFailureException {
        var command = new ArrayList<>(List.of(
                java.toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                libraries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                "dev.seamwright.cli.Main"));
        command.addAll(words);
        getLog().debug("seamwright " + String.join(" ", words));
        var builder = new ProcessBuilder(command).directory(directory);
        if (token != null && !token.isBlank()) {
            builder.environment().put("SEAMWRIGHT_TOKEN", token);
        }
        var errors = new ArrayList<String>();
        var answered = false;
        int code;
        try {
            var process = builder.start();
            process.getOutputStream().close();
            var reading = new Thread(() -> read(process.errorReader(UTF_8), errors));
            reading.start();
            for (var line : (Iterable<String>) process.inputReader(UTF_8).lines()::iterator) {
                answered |= !line.isBlank();
                getLog().info(line);
            }
            reading.join();
            code = process.waitFor();
        } catch (IOException failure) {
            throw new MojoExecutionException(java + " cannot be run: " + failure.getMessage(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new MojoExecutionException("Interrupted.", interrupted);
        }
        judge(words.get(0), code, answered, errors);
    }

    private static void read(BufferedReader from, List<String> into) {
        from.lines().forEach(into::add);
    }

    private void judge(String command, int code, boolean answered, List<String> errors)
            throws MojoExecutionException, MojoFailureException {
        var reason = errors.stream()
                .filter(line -> !line.isBlank() && !line.startsWith("See: "))
                .reduce((former, latter) -> latter)
                .map(line -> inWordsOfBuild(inWordsOfMaven(line.strip())))
                .orElse("");
        if (code == 0) {
            errors.forEach(getLog()::info);
            return;
        }
        errors.stream().filter(line -> !line.isBlank()).forEach(getLog()::warn);
        if (code == PASSED_WITHOUT_A_VERDICT) {
            getLog().warn("The build goes on WITHOUT A VERDICT, as seamwright.onOutage=pass asks.");
            return;
        }
        if (code == NO) {
            throw new MojoFailureException(answered || reason.isEmpty() ? no() : reason);
        }
        if (code == UNKNOWN) {
            throw new MojoFailureException(answered || reason.isEmpty() ? unknown() : reason);
        }
        throw new MojoExecutionException(
                reason.isEmpty() ? "seamwright %s ended with exit code %d.".formatted(command, code) : reason);
    }

    private static String inWordsOfMaven(String line) {
        var told = line;
        for (var parameter : PARAMETERS.entrySet()) {
            told = told.replaceAll(parameter.getKey() + "\\b(?!-)", parameter.getValue());
        }
        return told;
    }

    private Path java() throws MojoExecutionException {
        if (jdk != null) {
            return program(jdk.toPath());
        }
        if (Runtime.version().feature() >= OLDEST_JDK) {
            return program(Path.of(System.getProperty("java.home")));
        }
        return required(toolchains)
                .getToolchains(required(session), "jdk", Map.of("version", "[" + OLDEST_JDK + ",)"))
                .stream()
                .map(toolchain -> toolchain.findTool("java"))
                .findFirst()
                .map(Path::of)
                .orElseThrow(() -> new MojoExecutionException(
                        "Seamwright needs a JDK %d or newer: run Maven on one, name one in toolchains.xml, or set seamwright.jdk to its directory."
                                .formatted(OLDEST_JDK)));
    }

    private static Path program(Path home) throws MojoExecutionException {
        var java = home.resolve("bin").resolve("java");
        if (Files.isExecutable(java)) {
            return java;
        }
        var windows = home.resolve("bin").resolve("java.exe");
        if (Files.isExecutable(windows)) {
            return windows;
        }
        throw new MojoExecutionException(
                "%s is no JDK: there is no bin/java. Set seamwright.jdk to the directory of one.".formatted(home));
    }

    private static <T> T required(@Nullable T injected) {
        if (injected == null) {
            throw new IllegalStateException("Maven injects it");
        }
        return injected;
    }
}
