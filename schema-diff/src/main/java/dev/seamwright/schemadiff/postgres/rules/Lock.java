package dev.seamwright.schemadiff.postgres.rules;

import java.util.Arrays;

/** A lock on a relation, the weakest first (PostgreSQL's documentation, 13.3.1). */
public enum Lock {
    NONE("none", "nobody"),
    SHARE_UPDATE_EXCLUSIVE("ShareUpdateExclusiveLock", "schema changes"),
    SHARE("ShareLock", "writers"),
    SHARE_ROW_EXCLUSIVE("ShareRowExclusiveLock", "writers"),
    EXCLUSIVE("ExclusiveLock", "writers"),
    ACCESS_EXCLUSIVE("AccessExclusiveLock", "readers and writers");

    private final String mode;
    private final String blocks;

    Lock(String mode, String blocks) {
        this.mode = mode;
        this.blocks = blocks;
    }

    /** The one of this mode; none for the weaker ones, which hold back neither rows nor schema changes. */
    public static Lock of(String mode) {
        return Arrays.stream(values())
                .filter(lock -> lock.mode.equals(mode))
                .findFirst()
                .orElse(NONE);
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
