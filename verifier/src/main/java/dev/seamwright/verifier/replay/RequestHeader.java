package dev.seamwright.verifier.replay;

import dev.seamwright.contracts.InvalidInput;
import java.util.regex.Pattern;

/** A header that is sent with every request to the provider, in place of the pact's own: its value may be a secret. */
public record RequestHeader(String name, String value) {
    /** RFC 9110 §5.1. */
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e\\x80-\\xff]*");

    public RequestHeader {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidInput("header", "'" + name + "' is no name of a header; write NAME: VALUE");
        }
        value = value.strip();
        if (!VALUE.matcher(value).matches()) {
            throw new InvalidInput("header " + name, "has a value with characters that no header can hold");
        }
    }

    /** Shows no value. */
    @Override
    public String toString() {
        return name;
    }
}
