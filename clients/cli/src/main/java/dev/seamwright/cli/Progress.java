package dev.seamwright.cli;

import java.io.PrintStream;

/** Says what is being done, on stderr, where it takes long enough to be wondered about. */
final class Progress {
    private static final int MANY_BYTES = 1_000_000;
    private static final int MANY_THINGS = 200;

    private final PrintStream err;

    Progress(PrintStream err) {
        this.err = err;
    }

    /** Of a document of that size. */
    void ofBytes(int bytes, String message) {
        say(bytes >= MANY_BYTES, message);
    }

    /** Of so many operations or interactions. */
    void of(int things, String message) {
        say(things >= MANY_THINGS, message);
    }

    private void say(boolean isLong, String message) {
        if (isLong) {
            err.println(message);
        }
    }
}
