package dev.seamwright.verifier.worker;

/** What a worker can do, as the broker calls it. */
public final class Methods {
    /** A pact's requests are sent to the provider. */
    public static final String REPLAY = "replay";

    /** The provider is asked whether it keeps its own document. */
    public static final String CONFORMANCE = "conformance";

    private Methods() {}
}
