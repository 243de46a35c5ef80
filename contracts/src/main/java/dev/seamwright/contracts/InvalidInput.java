package dev.seamwright.contracts;

import java.util.List;
import java.util.stream.Collectors;

/** Input that cannot be accepted as it stands. Every detail names the place and what to change there. */
public final class InvalidInput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Detail> details;

    /**
     * One thing to correct.
     *
     * @param pointer a JSON pointer (RFC 6901) into the document, or the name of the parameter
     * @param detail what was found, and the fix, for people
     */
    public record Detail(String pointer, String detail) {
        @Override
        public String toString() {
            return pointer.isEmpty() ? detail : pointer + ": " + detail;
        }
    }

    /** All that is wrong, in the order in which it was found; at least one detail. */
    public InvalidInput(List<Detail> details) {
        super(details.stream().map(Detail::toString).collect(Collectors.joining("; ")));
        if (details.isEmpty()) {
            throw new IllegalArgumentException("invalid input needs at least one detail");
        }
        this.details = List.copyOf(details);
    }

    public InvalidInput(String pointer, String detail) {
        this(List.of(new Detail(pointer, detail)));
    }

    public List<Detail> details() {
        return details;
    }
}
