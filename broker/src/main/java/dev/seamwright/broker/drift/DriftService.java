package dev.seamwright.broker.drift;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.contract.Deflated;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.environment.Environment;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.problem.BrokerException.Conflict;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.VersionNumber;
import dev.seamwright.contracts.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Gives targets that are due to workers who can reach them, and keeps what they find. What it is compared with is the contract of the version
 * whose deployment is recorded.
 */
public final class DriftService {
    /** How long a worker may take for a look. */
    private static final Duration LEASE = Duration.ofMinutes(5);

    private final DriftListener listener;

    public DriftService(DriftListener listener) {
        this.listener = listener;
    }

    /**
     * Where a participant runs, and how it is looked at.
     *
     * @param kind {@code api} or {@code database}
     * @param name what workers call it
     */
    record Place(String kind, String name, Duration interval) {}

    /** @param isNew whether there was no target before */
    record Put(DriftTarget target, boolean isNew) {}

    /** Says where the participant runs in the environment; the next look is due at once. */
    Put put(Tx tx, Environment environment, Participant participant, Place place) {
        var store = tx.store(DriftStore.class);
        var before = store.of(environment.id(), participant.id(), tx.now());
        store.put(
                UUID.randomUUID(),
                environment.id(),
                participant.id(),
                place.kind(),
                place.name(),
                (int) place.interval().toSeconds(),
                tx.now());
        var target = get(tx, environment, participant);
        audit(tx, "drift-target.put", target);
        return new Put(target, before.isEmpty());
    }

    /** @throws NotFound when there is none */
    DriftTarget get(Tx tx, Environment environment, Participant participant) {
        return tx.store(DriftStore.class)
                .of(environment.id(), participant.id(), tx.now())
                .orElseThrow(() -> new NotFound("It is not said where %s runs in %s."
                        .formatted(
                                participant.name().value(), environment.name().value())));
    }

    /** Nobody looks any more; a drift that lasts ends with that. */
    void delete(Tx tx, DriftTarget target) {
        end(tx, target);
        tx.store(DriftStore.class).delete(target.id());
        audit(tx, "drift-target.delete", target);
    }

    /**
     * A target that a worker is to look at.
     *
     * @param token shows that it is the worker's turn
     * @param sha256 of the contract that was recorded
     */
    record Look(DriftTarget target, UUID token, Instant until, VersionNumber version, Sha256 sha256) {}

    /**
     * The target of these that has been due for longest. Those that cannot be looked at, since nothing is recorded to compare them with, are
     * unknown with that reason.
     */
    Optional<Look> claim(Tx tx, List<String> names, String worker) {
        var store = tx.store(DriftStore.class);
        var until = tx.now().plus(LEASE);
        while (true) {
            var taken = store.take(names.toArray(String[]::new), worker, until, tx.now());
            if (taken.isEmpty()) {
                return Optional.empty();
            }
            var target = store.find(taken.get().id(), tx.now()).orElseThrow();
            var recorded = recorded(tx, target);
            var sha256 = recorded.size() == 1 ? recorded.getFirst().sha256() : null;
            if (sha256 != null) {
                var version = recorded.getFirst();
                store.compareWith(target.id(), version.versionId());
                return Optional.of(new Look(target, taken.get().token(), until, version.version(), sha256));
            }
            keep(tx, target, new Found(DriftTarget.UNKNOWN, nothingRecorded(target, recorded), null), null);
        }
    }

    private static List<DriftStore.Recorded> recorded(Tx tx, DriftTarget target) {
        return tx.store(DriftStore.class)
                .recorded(target.environmentId(), target.participantId(), target.contractKind());
    }

    private static String nothingRecorded(DriftTarget target, List<DriftStore.Recorded> recorded) {
        var participant = target.participant().value();
        var environment = target.environment().value();
        if (recorded.isEmpty()) {
            return "No version of %s is recorded to run in %s: record its deployment."
                    .formatted(participant, environment);
        }
        if (recorded.size() > 1) {
            return "Several versions of %s are recorded to run in %s: %s."
                    .formatted(
                            participant,
                            environment,
                            recorded.stream()
                                    .map(version -> version.version().value())
                                    .collect(Collectors.joining(", ")));
        }
        return "Version %s of %s has published no %s to compare with: publish it."
                .formatted(
                        recorded.getFirst().version().value(),
                        participant,
                        target.kind().equals("database") ? "schema" : "OpenAPI document");
    }

    /**
     * What a worker found.
     *
     * @param state {@code in-sync}, {@code drifted} or {@code unknown}
     * @param problem why it is unknown; null: it is not
     * @param findings of any form; null: none
     */
    record Found(
            String state,
            @Nullable String problem,
            @Nullable JsonNode findings) {}

    /**
     * Keeps what was found. When another version was deployed meanwhile it says nothing of what is recorded now, and the target is due again.
     *
     * @throws Conflict when it is not the worker's turn any more
     */
    DriftTarget result(Tx tx, UUID id, UUID token, Found found) {
        var store = tx.store(DriftStore.class);
        var leases = store.lock(id);
        if (leases.isEmpty()) {
            throw unknown(id);
        }
        if (!token.equals(leases.getFirst())) {
            throw new Conflict(
                    "The lease is lost: another worker looks at the target, or it was put anew. Claim again.");
        }
        var target = store.find(id, tx.now()).orElseThrow(() -> unknown(id));
        var recorded = recorded(tx, target);
        if (recorded.size() == 1 && recorded.getFirst().version().equals(target.version())) {
            keep(tx, target, found, recorded.getFirst().versionId());
        } else {
            store.again(id, tx.now());
        }
        return store.find(id, tx.now()).orElseThrow(() -> unknown(id));
    }

    private void keep(Tx tx, DriftTarget before, Found found, @Nullable Long version) {
        var findings = found.findings();
        tx.store(DriftStore.class)
                .keep(
                        before.id(),
                        found.state(),
                        found.problem(),
                        findings == null ? null : Deflated.deflate(Json.write(findings)),
                        version,
                        tx.now());
        var target = tx.store(DriftStore.class).find(before.id(), tx.now()).orElseThrow();
        decide(tx, target, version);
    }

    /** The one place where a drift begins or ends. What is unknown does neither. */
    private void decide(Tx tx, DriftTarget target, @Nullable Long version) {
        var store = tx.store(DriftStore.class);
        switch (target.state()) {
            case DriftTarget.DRIFTED -> {
                var lasting = store.lasting(target.id());
                if (lasting.isPresent()) {
                    store.seen(lasting.get().id(), tx.now());
                } else {
                    var drift = new Drift(UUID.randomUUID(), target.id(), tx.now(), tx.now(), null);
                    store.begin(drift.id(), target.id(), version, tx.now());
                    audit(tx, "drift.find", target);
                    listener.found(tx, target, drift);
                }
            }
            case DriftTarget.IN_SYNC -> end(tx, target);
            default -> {
                // nothing is known, so what was known lasts
            }
        }
    }

    private void end(Tx tx, DriftTarget target) {
        var store = tx.store(DriftStore.class);
        store.lasting(target.id()).ifPresent(drift -> {
            store.end(drift.id(), tx.now());
            audit(tx, "drift.end", target);
            listener.ended(
                    tx, target, new Drift(drift.id(), target.id(), drift.firstSeenAt(), drift.lastSeenAt(), tx.now()));
        });
    }

    private static void audit(Tx tx, String action, DriftTarget target) {
        tx.audit(action)
                .put("environment", target.environment().value())
                .put("participant", target.participant().value())
                .put("target", target.name())
                .put("kind", target.kind())
                .put("state", target.state());
    }

    /**
     * Which targets; null does not filter.
     *
     * @param at when the target before the first one was made; null: from the newest on
     * @param id its id
     */
    public record Filter(
            @Nullable UUID environment,
            @Nullable Long participant,
            @Nullable String state,
            @Nullable Instant at,
            @Nullable UUID id,
            int limit) {}

    /** Targets with what was seen of them, the newest target first. */
    List<DriftTarget> page(Tx tx, Filter filter) {
        return tx.store(DriftStore.class).page(filter, tx.now());
    }

    /** The newest drifts of targets, the newest first. */
    Map<UUID, List<Drift>> drifts(Tx tx, List<DriftTarget> targets) {
        return tx
                .store(DriftStore.class)
                .ofTargets(targets.stream().map(DriftTarget::id).toArray(UUID[]::new))
                .stream()
                .collect(Collectors.groupingBy(Drift::targetId));
    }

    /** Deletes drifts that ended before a time, but for the newest ten of each target; says how many. */
    public int forget(Tx tx, Instant before) {
        return tx.store(DriftStore.class).forget(before);
    }

    /** How many targets are in a state. */
    Map<String, Long> figures(Tx tx) {
        return tx.store(DriftStore.class).figures(tx.now()).stream()
                .collect(Collectors.toMap(DriftStore.Figure::state, DriftStore.Figure::targets));
    }

    private static NotFound unknown(UUID id) {
        return new NotFound("There is no target with the id %s.".formatted(id));
    }
}
