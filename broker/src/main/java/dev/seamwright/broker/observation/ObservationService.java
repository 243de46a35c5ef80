package dev.seamwright.broker.observation;

import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.environment.Environment;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.contracts.VersionNumber;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps what was seen to run, and tells where that is not what was recorded. */
public final class ObservationService {
    /**
     * Keeps that an instance runs a version, whether the version is known or not.
     *
     * @param instance empty: the one without a name
     */
    Observed observe(Tx tx, Environment environment, Participant participant, VersionNumber version, String instance) {
        var store = tx.store(ObservationStore.class);
        var before = store.number(environment.id(), participant.id(), instance);
        store.put(environment.id(), participant.id(), instance, version.value(), tx.now());
        if (before.isEmpty() || !before.get().equals(version.value())) {
            tx.audit("version.observe")
                    .put("environment", environment.name().value())
                    .put("participant", participant.name().value())
                    .put("version", version.value())
                    .put("instance", instance);
        }
        return of(tx, environment, participant);
    }

    /**
     * Forgets what was seen.
     *
     * @param instance null: of every instance
     */
    void forget(Tx tx, Environment environment, Participant participant, @Nullable String instance) {
        if (tx.store(ObservationStore.class).forget(environment.id(), participant.id(), instance) > 0) {
            tx.audit("version.forget-observed")
                    .put("environment", environment.name().value())
                    .put("participant", participant.name().value());
        }
    }

    /** @throws NotFound when nothing was seen of the participant there */
    Observed of(Tx tx, Environment environment, Participant participant) {
        return with(
                        tx,
                        environment,
                        tx.store(ObservationStore.class).compared(environment.id(), participant.id(), null, 1))
                .stream()
                .findFirst()
                .orElseThrow(() -> new NotFound("Nobody has told which version of %s runs in %s."
                        .formatted(
                                participant.name().value(), environment.name().value())));
    }

    /**
     * What was seen in the environment, by name of the participant.
     *
     * @param after the name before the first one; null: from the beginning
     */
    List<Observed> page(Tx tx, Environment environment, @Nullable String after, int limit) {
        return with(tx, environment, tx.store(ObservationStore.class).compared(environment.id(), null, after, limit));
    }

    private static List<Observed> with(Tx tx, Environment environment, List<ObservationStore.Compared> compared) {
        var seen = tx
                .store(ObservationStore.class)
                .seen(
                        environment.id(),
                        compared.stream()
                                .map(one -> one.versions().participantId())
                                .toArray(Long[]::new))
                .stream()
                .collect(Collectors.groupingBy(ObservationStore.Seen::participantId));
        return compared.stream()
                .map(one -> new Observed(
                        one.versions(),
                        one.isMismatch(),
                        seen.getOrDefault(one.versions().participantId(), List.of())))
                .toList();
    }
}
