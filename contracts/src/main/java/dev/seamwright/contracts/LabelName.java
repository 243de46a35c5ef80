package dev.seamwright.contracts;

/** The name of a label on a participant. */
public record LabelName(String value) {
    /**
     * Keeps the value as it is.
     *
     * @throws InvalidInput when it is blank, longer than 255 characters, or holds a line break, tab or control character
     */
    public LabelName {
        Names.check("label", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
