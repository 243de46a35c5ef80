package dev.seamwright.contracts.openapi;

/**
 * Where something stands in a document.
 *
 * @param pointer a JSON pointer (RFC 6901); empty for the whole document
 * @param line counted from 1
 * @param column counted from 1, in characters
 */
public record Place(String pointer, int line, int column) {
    @Override
    public String toString() {
        return "%s (line %d, column %d)".formatted(pointer.isEmpty() ? "the document" : pointer, line, column);
    }
}
