package dev.seamwright.cli;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.pact.MergeResult;
import dev.seamwright.contracts.pact.Pact;
import dev.seamwright.verifier.footprint.Consumer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pacts in files. All of them are read and checked before the first one is used. */
final class PactFiles {
    private final Path directory;
    private final List<String> problems = new ArrayList<>();
    private final Map<Pair, PactFile> pacts = new LinkedHashMap<>();

    /** A pact, with the file that it stands in; for a union the first of them. */
    record PactFile(Path file, String consumer, String provider, Pact pact) {}

    private record Pair(String consumer, String provider) {}

    private PactFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * Reads files, and the files that end in {@code .json} in directories, in the order of their names. Several files of the same
     * consumer and provider become the union of their interactions.
     *
     * @param directory what relative names are relative to
     * @return at least one pact
     * @throws UsageFailure when there is none, or when anything is wrong: all that is wrong, a line each
     */
    static List<PactFile> read(Path directory, List<String> names) {
        var files = new PactFiles(directory);
        for (var name : names) {
            files.expand(name).forEach(files::add);
        }
        if (!files.problems.isEmpty()) {
            throw new UsageFailure("Nothing was done:\n  " + String.join("\n  ", files.problems));
        }
        return List.copyOf(files.pacts.values());
    }

    /** The consumers of pacts, taken to be deployed, since that is why they are asked about; none for no names. */
    static List<Consumer> consumers(Path directory, List<String> names) {
        if (names.isEmpty()) {
            return List.of();
        }
        return read(directory, names).stream()
                .map(file -> new Consumer(file.consumer(), "", List.of("deployed"), file.pact()))
                .toList();
    }

    private List<Path> expand(String name) {
        var path = directory.resolve(name);
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (var entries = Files.list(path)) {
            var files = entries.filter(file -> file.toString().endsWith(".json") && Files.isRegularFile(file))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                problems.add(
                        "%s: holds no file that ends in .json; run the consumer's tests first, which write the pacts"
                                .formatted(name));
            }
            return files;
        } catch (IOException failure) {
            problems.add("%s: cannot be read: %s".formatted(name, FileFailure.reason(failure)));
            return List.of();
        }
    }

    private void add(Path file) {
        try {
            var pact = Pact.parse(Files.readAllBytes(file));
            var consumer = name("/consumer/name", pact.consumerName());
            var provider = name("/provider/name", pact.providerName());
            var pair = new Pair(consumer, provider);
            var first = pacts.get(pair);
            if (first == null) {
                pacts.put(pair, new PactFile(file, consumer, provider, pact));
            } else {
                unite(pair, first, file, pact);
            }
        } catch (InvalidInput invalid) {
            invalid.details().forEach(detail -> problems.add("%s: %s".formatted(shown(file), detail)));
        } catch (IOException failure) {
            problems.add("%s: cannot be read: %s".formatted(shown(file), FileFailure.reason(failure)));
        }
    }

    private static String name(String pointer, Optional<String> name) {
        return new ParticipantName(name.orElseThrow(
                        () -> new InvalidInput(pointer, "is missing; a pact names its consumer and its provider")))
                .value();
    }

    private void unite(Pair pair, PactFile first, Path file, Pact pact) {
        switch (first.pact().merge(pact)) {
            case MergeResult.Merged(var union) ->
                pacts.put(pair, new PactFile(first.file(), pair.consumer(), pair.provider(), union));
            case MergeResult.PactConflict(var clashes) ->
                clashes.forEach(clash -> problems.add("%s: %s (and %s in %s)"
                        .formatted(shown(file), clash.detail(), clash.before(), shown(first.file()))));
        }
    }

    private Path shown(Path file) {
        return file.startsWith(directory) ? directory.relativize(file) : file;
    }
}
