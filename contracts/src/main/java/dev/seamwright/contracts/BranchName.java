package dev.seamwright.contracts;

/** The name of a branch; slashes are allowed, as in git. */
public record BranchName(String value) {
    /**
     * Keeps the value as it is.
     *
     * @throws InvalidInput when it is blank, longer than 255 characters, or holds a line break, tab or control character
     */
    public BranchName {
        Names.check("branch", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
