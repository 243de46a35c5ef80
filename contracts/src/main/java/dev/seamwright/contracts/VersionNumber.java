package dev.seamwright.contracts;

/** The number of one build of a participant, as its owner spells it: a git sha, a semantic version, anything stable. */
public record VersionNumber(String value) {
    /**
     * Keeps the value as it is.
     *
     * @throws InvalidInput when it is blank, longer than 255 characters, or holds a line break, tab or control character
     */
    public VersionNumber {
        Names.check("version", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
