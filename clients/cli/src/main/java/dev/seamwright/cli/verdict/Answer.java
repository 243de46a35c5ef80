package dev.seamwright.cli.verdict;

import dev.seamwright.cli.ExitCode;
import java.util.Locale;

/** What the broker says of a deployment or a merge. */
public enum Answer {
    YES(ExitCode.YES),
    NO(ExitCode.NO),
    UNKNOWN(ExitCode.UNKNOWN);

    private final ExitCode exitCode;

    Answer(ExitCode exitCode) {
        this.exitCode = exitCode;
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    /** {@code yes}, {@code no} or {@code unknown}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
