package dev.seamwright.schemadiff.postgres.rules;

/** What the time of a change grows with. */
public enum Work {
    /** Rows of catalogs only: milliseconds once the lock is held. */
    CATALOG("catalog"),
    /** Every row is read: a check, or an index is built. */
    SCAN("scan"),
    /** Every row is written anew, with all indexes. */
    REWRITE("rewrite");

    private final String word;

    Work(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
