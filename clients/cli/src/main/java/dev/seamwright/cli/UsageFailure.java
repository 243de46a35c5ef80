package dev.seamwright.cli;

/** The command line, or a file named on it, is wrong. The message names the place and the fix. */
public final class UsageFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageFailure(String message) {
        super(message);
    }
}
