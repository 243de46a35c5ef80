package dev.seamwright.broker.setup;

import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.problem.BrokerException.Conflict;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Remembers what is whose; it changes nothing of the participants, environments and webhooks themselves. */
public final class SetupService {

    /** @param created whether it is new */
    record Saved(Setup setup, boolean created) {}

    /**
     * Set-ups by name.
     *
     * @param after the name before the first one; null: from the start
     */
    List<Setup> page(Tx tx, @Nullable String after, int limit) {
        return tx.store(SetupStore.class).page(after, limit);
    }

    /** @throws NotFound when nothing was applied under the name */
    Setup get(Tx tx, SetupName name) {
        return tx.store(SetupStore.class)
                .find(name.value())
                .orElseThrow(() -> new NotFound("There is no set-up '%s'.".formatted(name.value())));
    }

    /**
     * The members from now on. The same members again change nothing.
     *
     * @param revision that the members were made from; 0: there was none
     * @throws Conflict when it has another revision by now
     */
    Saved put(Tx tx, SetupName name, int revision, SetupMembers members) {
        var store = tx.store(SetupStore.class);
        var before = store.find(name.value());
        if (before.isPresent() && before.get().members().equals(members.json())) {
            return new Saved(before.get(), false);
        }
        var text = new String(Json.write(members.json()), StandardCharsets.UTF_8);
        var after = revision == 0
                ? store.insert(name.value(), text, tx.now())
                : store.replace(name.value(), revision, text, tx.now());
        var saved = after.orElseThrow(() -> new Conflict(
                "The set-up '%s' has another revision than %d: somebody applied it meanwhile. Read it again and start over."
                        .formatted(name.value(), revision)));
        tx.audit("setup.record")
                .put("setup", name.value())
                .put("revision", saved.revision())
                .put("members", saved.members().size());
        return new Saved(saved, revision == 0);
    }
}
