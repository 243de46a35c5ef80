package dev.seamwright.cli.setup;

import static dev.seamwright.cli.http.Answers.allItems;
import static dev.seamwright.cli.http.Answers.allPages;
import static dev.seamwright.cli.http.Answers.collection;
import static dev.seamwright.cli.http.Answers.elements;
import static dev.seamwright.cli.http.Answers.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.BrokerFailure;
import dev.seamwright.cli.http.Query;
import dev.seamwright.cli.http.Urls;
import dev.seamwright.cli.setup.Recorded.Mark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a broker has of all that a set-up may consist of. */
final class Inventory {
    private static final String API = "/api/v1/";

    private final BrokerClient broker;
    private final Map<ThingKey, Actual> things = new TreeMap<>();
    private final List<Recorded> setups;

    private Inventory(BrokerClient broker, List<Recorded> setups) {
        this.broker = broker;
        this.setups = List.copyOf(setups);
    }

    /** Reads everything. */
    static Inventory read(BrokerClient broker) {
        var inventory = new Inventory(broker, setups(broker));
        allItems(broker, API + "environments").forEach(json -> inventory.put(environment(json)));
        var labels = new HashMap<String, JsonNode>();
        allPages(broker, "/pacticipants", "pacticipants").forEach(json -> labels.put(text(json, "name"), json));
        allItems(broker, API + "participants")
                .forEach(json -> inventory.put(participant(json, labels.getOrDefault(text(json, "name"), json))));
        var seenAt = inventory.webhooksSeenAt();
        collection(broker.get("/webhooks"), "webhooks")
                .forEach(json -> inventory.put(webhook(json, seenAt.getOrDefault(text(json, "uuid"), ""))));
        return inventory;
    }

    private static List<Recorded> setups(BrokerClient broker) {
        try {
            return allItems(broker, API + "setups").stream()
                    .map(Inventory::recorded)
                    .toList();
        } catch (BrokerFailure.Refused refused) {
            if (refused.notFound()) {
                throw new BrokerFailure.Misconfigured(
                        "%s knows no set-ups; use a Seamwright broker that is not older than this command line"
                                .formatted(broker.url()),
                        refused);
            }
            throw refused;
        }
    }

    private void put(Actual actual) {
        things.put(actual.key(), actual);
    }

    Optional<Actual> find(ThingKey key) {
        return Optional.ofNullable(things.get(key));
    }

    List<Actual> all(Kind kind) {
        return things.values().stream()
                .filter(actual -> actual.key().kind() == kind)
                .toList();
    }

    /** All that the broker remembers, of every set-up. */
    List<Recorded> setups() {
        return setups;
    }

    Recorded setup(String name) {
        return setups.stream()
                .filter(setup -> setup.name().equals(name))
                .findFirst()
                .orElseGet(() -> Recorded.none(name));
    }

    /** The thing as it is at this moment. */
    Optional<Actual> readAgain(ThingKey key) {
        return switch (key.kind()) {
            case ENVIRONMENT -> broker.find(path(key)).map(Inventory::environment);
            case PARTICIPANT ->
                broker.find(path(key))
                        .flatMap(json -> broker.find(Urls.path("pacticipants", key.name()))
                                .map(labelled -> participant(json, labelled)));
            case WEBHOOK -> broker.find(path(key)).map(json -> webhook(json, ""));
        };
    }

    /** When each webhook was changed last, by id; the Pact API tells whole seconds alone. */
    Map<String, String> webhooksSeenAt() {
        var times = new HashMap<String, String>();
        allItems(broker, API + "webhooks").forEach(json -> times.put(text(json, "id"), text(json, "updatedAt")));
        return times;
    }

    /** Whether contracts, deployments or releases would go with it. */
    boolean hasHistory(ThingKey key) {
        return switch (key.kind()) {
            case PARTICIPANT -> isAny(path(key) + "/versions" + new Query().add("limit", "1"));
            case ENVIRONMENT ->
                List.of("deployments", "releases").stream()
                        .anyMatch(list -> isAny(API
                                + list
                                + new Query().add("environment", key.name()).add("limit", "1")));
            case WEBHOOK -> false;
        };
    }

    private boolean isAny(String list) {
        return !elements(broker.get(list).path("items")).isEmpty();
    }

    static String path(ThingKey key) {
        return switch (key.kind()) {
            case ENVIRONMENT -> Urls.path("api", "v1", "environments", key.name());
            case PARTICIPANT -> Urls.path("api", "v1", "participants", key.name());
            case WEBHOOK -> Urls.path("webhooks", key.name());
        };
    }

    private static Recorded recorded(JsonNode json) {
        var members = new TreeMap<ThingKey, Mark>();
        for (var member : elements(json.path("members"))) {
            var secrets = new HashMap<String, String>();
            member.path("secrets")
                    .properties()
                    .forEach(secret ->
                            secrets.put(secret.getKey(), secret.getValue().asText()));
            members.put(
                    new ThingKey(Kind.valueOf(text(member, "kind").toUpperCase(Locale.ROOT)), text(member, "name")),
                    new Mark(text(member, "seenAt"), secrets));
        }
        return new Recorded(text(json, "name"), json.path("revision").asInt(), members);
    }

    private static Actual environment(JsonNode json) {
        var fields = some(json, "", List.of("displayName", "production", "contacts"));
        return actual(Kind.ENVIRONMENT, text(json, "name"), text(json, "name"), fields, text(json, "updatedAt"));
    }

    private static Actual participant(JsonNode json, JsonNode labelled) {
        var fields = some(json, "", Fields.PARTICIPANT_DETAILS);
        var teams = new ArrayList<String>();
        var labels = JsonNodeFactory.instance.arrayNode();
        collection(labelled, "labels").stream()
                .map(label -> text(label, "name"))
                .sorted()
                .forEach(label -> {
                    if (label.startsWith(Fields.TEAM)) {
                        teams.add(label.substring(Fields.TEAM.length()));
                    } else {
                        labels.add(label);
                    }
                });
        if (teams.size() == 1) {
            fields.put("team", TextNode.valueOf(teams.getFirst()));
        } else if (!teams.isEmpty()) {
            var several = JsonNodeFactory.instance.arrayNode();
            teams.forEach(several::add);
            fields.put("team", several);
        }
        fields.put("labels", labels);
        return actual(Kind.PARTICIPANT, text(json, "name"), text(json, "name"), fields, text(json, "updatedAt"));
    }

    private static Actual webhook(JsonNode json, String seenAt) {
        var fields = some(
                json,
                "",
                List.of(
                        "description",
                        "enabled",
                        "consumer",
                        "provider",
                        "format",
                        "formatOptions",
                        Fields.SIGNING_SECRET));
        var events = JsonNodeFactory.instance.arrayNode();
        json.path("events").forEach(event -> events.add(text(event, "name")));
        fields.put("events", Fields.sorted(events));
        var request = json.path("request");
        fields.putAll(some(request, "request.", List.of("method", "url", "body", "username", "password")));
        request.path("headers")
                .properties()
                .forEach(header -> fields.put(Fields.HEADER + header.getKey(), header.getValue()));
        var id = text(json, "uuid");
        var title = text(json, "description");
        return actual(Kind.WEBHOOK, id, title.isEmpty() ? id : title, fields, seenAt);
    }

    private static Actual actual(Kind kind, String name, String title, Map<String, JsonNode> fields, String seenAt) {
        return new Actual(new ThingKey(kind, name), title, fields, seenAt);
    }

    private static Map<String, JsonNode> some(JsonNode json, String prefix, List<String> members) {
        Map<String, JsonNode> some = Fields.map();
        for (var member : members) {
            if (json.hasNonNull(member)) {
                some.put(prefix + member, json.get(member));
            }
        }
        return some;
    }
}
