package dev.seamwright.schemadiff.postgres.load;

/** When a statement is executed. What a phase needs is made by those before it, but for the exceptions that a loader tries again. */
public enum Phase {
    SCHEMAS,
    EXTENSIONS,
    /** Types, routines, operators, sequences, tables: they may need each other in any order. */
    OBJECTS,
    /** Of tables that get their columns one after the other. */
    COLUMNS,
    /** Partitions and children get their parents, sequences their columns. */
    ATTACHMENTS,
    DEFAULTS,
    KEYS,
    /** After the keys of the parents, which the keys of the children become parts of. */
    KEY_ATTACHMENTS,
    INDEXES,
    INDEX_ATTACHMENTS,
    VIEWS,
    FOREIGN_KEYS,
    /** Triggers, rules, policies, storage, replication: what changes nothing for the other objects. */
    BEHAVIOUR,
    /** The states of triggers and rules, once the partitions have theirs. */
    STATES,
    COMMENTS,
    /** New owners need the right to create in the schema for a moment. */
    LOANS,
    OWNERS,
    RETURNED_LOANS,
    SCHEMA_OWNERS,
    GRANTS,
    DEFAULT_PRIVILEGES,
    SETTINGS,
    POPULATION,
    /** What would disturb the statements before it: event triggers, and the removal of what a new database has. */
    END;

    /** Whether objects of this phase need one another, so that their age tells a good order. */
    boolean byAge() {
        return switch (this) {
            case EXTENSIONS, OBJECTS, VIEWS, KEYS, FOREIGN_KEYS, BEHAVIOUR -> true;
            default -> false;
        };
    }
}
