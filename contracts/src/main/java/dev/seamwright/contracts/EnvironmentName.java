package dev.seamwright.contracts;

/** The name of an environment, such as {@code production}. It holds no white space. */
public record EnvironmentName(String value) {
    /**
     * Keeps the value as it is.
     *
     * @throws InvalidInput when it is blank, longer than 255 characters, or holds white space or a control character
     */
    public EnvironmentName {
        Names.checkNoWhitespace("environment", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
