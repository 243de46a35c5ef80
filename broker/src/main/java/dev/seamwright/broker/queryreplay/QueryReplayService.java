package dev.seamwright.broker.queryreplay;

import dev.seamwright.broker.contract.PublicationListener.Published;
import dev.seamwright.broker.db.Transactor;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.job.Jobs;
import dev.seamwright.broker.matrix.MatrixRow;
import dev.seamwright.broker.problem.BrokerException.Unavailable;
import dev.seamwright.broker.token.Caller;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.contracts.ContractKind;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for the verifications that are missing between databases and their consumers. Requests are rows, made in the transaction of their
 * cause; {@link QueryReplays} works on them.
 */
public final class QueryReplayService {
    private static final Logger log = LoggerFactory.getLogger(QueryReplayService.class);

    private static final String NEEDS = ContractKind.DB_USAGE.word();
    private static final String OFFERS = ContractKind.DB_SCHEMA.word();

    private final Transactor transactor;
    private final Runnable wake;

    public QueryReplayService(Transactor transactor, Jobs jobs) {
        this.transactor = transactor;
        this.wake = jobs::wake;
    }

    /** A consumer's version and a version of the database, both by id. */
    private record Pair(long consumerVersionId, long providerId, long providerVersionId) {}

    /** Asks for what the version's new contracts lack. */
    public void published(Tx tx, Published what) {
        if (what.kinds().contains(ContractKind.DB_USAGE) || what.kinds().contains(ContractKind.DB_SCHEMA)) {
            published(tx, what.versionId());
        }
    }

    private void published(Tx tx, long versionId) {
        if (tx.store(ReplayRequestStore.class).requestForPublished(versionId, NEEDS, OFFERS, tx.now()) > 0) {
            tx.afterCommit(wake);
        }
    }

    /** Asks for what the rows of a verdict lack, once {@code tx}, which may be a reading one, has ended. */
    public void missing(Tx tx, List<MatrixRow> rows) {
        var pairs = rows.stream()
                .filter(row -> row.kind() == ContractKind.DB_USAGE && row.providerVersionId() != null)
                .map(row -> new Pair(
                        row.consumerVersionId(), row.providerId(), Objects.requireNonNull(row.providerVersionId())))
                .distinct()
                .toList();
        if (pairs.isEmpty()) {
            return;
        }
        var caller = caller(tx.caller().workspaceId());
        tx.afterCommit(() -> {
            try {
                if (transactor.write(caller, write -> request(write, pairs)) > 0) {
                    wake.run();
                }
            } catch (Unavailable readOnly) {
                // the verdict stands without it, and asks again the next time
                log.warn("missing replays cannot be asked for: {}", readOnly.detail());
            }
        });
    }

    private static int request(Tx tx, List<Pair> pairs) {
        return tx.store(ReplayRequestStore.class)
                .request(
                        pairs.stream().map(Pair::consumerVersionId).toArray(Long[]::new),
                        pairs.stream().map(Pair::providerId).toArray(Long[]::new),
                        pairs.stream().map(Pair::providerVersionId).toArray(Long[]::new),
                        NEEDS,
                        OFFERS,
                        tx.now());
    }

    /** The job itself, in a workspace. */
    static Caller caller(int workspaceId) {
        return new Caller(workspaceId, "", "job:" + ReplayRequestStore.QUEUE, Scope.PUBLISH, false);
    }
}
