package dev.seamwright.broker;

/** What the process says about its end. */
final class ExitCode {
    static final int OK = 0;
    /** It could not start, or could not do what it was asked. */
    static final int COULD_NOT = 3;
    /** Flags, variables or the configuration file are wrong. */
    static final int USAGE = 4;

    private ExitCode() {}
}
