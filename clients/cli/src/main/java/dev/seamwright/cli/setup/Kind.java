package dev.seamwright.cli.setup;

import java.util.Locale;

/** What a set-up consists of, in the order in which it is made: a webhook may name a participant and an environment. */
enum Kind {
    ENVIRONMENT,
    PARTICIPANT,
    WEBHOOK;

    /** As the API spells it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
