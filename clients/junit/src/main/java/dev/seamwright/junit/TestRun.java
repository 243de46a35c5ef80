package dev.seamwright.junit;

import dev.seamwright.junit.CommandLine.Answer;
import dev.seamwright.junit.CommandLine.Words;
import dev.seamwright.recorder.Recorder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** All tests of this JVM. It is closed when the last of them has ended, and then publishes. */
final class TestRun implements AutoCloseable {
    private final Settings settings;
    private final CommandLine commands;
    private final Set<String> participants = ConcurrentHashMap.newKeySet();
    private final Set<String> pacts = ConcurrentHashMap.newKeySet();
    private final Set<String> schema = ConcurrentHashMap.newKeySet();
    private final AtomicInteger failures = new AtomicInteger();

    TestRun(Settings settings) {
        this.settings = settings;
        this.commands = new CommandLine(settings);
    }

    Settings settings() {
        return settings;
    }

    CommandLine commands() {
        return commands;
    }

    /** What a class of tests says of the run. */
    void take(PublishContracts annotation) {
        if (!annotation.participant().isEmpty()) {
            participants.add(annotation.participant());
        }
        pacts.addAll(Arrays.asList(annotation.pacts()));
        schema.addAll(Arrays.asList(annotation.schema()));
    }

    /** A test failed: the run proves nothing. */
    void failed() {
        failures.incrementAndGet();
    }

    /** The service, where it is named. */
    Optional<String> participant() {
        var given = settings.get("participant");
        if (given.isEmpty() && participants.size() > 1) {
            throw new ExtensionConfigurationException(
                    "Tests of one run name several participants: %s. Name the one that is meant in seamwright.participant."
                            .formatted(String.join(", ", participants)));
        }
        return given.or(() -> participants.stream().findFirst());
    }

    @Override
    public void close() {
        Recorder.flushAll();
        var found = found();
        if (found.isEmpty()) {
            return;
        }
        if (!settings.publishes()) {
            say("%s; nothing is published (seamwright.publish is never, ci or always)"
                    .formatted(String.join(", ", found)));
            return;
        }
        if (failures.get() > 0) {
            say("%s; nothing is published, since tests failed".formatted(String.join(", ", found)));
            return;
        }
        var problems = alone(this::publish);
        problems.forEach(problem -> say("not published: " + problem));
        if (!problems.isEmpty() && settings.failsBuild()) {
            throw new IllegalStateException("Not published: " + String.join(" ", problems));
        }
    }

    private List<String> found() {
        var found = new ArrayList<String>();
        var written = pactFiles();
        if (!written.isEmpty()) {
            found.add("%d pacts in %s".formatted(count(written), join(written)));
        }
        for (var database : Recorder.databases()) {
            if (!Recorder.recordings(database).isEmpty()) {
                found.add("statements for %s in %s".formatted(database, Recorder.directory()));
            }
        }
        return found;
    }

    /** The directories of pacts that have some. */
    private List<Path> pactFiles() {
        var named = settings.list("pacts");
        var isGradle = Files.exists(Path.of("build.gradle")) || Files.exists(Path.of("build.gradle.kts"));
        var places = !named.isEmpty()
                ? named
                : !pacts.isEmpty() ? List.copyOf(pacts) : List.of(isGradle ? "build/pacts" : "target/pacts");
        return new LinkedHashSet<>(places)
                .stream()
                        .map(Path::of)
                        .filter(place -> count(List.of(place)) > 0)
                        .toList();
    }

    private static long count(List<Path> places) {
        var count = 0L;
        for (var place : places) {
            if (!Files.isDirectory(place)) {
                continue;
            }
            try (Stream<Path> files = Files.list(place)) {
                count += files.filter(file -> file.toString().endsWith(".json")).count();
            } catch (IOException unreadable) {
                throw new UncheckedIOException("%s cannot be read".formatted(place), unreadable);
            }
        }
        return count;
    }

    private static String join(List<Path> places) {
        return String.join(", ", places.stream().map(Path::toString).toList());
    }

    /** One JVM at a time, where tests run in several: they write the same documents. */
    private static <T> T alone(Supplier<T> action) {
        var directory = Recorder.directory();
        try {
            Files.createDirectories(directory);
            try (var file = FileChannel.open(
                    directory.resolve("publishing.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                file.lock(); // until it is closed
                return action.get();
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException("%s cannot be written".formatted(directory), unwritable);
        }
    }

    /** @return what went wrong, a line each */
    private List<String> publish() {
        var problems = new ArrayList<String>();
        var written = pactFiles();
        if (!written.isEmpty()) {
            var merge = settings.get("merge").filter("true"::equalsIgnoreCase).isPresent();
            tell(
                    commands.ask(forVersion(new Words("publish"))
                            .flag("--merge", merge)
                            .files(written)),
                    problems);
        }
        for (var database : Recorder.databases()) {
            if (!Recorder.recordings(database).isEmpty()) {
                publish(database, problems);
            }
        }
        return problems;
    }

    private void publish(String database, List<String> problems) {
        var consumer = participant();
        if (consumer.isEmpty()) {
            problems.add(
                    "who runs the statements on %s is not known: name the service in @PublishContracts or in seamwright.participant."
                            .formatted(database));
            return;
        }
        var usage =
                Recorder.directory().resolve("usage-%s.json".formatted(database.replaceAll("[^A-Za-z0-9._-]", "_")));
        var known = settings.list("schema");
        var recorded = commands.run(new Words("usage", "record")
                .options("--from-recording", Recorder.recordings(database))
                .options("--resolve-schema", known.isEmpty() ? new LinkedHashSet<>(schema) : known)
                .option("--role", settings.get("role"))
                .option("--output", Optional.of(usage)));
        tell(recorded, problems);
        if (recorded.isDone()) {
            tell(
                    commands.ask(forVersion(new Words("usage", "publish"))
                            .option("--participant", consumer)
                            .option("--database", Optional.of(database))
                            .files(List.of(usage))),
                    problems);
        }
    }

    private Words forVersion(Words command) {
        return command.option("--version", settings.get("version")).option("--branch", settings.get("branch"));
    }

    private static void tell(Answer answer, List<String> problems) {
        answer.lines().forEach(TestRun::say);
        if (!answer.isDone()) {
            problems.add(answer.reason());
        }
    }

    /** Where the output of tests goes: the run is over, and JUnit has no place for what comes after it. */
    private static void say(String line) {
        System.out.println("seamwright: " + line);
    }
}
