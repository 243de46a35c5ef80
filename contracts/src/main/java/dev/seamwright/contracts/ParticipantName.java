package dev.seamwright.contracts;

/** The name of something that owns versions. Case matters; spaces and slashes are allowed. */
public record ParticipantName(String value) {
    /**
     * Keeps the value as it is.
     *
     * @throws InvalidInput when it is blank, longer than 255 characters, or holds a line break, tab or control character
     */
    public ParticipantName {
        Names.check("participant", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
