package dev.seamwright.broker.crosscheck;

import dev.seamwright.broker.contract.PublicationListener.Published;
import dev.seamwright.broker.crosscheck.CrossCheckRequestStore.State;
import dev.seamwright.broker.db.Transactor;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.job.Jobs;
import dev.seamwright.broker.matrix.Matrix;
import dev.seamwright.broker.matrix.MatrixRow;
import dev.seamwright.broker.problem.BrokerException.Unavailable;
import dev.seamwright.broker.token.Caller;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.broker.verdict.Gap;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.verifier.comparison.Strength;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for the cross-checks that are missing between pacts and OpenAPI documents, and tells why one does not count. Requests are rows,
 * made in the transaction of their cause; {@link CrossChecks} works on them.
 */
public final class CrossCheckService {
    private static final Logger log = LoggerFactory.getLogger(CrossCheckService.class);
    private static final String NEEDS = ContractKind.PACT.word();
    private static final String OFFERS = ContractKind.OPENAPI.word();
    private static final int MOST_ROWS = 100;

    private final Transactor transactor;
    private final Runnable wake;

    public CrossCheckService(Transactor transactor, Jobs jobs) {
        this.transactor = transactor;
        this.wake = jobs::wake;
    }

    /** Pairs of a consumer's and a provider's version, by id, in parallel arrays. */
    @SuppressWarnings("ArrayRecordComponent") // parameters of a statement
    private record Pairs(Long[] consumerVersions, Long[] providers, Long[] providerVersions) {
        static Pairs of(List<MatrixRow> rows) {
            return new Pairs(
                    rows.stream().map(MatrixRow::consumerVersionId).toArray(Long[]::new),
                    rows.stream().map(MatrixRow::providerId).toArray(Long[]::new),
                    rows.stream()
                            .map(row -> Objects.requireNonNull(row.providerVersionId()))
                            .toArray(Long[]::new));
        }
    }

    /**
     * Forgets what was found at another strength: verdicts ask for it again.
     *
     * @param workspaces by their ids
     */
    public void holdOnlyTo(Strength strength, Collection<Integer> workspaces) {
        for (var workspace : workspaces) {
            try {
                var forgotten = transactor.write(caller(workspace), tx -> {
                    var store = tx.store(CrossCheckRequestStore.class);
                    var problems =
                            strength == Strength.ALWAYS ? 0 : store.forgetProblem(CrossCheckRequestStore.NOT_PROVED);
                    return problems + store.forgetOtherStrengths(strength.word());
                });
                if (forgotten > 0) {
                    log.info(
                            "cross-checks of another strength are forgotten workspace={} number={} strength={}",
                            workspace,
                            forgotten,
                            strength.word());
                }
            } catch (Unavailable readOnly) {
                log.warn("cross-checks of another strength stay: {}", readOnly.detail());
                return;
            }
        }
    }

    /** Asks for what the version's new contracts lack. */
    public void published(Tx tx, Published what) {
        if (!what.kinds().contains(ContractKind.PACT) && !what.kinds().contains(ContractKind.OPENAPI)) {
            return;
        }
        var asked = tx.store(CrossCheckRequestStore.class)
                .requestForPublished(what.versionId(), NEEDS, OFFERS, what.baseUrl(), tx.now());
        if (asked > 0) {
            tx.afterCommit(wake);
        }
    }

    /**
     * Why rows of a verdict that has no result for them cannot count a cross-check, as far as their providers have documents; and asks
     * for what was never asked for, once {@code tx}, which may be a reading one, has ended.
     */
    public Map<MatrixRow, Gap> missing(Tx tx, Matrix matrix, List<MatrixRow> rows) {
        var pacts = rows.stream()
                .filter(row -> row.kind() == ContractKind.PACT && hasDocuments(row, matrix))
                .limit(MOST_ROWS)
                .toList();
        if (pacts.isEmpty()) {
            return Map.of();
        }
        var pairs = Pairs.of(pacts);
        var states = tx.store(CrossCheckRequestStore.class)
                .states(pairs.consumerVersions(), pairs.providers(), pairs.providerVersions());
        var gaps = new HashMap<MatrixRow, Gap>();
        var unasked = false;
        for (var i = 0; i < pacts.size(); i++) {
            var state = states.get(i);
            var gap = gap(state);
            if (gap != null) {
                gaps.put(pacts.get(i), gap);
            }
            unasked |= state.hasDocument() && state.success() == null && !state.requested();
        }
        if (unasked) {
            ask(tx, pairs);
        }
        return gaps;
    }

    private static boolean hasDocuments(MatrixRow row, Matrix matrix) {
        var provider =
                row.providerVersionId() == null ? null : matrix.versions().get(row.providerVersionId());
        return provider != null && provider.hasDocuments();
    }

    private static @Nullable Gap gap(State state) {
        if (!state.hasDocument()) {
            return null;
        }
        var success = state.success();
        if (success == null) {
            return state.problem() == null
                    ? new Gap(Gap.Kind.WAITING, "")
                    : new Gap(Gap.Kind.UNDECIDED, state.problem());
        }
        return new Gap(
                state.evidence() == null ? Gap.Kind.NO_EVIDENCE : Gap.Kind.NOT_KEPT, success ? "fits" : "does not fit");
    }

    private void ask(Tx tx, Pairs pairs) {
        var caller = caller(tx.caller().workspaceId());
        tx.afterCommit(() -> {
            try {
                var asked = transactor.write(
                        caller,
                        write -> write.store(CrossCheckRequestStore.class)
                                .request(
                                        pairs.consumerVersions(),
                                        pairs.providers(),
                                        pairs.providerVersions(),
                                        NEEDS,
                                        OFFERS,
                                        "",
                                        write.now()));
                if (asked > 0) {
                    wake.run();
                }
            } catch (Unavailable readOnly) {
                // the verdict stands without it, and asks again the next time
                log.warn("missing cross-checks cannot be asked for: {}", readOnly.detail());
            }
        });
    }

    /** The job itself, in a workspace. */
    static Caller caller(int workspaceId) {
        return new Caller(workspaceId, "", "job:" + CrossCheckRequestStore.QUEUE, Scope.PUBLISH, false);
    }
}
