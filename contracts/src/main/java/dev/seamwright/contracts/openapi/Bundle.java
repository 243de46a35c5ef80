package dev.seamwright.contracts.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A document that may be spread over several files, made one document.
 *
 * @param document whose places name the file where something stands, unless it is the first
 * @param text as it was written, if it is one file; else JSON
 * @param files the other files that it is made of, in the order in which they were met
 */
public record Bundle(OpenApiDocument document, String text, List<String> files) {
    public Bundle {
        files = List.copyOf(files);
    }

    /** Where files are read from. */
    @FunctionalInterface
    public interface Files {
        /**
         * The content of a file.
         *
         * @param file by a path that leads there from where the first file's path leads from, without detours
         * @throws InvalidInput when it cannot or may not be read; the pointer is not looked at
         */
        byte[] read(String file);
    }

    /**
     * Reads a document, and the files that it refers to.
     *
     * @param file the path of the document; references are relative to it
     * @throws InvalidInput when a file is wrong, is not there, or is no file; the message says where that stands
     */
    public static Bundle of(String file, byte[] utf8, Files files) {
        var notes = new ArrayList<Note>();
        var root = OpenApiDocument.tree(utf8, notes);
        var bundler = new Bundler(OpenApiDocument.dialect(root), file, root, notes, files);
        var bundled = bundler.bundle();
        var document = OpenApiDocument.of(bundled, notes);
        return new Bundle(
                document,
                bundled == root ? new String(utf8, StandardCharsets.UTF_8) : written(bundled),
                bundler.others());
    }

    private static String written(Node root) {
        try {
            return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(root.toJson()) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree can be written", impossible);
        }
    }
}
