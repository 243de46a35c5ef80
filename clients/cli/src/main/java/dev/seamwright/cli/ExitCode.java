package dev.seamwright.cli;

/** What the shell learns. A failure of the program itself is {@link #COULD_NOT_FIND_OUT}, never a yes and never a no. */
public enum ExitCode {
    /** The answer is yes, or what was asked for is done. */
    YES(0),
    /** The answer is no, or the broker refused. */
    NO(1),
    /** Neither: something is not verified yet. */
    UNKNOWN(2),
    /** The broker could not be asked, or gave no answer that makes sense. */
    COULD_NOT_FIND_OUT(3),
    /** The command line or a file named on it is wrong; nothing was changed. */
    WRONG_USAGE(4),
    /** There is no answer either, and {@code --on-outage pass} says to go on without one. */
    PASSED_WITHOUT_A_VERDICT(5);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
