package dev.seamwright.contracts.openapi;

import org.jspecify.annotations.Nullable;

/**
 * Where something stands in a document.
 *
 * @param pointer a JSON pointer (RFC 6901); empty for the whole document
 * @param line counted from 1
 * @param column counted from 1, in characters
 * @param file which of several files that were bundled; null when there is one
 */
public record Place(
        String pointer, int line, int column, @Nullable String file) {
    public Place(String pointer, int line, int column) {
        this(pointer, line, column, null);
    }

    /**
     * The file, for reports.
     *
     * @param first what the first file is called there
     */
    public String fileOr(String first) {
        return file == null ? first : file;
    }

    /** The line and the column, with the file where there are several. */
    String spot() {
        return file == null ? "line %d, column %d".formatted(line, column) : "%s:%d:%d".formatted(file, line, column);
    }

    @Override
    public String toString() {
        return "%s (%s)".formatted(pointer.isEmpty() ? "the document" : pointer, spot());
    }
}
