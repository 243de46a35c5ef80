package dev.seamwright.broker.deployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.environment.Environment;
import dev.seamwright.broker.environment.EnvironmentService;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.broker.version.Version;
import dev.seamwright.broker.version.VersionListener;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.TagName;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Deployments: an application instance runs one version of its participant in an environment, until the next. */
public final class DeploymentService {
    /** The instance without a name. */
    public static final String NO_INSTANCE = "";

    private final EnvironmentService environments;
    private final VersionListener listener;

    /** @param listener is told of every version that begins to run somewhere */
    public DeploymentService(EnvironmentService environments, VersionListener listener) {
        this.environments = environments;
        this.listener = listener;
    }

    /**
     * A deployment that runs now.
     *
     * @param created whether this call recorded it
     */
    public record Recorded(Deployment deployment, boolean created) {}

    /** Marks a version as running in an environment, and ends what the same application instance ran there before. */
    public Recorded record(Tx tx, Participant participant, Version version, Environment environment, String instance) {
        var store = tx.store(DeploymentStore.class);
        store.lock(participant.id());
        var before = store.currentOf(participant.id(), environment.id(), instance);
        if (before.isPresent() && before.get().versionId() == version.id()) {
            return new Recorded(before.get(), false);
        }
        before.ifPresent(deployment -> store.end(deployment.id(), tx.now()));
        var id = UUID.randomUUID();
        store.start(id, environment.id(), participant.id(), version.id(), instance, tx.now());
        var deployment = new Deployment(
                id,
                environment.id(),
                participant.name(),
                version.id(),
                version.number(),
                instance,
                tx.now(),
                tx.now(),
                null);
        audit(tx, "deployment.record", deployment)
                .put("environment", environment.name().value());
        listener.matters(
                tx,
                participant,
                version,
                VersionListener.Cause.DEPLOYED,
                environment.name().value());
        return new Recorded(deployment, true);
    }

    /** Clients of old deploy by tagging: a tag with the name of an environment records a deployment there. */
    public void recordForTag(Tx tx, Participant participant, Version version, TagName tag) {
        EnvironmentName name;
        try {
            name = new EnvironmentName(tag.value());
        } catch (InvalidInput noEnvironmentIsCalledThat) {
            return;
        }
        environments
                .find(tx, name)
                .ifPresent(environment -> record(tx, participant, version, environment, NO_INSTANCE));
    }

    /**
     * Which deployments.
     *
     * @param environment null: in any
     * @param participant null: of any
     * @param ended whether also those that have ended
     * @param at time of the last deployment before the page; null: the page is the first one
     * @param id its id
     */
    public record Filter(
            @Nullable UUID environment,
            @Nullable ParticipantName participant,
            boolean ended,
            @Nullable Instant at,
            @Nullable UUID id,
            int limit) {}

    /** Deployments, the last first. */
    public List<Deployment> page(Tx tx, Filter filter) {
        return tx.store(DeploymentStore.class).page(filter);
    }

    /** @throws NotFound when the workspace has no such deployment */
    public Deployment get(Tx tx, UUID id) {
        return tx.store(DeploymentStore.class).find(id).orElseThrow(() -> unknown(id));
    }

    /**
     * What runs in an environment now, the last deployment first.
     *
     * @param participant null: any
     * @param instance null: any; empty: the instance without a name
     */
    public List<Deployment> current(
            Tx tx, Environment environment, @Nullable ParticipantName participant, @Nullable String instance) {
        return tx.store(DeploymentStore.class).current(environment.id(), participant, instance);
    }

    /** Each time that the version was deployed to the environment, the last first. */
    public List<Deployment> of(Tx tx, Version version, Environment environment) {
        return tx.store(DeploymentStore.class).of(version.id(), environment.id());
    }

    /** Marks the version as no longer running there; a deployment that has ended stays as it is. */
    public Deployment end(Tx tx, Deployment deployment) {
        if (tx.store(DeploymentStore.class).end(deployment.id(), tx.now()) == 1) {
            audit(tx, "deployment.end", deployment);
        }
        return get(tx, deployment.id());
    }

    private static ObjectNode audit(Tx tx, String action, Deployment deployment) {
        return tx.audit(action)
                .put("uuid", deployment.id().toString())
                .put("participant", deployment.participant().value())
                .put("version", deployment.version().value())
                .put("instance", deployment.applicationInstance());
    }

    private static NotFound unknown(UUID id) {
        return new NotFound("There is no deployed version with the uuid %s.".formatted(id));
    }
}
