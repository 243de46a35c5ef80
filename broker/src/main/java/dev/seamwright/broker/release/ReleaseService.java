package dev.seamwright.broker.release;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.environment.Environment;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.broker.version.Version;
import dev.seamwright.broker.version.VersionListener;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Releases: versions that others install, any number of them in an environment, until their support ends. */
public final class ReleaseService {
    private final VersionListener listener;

    /** @param listener is told of every version that is supported somewhere */
    public ReleaseService(VersionListener listener) {
        this.listener = listener;
    }

    /**
     * A release that is supported now.
     *
     * @param created whether this call recorded it
     */
    public record Recorded(Release release, boolean created) {}

    /** Marks a version as released in an environment; a release whose support has ended is supported again. */
    public Recorded record(Tx tx, Participant participant, Version version, Environment environment) {
        var row = tx.store(ReleaseStore.class)
                .record(UUID.randomUUID(), environment.id(), participant.id(), version.id(), tx.now());
        var release = get(tx, row.releaseId());
        audit(tx, "release.record", release)
                .put("environment", environment.name().value());
        listener.matters(
                tx,
                participant,
                version,
                VersionListener.Cause.RELEASED,
                environment.name().value());
        return new Recorded(release, row.created());
    }

    /**
     * Which releases.
     *
     * @param environment null: in any
     * @param participant null: of any
     * @param ended whether also those that are no longer supported
     * @param at time of the last release before the page; null: the page is the first one
     * @param id its id
     */
    public record Filter(
            @Nullable UUID environment,
            @Nullable ParticipantName participant,
            boolean ended,
            @Nullable Instant at,
            @Nullable UUID id,
            int limit) {}

    /** Releases, the last first. */
    public List<Release> page(Tx tx, Filter filter) {
        return tx.store(ReleaseStore.class).page(filter);
    }

    /** @throws NotFound when the workspace has no such release */
    public Release get(Tx tx, UUID id) {
        return tx.store(ReleaseStore.class)
                .find(id)
                .orElseThrow(() -> new NotFound("There is no released version with the uuid %s.".formatted(id)));
    }

    /**
     * What is supported in an environment now, the last release first.
     *
     * @param participant null: any
     * @param version null: any
     */
    public List<Release> current(
            Tx tx, Environment environment, @Nullable ParticipantName participant, @Nullable VersionNumber version) {
        return tx.store(ReleaseStore.class).current(environment.id(), participant, version);
    }

    /** The release of the version in the environment, if there is one. */
    public List<Release> of(Tx tx, Version version, Environment environment) {
        return tx.store(ReleaseStore.class).of(version.id(), environment.id());
    }

    /** Ends a release's support; a release whose support has ended stays as it is. */
    public Release end(Tx tx, Release release) {
        if (tx.store(ReleaseStore.class).end(release.id(), tx.now()) == 1) {
            audit(tx, "release.end-support", release);
        }
        return get(tx, release.id());
    }

    private static ObjectNode audit(Tx tx, String action, Release release) {
        return tx.audit(action)
                .put("uuid", release.id().toString())
                .put("participant", release.participant().value())
                .put("version", release.version().value());
    }
}
