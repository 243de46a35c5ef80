package dev.seamwright.contracts;

/** The format of a contract. */
public enum ContractKind {
    PACT("pact"),
    OPENAPI("openapi"),
    DB_SCHEMA("db-schema"),
    DB_USAGE("db-usage");

    private final String word;

    ContractKind(String word) {
        this.word = word;
    }

    /** The spelling in the API and in the database. */
    public String word() {
        return word;
    }

    /** Whether such a contract says what its publisher needs from a provider; else it says what the publisher offers. */
    public boolean needsProvider() {
        return this == PACT || this == DB_USAGE;
    }

    /**
     * The constant that is spelled so, exactly.
     *
     * @throws InvalidInput when there is none
     */
    public static ContractKind of(String word) {
        return Names.ofWord("kind", values(), ContractKind::word, word);
    }
}
