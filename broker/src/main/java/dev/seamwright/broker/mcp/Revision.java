package dev.seamwright.broker.mcp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A revision of the protocol, the newest first. */
enum Revision {
    /** Without sessions and without a handshake: each request says its own revision. */
    V2026_07_28("2026-07-28"),
    V2025_11_25("2025-11-25"),
    V2025_06_18("2025-06-18"),
    V2025_03_26("2025-03-26");

    /** The newest that begins with a handshake. */
    static final Revision NEWEST_WITH_HANDSHAKE = V2025_11_25;

    private final String date;

    Revision(String date) {
        this.date = date;
    }

    String date() {
        return date;
    }

    boolean isStateless() {
        return this == V2026_07_28;
    }

    static Optional<Revision> of(String date) {
        return Arrays.stream(values()).filter(one -> one.date.equals(date)).findFirst();
    }

    static List<String> dates() {
        return Arrays.stream(values()).map(Revision::date).toList();
    }
}
