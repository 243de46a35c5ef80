package dev.seamwright.schemadiff.postgres.rules;

/** Whether something happens to a consumer. */
public enum Effect {
    NO("no"),
    /** It depends on the consumer, its driver, or the rows. */
    MAYBE("maybe"),
    YES("yes");

    private final String word;

    Effect(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
