package dev.seamwright.cli.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks the git program. Where it is not installed, or the directory is not in a repository, nothing is known. */
final class Git {
    private static final int PATIENCE_SECONDS = 10;

    private Git() {}

    static Optional<String> commit(Path directory) {
        return ask(directory, "git", "rev-parse", "--verify", "--quiet", "HEAD");
    }

    static Optional<String> branch(Path directory) {
        return ask(directory, "git", "symbolic-ref", "--short", "--quiet", "HEAD");
    }

    private static Optional<String> ask(Path directory, String... command) {
        try {
            var git = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            git.getOutputStream().close();
            // A commit or a branch fits into the pipe, so waiting before reading cannot block git.
            if (!git.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                git.destroyForcibly();
                return Optional.empty();
            }
            var answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.exitValue() == 0 && !answer.isEmpty() ? Optional.of(answer) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty(); // git is not installed
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
