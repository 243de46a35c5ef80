package dev.seamwright.broker.contract;

import dev.seamwright.broker.db.Tx;
import dev.seamwright.contracts.ContractKind;
import java.util.Set;

/** Hears of what versions publish, in the transaction that publishes it. */
public interface PublicationListener {
    /**
     * What a version published.
     *
     * @param kinds of what is new, or may be; at least one
     * @param baseUrl what links to this broker begin with
     */
    record Published(long versionId, Set<ContractKind> kinds, String baseUrl) {}

    void published(Tx tx, Published what);
}
