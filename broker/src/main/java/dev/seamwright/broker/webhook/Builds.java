package dev.seamwright.broker.webhook;

import dev.seamwright.broker.db.Tx;
import org.jspecify.annotations.Nullable;

/** Told that a receiver took the request to verify a pact: the provider's own CI does it. */
public interface Builds {
    /** @param build the URL or number of the build; null: the receiver did not say */
    void asked(Tx tx, long contentId, long providerVersionId, @Nullable String build);
}
