package dev.seamwright.cli.http;

/** What cannot be done at a forge; the message is a sentence without its full stop. */
public final class ForgeFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public ForgeFailure(String message) {
        super(message);
    }
}
