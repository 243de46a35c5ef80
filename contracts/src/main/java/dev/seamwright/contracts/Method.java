package dev.seamwright.contracts;

/** How a contract was verified. */
public enum Method {
    /** Real requests to a running provider. */
    REPLAY("replay"),
    /** A pact against an OpenAPI document, without running anything. */
    CROSS_CHECK("cross-check"),
    /** Queries against a schema in a real PostgreSQL. */
    QUERY_REPLAY("query-replay");

    private final String word;

    Method(String word) {
        this.word = word;
    }

    /** The spelling in the API and in the database. */
    public String word() {
        return word;
    }

    /**
     * The constant that is spelled so, exactly.
     *
     * @throws InvalidInput when there is none
     */
    public static Method of(String word) {
        return Names.ofWord("method", values(), Method::word, word);
    }
}
