package dev.seamwright.verifier.comparison;

/** How much must hold for a pass. */
public enum Strength {
    /** The pact's own example is accepted, and is an answer that the document allows: what other tools decide. */
    EXAMPLE("example"),
    /** Besides, what the consumer's own matchers say of a value holds for every value that the document allows there. */
    MATCHERS("matchers"),
    /** Besides, every answer that the document allows is accepted by the consumer, and all that it may send by the provider: proved. */
    ALWAYS("always");

    /** What holds unless something else is asked for. */
    public static final Strength DEFAULT = MATCHERS;

    private final String word;

    Strength(String word) {
        this.word = word;
    }

    /** The spelling in the API and on the command line. */
    public String word() {
        return word;
    }
}
