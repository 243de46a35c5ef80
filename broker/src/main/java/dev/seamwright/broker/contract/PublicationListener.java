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
     * @param onMain whether the version becomes the head of the main branch by it, which {@link
     *     dev.seamwright.broker.version.VersionListener} hears next
     * @param baseUrl what links to this broker begin with
     */
    record Published(long versionId, Set<ContractKind> kinds, boolean onMain, String baseUrl) {}

    void published(Tx tx, Published what);
}
