package dev.seamwright.cli.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.cli.UsageFailure;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far an import has come: a file with a line of JSON a finished step, so that a killed import loses none. A line that was
 * cut off at the end counts as not written.
 */
final class Journal implements AutoCloseable {
    private static final String CURSOR = "cursor";
    private static final String CONTENT = "content";

    private final OutputStream out;
    private final Map<String, String> cursors;
    private final Map<Content, String> contents;

    /** The content of a pact, and by which name the brokers on both sides know it. */
    record Content(String consumer, String provider, String sourceSha, String targetSha) {}

    private Journal(OutputStream out, Map<String, String> cursors, Map<Content, String> contents) {
        this.out = out;
        this.cursors = cursors;
        this.contents = contents;
    }

    /**
     * Opens the journal of an import, or begins one.
     *
     * @param restart forget what is there
     * @throws UsageFailure when the file is the journal of another import, or no journal
     */
    static Journal open(Path file, String from, String to, boolean restart) throws IOException {
        var directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        var title = line("import", from, to);
        if (restart) {
            Files.deleteIfExists(file);
        }
        Map<String, String> cursors = new HashMap<>();
        Map<Content, String> contents = new LinkedHashMap<>();
        var text = Files.exists(file) ? Files.readString(file) : "";
        var whole = text.substring(0, text.lastIndexOf('\n') + 1);
        if (!whole.isEmpty()) {
            if (!whole.startsWith(title)) {
                throw new UsageFailure("%s is not the state of an import from %s to %s; name another file with --state"
                        .formatted(file, from, to));
            }
            whole.lines().skip(1).forEach(line -> read(file, line, cursors, contents));
        }
        var out = Files.newOutputStream(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        out.write((whole.isEmpty() ? title : whole).getBytes(StandardCharsets.UTF_8));
        return new Journal(out, cursors, contents);
    }

    /** A journal that is kept nowhere, for a dry run. */
    static Journal none() {
        return new Journal(OutputStream.nullOutputStream(), new HashMap<>(), new LinkedHashMap<>());
    }

    private static void read(Path file, String line, Map<String, String> cursors, Map<Content, String> contents) {
        var words = new ArrayList<String>();
        try {
            Json.parse(line.getBytes(StandardCharsets.UTF_8)).forEach(word -> words.add(word.asText()));
        } catch (InvalidInput invalid) {
            throw new UsageFailure("%s is damaged: %s; start over with --restart, which repeats nothing that is there"
                    .formatted(file, invalid.getMessage()));
        }
        switch (words.getFirst()) {
            case CURSOR -> cursors.put(words.get(1), words.get(2));
            case CONTENT ->
                contents.put(new Content(words.get(1), words.get(2), words.get(3), words.get(4)), words.get(5));
            default -> throw new UsageFailure("%s has a line that is unknown here: %s".formatted(file, line));
        }
    }

    /** Where the steps of one kind have come to. */
    Optional<String> cursor(String kind) {
        return Optional.ofNullable(cursors.get(kind));
    }

    void moveCursor(String kind, String to) {
        cursors.put(kind, to);
        write(line(CURSOR, kind, to));
    }

    /** Remembers a content under the newest consumer version that has it. */
    void content(Content content, String consumerVersion) {
        contents.put(content, consumerVersion);
        write(line(
                CONTENT,
                content.consumer(),
                content.provider(),
                content.sourceSha(),
                content.targetSha(),
                consumerVersion));
    }

    /** Every content seen so far, in the order of its first publication, with the newest consumer version that has it. */
    Map<Content, String> contents() {
        return contents;
    }

    private void write(String line) {
        try {
            out.write(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException("the state of the import cannot be written", failure);
        }
    }

    private static String line(String... words) {
        var array = JsonNodeFactory.instance.arrayNode();
        List.of(words).forEach(array::add);
        return new String(Json.write(array), StandardCharsets.UTF_8) + "\n";
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
