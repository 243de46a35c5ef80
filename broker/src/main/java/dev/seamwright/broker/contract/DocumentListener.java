package dev.seamwright.broker.contract;

import dev.seamwright.broker.db.Tx;

/** Hears of documents other than pacts, in the transaction that publishes them. */
public interface DocumentListener {
    /** @param versionId of the version that published */
    void published(Tx tx, long versionId);
}
