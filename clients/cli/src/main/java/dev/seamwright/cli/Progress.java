package dev.seamwright.cli;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
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
    @FormatMethod
    void ofBytes(int bytes, @FormatString String format, Object... arguments) {
        say(bytes >= MANY_BYTES, format, arguments);
    }

    /** Of so many operations or interactions. */
    @FormatMethod
    void of(int things, @FormatString String format, Object... arguments) {
        say(things >= MANY_THINGS, format, arguments);
    }

    @FormatMethod
    private void say(boolean isLong, @FormatString String format, Object... arguments) {
        if (isLong) {
            err.println(format.formatted(arguments));
        }
    }
}
