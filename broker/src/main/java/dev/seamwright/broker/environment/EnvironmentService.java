package dev.seamwright.broker.environment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Environments, made and described by administrators. */
public final class EnvironmentService {

    /**
     * What an administrator tells about an environment.
     *
     * @param displayName null: made from the name
     * @param contacts a JSON array of {@code {name, details}}
     */
    public record Details(EnvironmentName name, @Nullable String displayName, boolean production, JsonNode contacts) {
        private String title() {
            return displayName == null ? EnvironmentService.title(name) : displayName;
        }

        private String contactsText() {
            return new String(Json.write(contacts), StandardCharsets.UTF_8);
        }
    }

    /** All environments, by name. */
    public List<Environment> all(Tx tx) {
        return tx.store(EnvironmentStore.class).all();
    }

    /** The environments that run some version of the participant now, by name. */
    public List<Environment> runningAny(Tx tx, Participant participant) {
        return tx.store(EnvironmentStore.class).runningAny(participant.id());
    }

    public Optional<Environment> find(Tx tx, EnvironmentName name) {
        return tx.store(EnvironmentStore.class).find(name);
    }

    /** @throws NotFound when the workspace has no such environment */
    public Environment get(Tx tx, EnvironmentName name) {
        return find(tx, name).orElseThrow(() -> new NotFound("There is no environment '%s'.".formatted(name.value())));
    }

    /** @throws NotFound when the workspace has no such environment */
    public UUID id(Tx tx, EnvironmentName name) {
        return get(tx, name).id();
    }

    /**
     * Environments by name.
     *
     * @param after the name before the first one; null: from the start
     */
    public List<Environment> page(Tx tx, @Nullable String after, int limit) {
        return tx.store(EnvironmentStore.class).page(after, limit);
    }

    /** The names of all environments. */
    public Map<UUID, EnvironmentName> names(Tx tx) {
        return all(tx).stream().collect(Collectors.toUnmodifiableMap(Environment::id, Environment::name));
    }

    /** @throws NotFound when the workspace has no such environment */
    public Environment get(Tx tx, UUID id) {
        return tx.store(EnvironmentStore.class).find(id).orElseThrow(() -> unknown(id));
    }

    /** @throws InvalidInput when another environment has the name */
    public Environment create(Tx tx, Details details) {
        var created = tx.store(EnvironmentStore.class)
                .insert(
                        UUID.randomUUID(),
                        details.name(),
                        details.title(),
                        details.production(),
                        details.contactsText(),
                        tx.now())
                .orElseThrow(() -> taken(details.name()));
        audit(tx, "environment.create", created);
        return created;
    }

    /**
     * Replaces all that is known of an environment.
     *
     * @throws InvalidInput when another environment has the name
     */
    public Environment replace(Tx tx, Environment environment, Details details) {
        if (find(tx, details.name())
                .filter(other -> !other.id().equals(environment.id()))
                .isPresent()) {
            throw taken(details.name());
        }
        var replaced = tx.store(EnvironmentStore.class)
                .update(
                        environment.id(),
                        details.name(),
                        details.title(),
                        details.production(),
                        details.contactsText(),
                        tx.now())
                .orElseThrow(() -> unknown(environment.id()));
        audit(tx, "environment.update", replaced);
        return replaced;
    }

    /** Removes an environment with the record of what was deployed and released there. */
    public void delete(Tx tx, Environment environment) {
        if (tx.store(EnvironmentStore.class).delete(environment.id()) == 1) {
            audit(tx, "environment.delete", environment);
        }
    }

    private static void audit(Tx tx, String action, Environment environment) {
        tx.audit(action)
                .put("environment", environment.name().value())
                .put("uuid", environment.id().toString());
    }

    private static InvalidInput taken(EnvironmentName name) {
        return new InvalidInput(
                "/name", "Another environment is called '%s': choose another name.".formatted(name.value()));
    }

    private static NotFound unknown(UUID id) {
        return new NotFound("There is no environment with the uuid %s.".formatted(id));
    }

    /** {@code us-east_prod} reads {@code Us East Prod}. */
    private static String title(EnvironmentName name) {
        var words = name.value().replaceAll("[-_.]+", " ").trim();
        if (words.isEmpty()) {
            return name.value();
        }
        return Arrays.stream(words.split(" ", -1))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining(" "));
    }
}
