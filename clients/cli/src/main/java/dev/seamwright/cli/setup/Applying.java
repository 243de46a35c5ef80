package dev.seamwright.cli.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.BrokerFailure;
import dev.seamwright.cli.http.Urls;
import dev.seamwright.cli.setup.Change.Create;
import dev.seamwright.cli.setup.Change.Delete;
import dev.seamwright.cli.setup.Change.FieldChange;
import dev.seamwright.cli.setup.Change.Update;
import dev.seamwright.cli.setup.Recorded.Mark;
import dev.seamwright.cli.setup.Setup.Thing;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a plan, change by change. Before the first one the broker learns what will be the set-up's own, so that whatever an
 * interrupted attempt has made belongs to somebody; before each one the thing is read again, so that nothing is overwritten that somebody has
 * changed since the plan was made.
 */
final class Applying {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int CHANGED_MEANWHILE = 409;

    private final BrokerClient broker;
    private final Inventory inventory;
    private final Plan plan;
    private Recorded recorded;
    private int done;

    Applying(BrokerClient broker, Inventory inventory, Plan plan) {
        this.broker = broker;
        this.inventory = inventory;
        this.plan = plan;
        this.recorded = plan.recorded();
    }

    /**
     * Does it.
     *
     * @param told takes a line for each change that is made
     * @throws BrokerFailure when a change cannot be made; {@link #done} says how many were
     */
    void run(Consumer<String> told) {
        if (plan.hasChanges()) {
            var members = new TreeMap<>(recorded.members());
            plan.membersAfter().forEach(key -> members.putIfAbsent(key, Mark.NONE));
            record(members);
        }
        for (var change : plan.changes()) {
            refuseIfChanged(change);
            switch (change) {
                case Create create -> make(create.thing(), null, create.fields());
                case Update update -> make(update.thing(), update.actual(), update.fields());
                case Delete delete -> broker.delete(Inventory.path(delete.key()));
            }
            done++;
            told.accept(PlanReport.done(change));
        }
        record(membersAfter());
    }

    int done() {
        return done;
    }

    private void refuseIfChanged(Change change) {
        var now = inventory.readAgain(change.key());
        var planned = switch (change) {
            case Create _ -> null;
            case Update update -> update.actual();
            case Delete delete -> delete.actual();
        };
        var isStill =
                planned == null ? now.isEmpty() : now.filter(planned::isStill).isPresent();
        if (!isStill) {
            throw new BrokerFailure.Refused(
                    CHANGED_MEANWHILE,
                    "Somebody has changed the %s %s since the plan was made; plan again, look at it, and apply again"
                            .formatted(change.key().kind().word(), change.title()));
        }
    }

    private void make(Thing thing, @Nullable Actual actual, List<FieldChange> fields) {
        switch (thing.kind()) {
            case ENVIRONMENT -> broker.put(Inventory.path(thing.key()), environment(thing, actual));
            case PARTICIPANT -> participant(thing, actual, fields);
            case WEBHOOK -> broker.put(Inventory.path(thing.key()), webhook(thing, actual));
        }
    }

    /** What the file does not say stays, although the broker replaces the whole. */
    private static JsonNode environment(Thing thing, @Nullable Actual actual) {
        var body = NODES.objectNode().put("production", false);
        for (var field : List.of("displayName", "production", "contacts")) {
            put(body, field, wanted(thing, actual, field));
        }
        return body;
    }

    private void participant(Thing thing, @Nullable Actual actual, List<FieldChange> fields) {
        if (actual == null || fields.stream().anyMatch(f -> Fields.PARTICIPANT_DETAILS.contains(f.field()))) {
            var body = NODES.objectNode();
            Fields.PARTICIPANT_DETAILS.forEach(field -> put(body, field, wanted(thing, actual, field)));
            broker.put(Inventory.path(thing.key()), body);
        }
        for (var field : fields) {
            if (field.field().equals("labels")) {
                label(thing, words("", field.before()), words("", field.after()));
            } else if (field.field().equals("team")) {
                label(thing, words(Fields.TEAM, field.before()), words(Fields.TEAM, field.after()));
            }
        }
    }

    private void label(Thing thing, Set<String> before, Set<String> after) {
        for (var label : after) {
            if (!before.contains(label)) {
                broker.put(Urls.path("pacticipants", thing.name(), "labels", label), NODES.objectNode());
            }
        }
        for (var label : before) {
            if (!after.contains(label)) {
                broker.delete(Urls.path("pacticipants", thing.name(), "labels", label));
            }
        }
    }

    private static Set<String> words(String prefix, JsonNode value) {
        var words = new HashSet<String>();
        if (value.isTextual()) {
            words.add(prefix + value.textValue());
        }
        value.forEach(word -> words.add(prefix + word.asText()));
        return words;
    }

    private static JsonNode wanted(Thing thing, @Nullable Actual actual, String field) {
        return thing.fields().get(field) instanceof Value.Open(var json)
                ? json
                : actual == null ? NODES.nullNode() : actual.get(field);
    }

    private static void put(ObjectNode body, String field, JsonNode value) {
        if (!value.isNull()) {
            body.set(field, value);
        }
    }

    private static JsonNode webhook(Thing thing, @Nullable Actual actual) {
        var body = NODES.objectNode();
        var request = body.putObject("request");
        var headers = request.putObject("headers");
        thing.fields().forEach((field, value) -> {
            var json = json(field, value, actual);
            if (field.startsWith(Fields.HEADER)) {
                headers.set(field.substring(Fields.HEADER.length()), json);
            } else if (field.startsWith("request.")) {
                request.set(field.substring("request.".length()), json);
            } else if (field.equals("events")) {
                var events = body.putArray("events");
                json.forEach(event -> events.addObject().set("name", event));
            } else {
                body.set(field, json); // null takes a secret away, which stays when it is left out
            }
        });
        return body;
    }

    private static JsonNode json(String field, Value value, @Nullable Actual actual) {
        return switch (value) {
            case Value.Open(var json) -> json;
            case Value.Secret(var text) -> NODES.textNode(text);
            case Value.Stored() -> actual == null ? NODES.nullNode() : actual.get(field);
            case Value.NotLookedUp() ->
                throw new IllegalStateException("secrets are looked up before they are applied");
        };
    }

    // ---- what the broker remembers

    private SortedMap<ThingKey, Mark> membersAfter() {
        var members = new TreeMap<ThingKey, Mark>();
        plan.membersAfter()
                .forEach(key -> members.put(key, plan.recorded().members().getOrDefault(key, Mark.NONE)));
        var secretsSet = new HashMap<ThingKey, Map<String, String>>();
        for (var change : plan.changes()) {
            switch (change) {
                case Create create -> secretsSet.put(create.key(), fingerprints(create.thing()));
                case Update update -> secretsSet.put(update.key(), fingerprints(update.thing()));
                case Delete _ -> {
                    // it is no member any more
                }
            }
        }
        if (secretsSet.values().stream().anyMatch(secrets -> !secrets.isEmpty())) {
            var seenAt = inventory.webhooksSeenAt();
            secretsSet.forEach((key, secrets) -> members.put(
                    key, secrets.isEmpty() ? Mark.NONE : new Mark(seenAt.getOrDefault(key.name(), ""), secrets)));
        }
        return members;
    }

    private static Map<String, String> fingerprints(Thing thing) {
        var fingerprints = new HashMap<String, String>();
        thing.fields().forEach((field, value) -> {
            if (value instanceof Value.Secret(var text)) {
                fingerprints.put(field, Fingerprint.of(text));
            }
        });
        return fingerprints;
    }

    private void record(SortedMap<ThingKey, Mark> members) {
        if (members.equals(recorded.members())) {
            return;
        }
        var body = NODES.objectNode().put("revision", recorded.revision());
        var array = body.putArray("members");
        members.forEach((key, mark) -> {
            var member = array.addObject().put("kind", key.kind().word()).put("name", key.name());
            if (!mark.seenAt().isEmpty()) {
                member.put("seenAt", mark.seenAt());
            }
            if (!mark.secrets().isEmpty()) {
                var secrets = member.putObject("secrets");
                mark.secrets().forEach(secrets::put);
            }
        });
        var saved = broker.put(Urls.path("api", "v1", "setups", recorded.name()), body);
        recorded = new Recorded(recorded.name(), saved.path("revision").asInt(), members);
    }
}
