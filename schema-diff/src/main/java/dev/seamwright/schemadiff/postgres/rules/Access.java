package dev.seamwright.schemadiff.postgres.rules;

/** What roles may see or do after a change. */
public enum Access {
    SAME("same"),
    WIDENED("widened"),
    NARROWED("narrowed"),
    /** Other rows or rights than before, and which way is not decided. */
    DIFFERENT("different");

    private final String word;

    Access(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
