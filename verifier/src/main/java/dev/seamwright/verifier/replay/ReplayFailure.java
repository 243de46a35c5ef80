package dev.seamwright.verifier.replay;

/** An interaction that cannot be verified; the message says what happened, for people. */
public final class ReplayFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final Cause reason;

    ReplayFailure(Cause reason, String message) {
        super(message);
        this.reason = reason;
    }

    ReplayFailure(Cause reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Cause reason() {
        return reason;
    }
}
