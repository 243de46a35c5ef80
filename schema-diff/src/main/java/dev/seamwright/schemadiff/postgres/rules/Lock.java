package dev.seamwright.schemadiff.postgres.rules;

/** The strongest lock that the change takes on the relation it is about (PostgreSQL's documentation, 13.3.1). */
public enum Lock {
    NONE("none", "nobody"),
    SHARE_UPDATE_EXCLUSIVE("ShareUpdateExclusiveLock", "schema changes"),
    SHARE("ShareLock", "writers"),
    SHARE_ROW_EXCLUSIVE("ShareRowExclusiveLock", "writers"),
    ACCESS_EXCLUSIVE("AccessExclusiveLock", "readers and writers");

    private final String mode;
    private final String blocks;

    Lock(String mode, String blocks) {
        this.mode = mode;
        this.blocks = blocks;
    }

    /** As {@code pg_locks} spells it. */
    public String mode() {
        return mode;
    }

    /** Who waits while it is held. */
    public String blocks() {
        return blocks;
    }
}
