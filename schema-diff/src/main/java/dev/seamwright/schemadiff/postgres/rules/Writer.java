package dev.seamwright.schemadiff.postgres.rules;

/** Writers that a change makes fail. */
public enum Writer {
    /** All of them. */
    ALL("all"),
    /** Those that leave out every column that may be left out. */
    MINIMAL("minimal"),
    /** Those that insert without a list of columns. */
    POSITIONAL("positional"),
    /** Those that write NULL. */
    NULLS("nulls"),
    /** Those that give a column its value. */
    EXPLICIT("explicit"),
    /** Those whose values the new schema does not take. */
    VALUES("values"),
    /** Those that write the same twice. */
    DUPLICATES("duplicates"),
    /** Those that refer to rows that are not there. */
    ORPHANS("orphans"),
    /** Those that say ON CONFLICT. */
    ON_CONFLICT("on-conflict");

    private final String word;

    Writer(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
