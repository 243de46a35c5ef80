package dev.seamwright.contracts;

/** The name of a tag on a version. */
public record TagName(String value) {
    /**
     * Keeps the value as it is.
     *
     * @throws InvalidInput when it is blank, longer than 255 characters, or holds a line break, tab or control character
     */
    public TagName {
        Names.check("tag", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
