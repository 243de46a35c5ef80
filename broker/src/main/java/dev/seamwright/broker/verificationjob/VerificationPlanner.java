package dev.seamwright.broker.verificationjob;

import dev.seamwright.broker.contract.PublicationListener;
import dev.seamwright.broker.db.Transactor;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.matrix.Destination;
import dev.seamwright.broker.matrix.Matrix;
import dev.seamwright.broker.matrix.MatrixRow;
import dev.seamwright.broker.matrix.Selector.Which;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.problem.BrokerException.Unavailable;
import dev.seamwright.broker.token.Caller;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.broker.version.Version;
import dev.seamwright.broker.version.VersionListener;
import dev.seamwright.contracts.ContractKind;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what is to be verified, from the data alone and in the transaction of its cause: a new pact with each version of its provider that
 * matters, a version that begins to matter with each pact of those that matter to it, and what a verdict lacks.
 */
public final class VerificationPlanner implements PublicationListener, VersionListener {
    private static final Logger log = LoggerFactory.getLogger(VerificationPlanner.class);
    private static final int MOST_ROWS = 100;

    private final Transactor transactor;
    private final VerificationJobPolicy policy;

    public VerificationPlanner(Transactor transactor, VerificationJobPolicy policy) {
        this.transactor = transactor;
        this.policy = policy;
    }

    private PlanStore.Plan plan(Tx tx, Reason.Kind kind, String text) {
        return new PlanStore.Plan(kind.priority(), kind.word(), text, tx.now().toString(), policy.attempts(), tx.now());
    }

    /** Plans what the version's pacts need, unless it is about to matter: all that it needs is planned then, in one statement. */
    @Override
    public void published(Tx tx, Published what) {
        if (what.kinds().contains(ContractKind.PACT) && !what.onMain()) {
            tx.store(PlanStore.class)
                    .ofPacts(what.versionId(), plan(tx, Reason.Kind.CONTRACT_PUBLISHED, "The contract was published."));
        }
    }

    /** Plans what the version needs, as a consumer and as a provider. */
    @Override
    public void matters(Tx tx, Participant participant, Version version, Cause cause, String where) {
        var who = participant.name().value() + " " + version.number().value();
        var plan = switch (cause) {
            case ON_MAIN -> plan(tx, Reason.Kind.VERSION_ON_MAIN, "%s is the head of %s.".formatted(who, where));
            case DEPLOYED -> plan(tx, Reason.Kind.VERSION_DEPLOYED, "%s was deployed to %s.".formatted(who, where));
            case RELEASED -> plan(tx, Reason.Kind.VERSION_DEPLOYED, "%s was released in %s.".formatted(who, where));
        };
        tx.store(PlanStore.class).ofMattering(participant.id(), version.id(), plan);
        if (cause != Cause.ON_MAIN) {
            tx.store(PlanStore.class).ofDocument(version.id(), plan);
        }
    }

    /**
     * Asks for what a verdict lacks, once {@code tx}, which may be a reading one, has ended. A look at all that there is asks for nothing:
     * it is no question about a deployment.
     */
    public void missing(Tx tx, Matrix matrix, List<MatrixRow> unknown) {
        var query = matrix.query();
        if (query.destination() instanceof Destination.Anything
                && !query.selectors().stream().allMatch(selector -> selector.which() instanceof Which.OfNumber)) {
            return;
        }
        // a question about a whole branch is one about its newest version: nobody deploys the others
        var newest = matrix.selected().stream()
                .flatMap(selected -> selected.versionIds().stream().max(Comparator.naturalOrder()).stream())
                .collect(Collectors.toSet());
        var rows = unknown.stream()
                .filter(row -> row.kind() == ContractKind.PACT && row.providerVersionId() != null)
                .filter(row -> newest.contains(row.consumerVersionId()) || newest.contains(row.providerVersionId()))
                .limit(MOST_ROWS)
                .toList();
        if (rows.isEmpty()) {
            return;
        }
        var consumers = rows.stream().map(MatrixRow::consumerVersionId).toArray(Long[]::new);
        var providers = rows.stream().map(MatrixRow::providerId).toArray(Long[]::new);
        var versions = rows.stream()
                .map(row -> Objects.requireNonNull(row.providerVersionId()))
                .toArray(Long[]::new);
        if (!tx.store(PlanStore.class).lacks(consumers, providers, versions, Reason.Kind.VERDICT.priority())) {
            return;
        }
        var caller = caller(tx.caller().workspaceId(), "verdict");
        tx.afterCommit(() -> {
            try {
                transactor.write(caller, write -> {
                    var planned = write.store(PlanStore.class)
                            .ofUnknown(
                                    consumers,
                                    providers,
                                    versions,
                                    plan(write, Reason.Kind.VERDICT, "A verdict is unknown without it."));
                    if (planned > 0) {
                        write.audit("job.request")
                                .put("reason", Reason.Kind.VERDICT.word())
                                .put("jobs", planned);
                    }
                    return planned;
                });
            } catch (Unavailable readOnly) {
                // the verdict stands without it, and asks again the next time
                log.warn("missing verifications cannot be asked for: {}", readOnly.detail());
            }
        });
    }

    /**
     * Plans whatever matters and was not planned when its cause came: by a broker that did not know jobs yet, or because another version
     * became the head of the main branch.
     */
    public int planAll(Tx tx) {
        var planned = tx.store(PlanStore.class)
                        .ofAll(plan(tx, Reason.Kind.VERSION_ON_MAIN, "Both sides matter, and have no result."))
                + tx.store(PlanStore.class)
                        .ofAllDocuments(plan(
                                tx,
                                Reason.Kind.VERSION_DEPLOYED,
                                "It runs, and nobody has shown that it keeps its document."));
        if (planned > 0) {
            tx.audit("job.request")
                    .put("reason", Reason.Kind.VERSION_ON_MAIN.word())
                    .put("jobs", planned);
        }
        return planned;
    }

    /**
     * Takes back what is planned for versions that do not matter any more, because others have followed them, unless somebody asked for it.
     *
     * @param before only what was planned before
     */
    int withdraw(Tx tx, Instant before) {
        var withdrawn = tx.store(PlanStore.class).withdraw(Reason.Kind.VERDICT.priority(), before);
        if (withdrawn > 0) {
            tx.audit("job.withdraw").put("jobs", withdrawn);
        }
        return withdrawn;
    }

    /** The broker itself, in a workspace. */
    static Caller caller(int workspaceId, String work) {
        return new Caller(workspaceId, "", "job:" + work, Scope.PUBLISH, false);
    }
}
