package dev.seamwright.contracts;

/** What a participant is. */
public enum ParticipantKind {
    APPLICATION("application"),
    DATABASE("database");

    private final String word;

    ParticipantKind(String word) {
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
    public static ParticipantKind of(String word) {
        return Names.ofWord("kind", values(), ParticipantKind::word, word);
    }
}
