package dev.seamwright.cli.imports;

import static dev.seamwright.cli.http.Answers.allPages;
import static dev.seamwright.cli.http.Answers.collection;
import static dev.seamwright.cli.http.Answers.elements;
import static dev.seamwright.cli.http.Answers.link;
import static dev.seamwright.cli.http.Answers.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.Query;
import dev.seamwright.cli.http.Urls;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.pact.Pact;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a Pact Broker tells about itself. Everything comes in the order in which it was created. */
final class SourceBroker {
    private static final String PAGE_SIZE = "100";
    private static final String MATRIX_LIMIT = "100000";

    private final BrokerClient broker;

    SourceBroker(BrokerClient broker) {
        this.broker = broker;
    }

    /**
     * A version of a participant.
     *
     * @param branches the latest added one is the last
     */
    record SourceVersion(
            String participant, String number, String buildUrl, List<String> branches, List<String> tags) {}

    /** The pacts of one version, and why others cannot be read. */
    record SourcePacts(List<SourcePact> pacts, List<String> unreadable) {
        static final SourcePacts NONE = new SourcePacts(List.of(), List.of());

        SourcePacts {
            pacts = List.copyOf(pacts);
            unreadable = List.copyOf(unreadable);
        }
    }

    /** A published pact, without what the broker adds to it. */
    record SourcePact(String provider, String sha, Pact pact) {}

    /**
     * A verification result.
     *
     * @param number increases with each result of the broker
     */
    record SourceResult(long number, String path, JsonNode result) {}

    /** A version in an environment. */
    record Placed(String uuid, String participant, String version, String instance) {}

    List<JsonNode> participants() {
        return allPages(broker, "/pacticipants", "pacticipants");
    }

    /** The versions after {@code after}; all of them when it is absent or gone. */
    List<SourceVersion> versions(String participant, Optional<String> after) {
        var newestFirst = new LinkedHashMap<String, SourceVersion>(); // pages shift while somebody publishes
        var path = Urls.path("pacticipants", participant, "versions");
        var next = path + new Query().add("page", "1").add("size", PAGE_SIZE);
        while (!next.isEmpty()) {
            var page = broker.get(next);
            for (var version : collection(page, "versions")) {
                var number = text(version, "number");
                if (after.isPresent() && after.get().equals(number)) {
                    return reversed(newestFirst);
                }
                newestFirst.putIfAbsent(number, version(participant, number, version));
            }
            var following = link(page, "next");
            next = following.equals(next) ? "" : following;
        }
        return reversed(newestFirst);
    }

    private static List<SourceVersion> reversed(Map<String, SourceVersion> newestFirst) {
        var versions = new ArrayList<>(newestFirst.values());
        Collections.reverse(versions);
        return versions;
    }

    private static SourceVersion version(String participant, String number, JsonNode json) {
        var branchVersions = collection(json, "branchVersions");
        var branches = names(branchVersions.isEmpty() ? collection(json, "branches") : branchVersions);
        if (branches.isEmpty() && !text(json, "branch").isEmpty()) {
            branches = List.of(text(json, "branch")); // brokers before 2.82
        }
        return new SourceVersion(
                participant, number, text(json, "buildUrl"), branches, names(collection(json, "tags")));
    }

    private static List<String> names(List<JsonNode> things) {
        return things.stream().map(thing -> text(thing, "name")).toList();
    }

    /** The pacts of a version; one that is no pact counts as unreadable. */
    SourcePacts pacts(SourceVersion version) {
        var json = broker.get(Urls.path("pacticipants", version.participant(), "versions", version.number()));
        var pacts = new ArrayList<SourcePact>();
        var unreadable = new ArrayList<String>();
        for (var link : elements(json.path("_links").path("pb:pact-versions"))) {
            try {
                // Deleted meanwhile: then it is to be gone in the target too.
                broker.find(text(link, "href")).ifPresent(pact -> pacts.add(pact(pact)));
            } catch (InvalidInput invalid) {
                unreadable.add("%s: %s".formatted(text(link, "href"), invalid.getMessage()));
            }
        }
        return new SourcePacts(pacts, unreadable);
    }

    private static SourcePact pact(JsonNode json) {
        var links = json.path("_links");
        var document = (ObjectNode) json.deepCopy();
        document.remove("_links");
        document.remove("createdAt");
        for (var array : List.of("interactions", "messages")) {
            document.path(array).forEach(interaction -> {
                if (interaction instanceof ObjectNode object) {
                    object.remove("_id");
                }
            });
        }
        return new SourcePact(
                text(links.path("pb:provider"), "name"),
                text(links.path("pb:pact-version"), "name"),
                Pact.of(document));
    }

    /** The results that the content of a pact has now, one a provider version, oldest first. */
    List<SourceResult> results(Journal.Content content, String consumerVersion, long after) {
        var matrix = broker.get("/matrix"
                + new Query()
                        .add("q[][pacticipant]", content.consumer())
                        .add("q[][version]", consumerVersion)
                        .add("q[][pacticipant]", content.provider())
                        .add("latestby", "cvpv")
                        .add("limit", MATRIX_LIMIT));
        return elements(matrix.path("matrix")).stream()
                .map(row -> link(row.path("verificationResult"), "self"))
                .filter(href -> !href.isEmpty())
                .distinct()
                .filter(href -> number(href) > after)
                .sorted(Comparator.comparingLong(SourceBroker::number))
                .flatMap(href -> broker.find(href).stream().map(json -> new SourceResult(number(href), href, json)))
                .toList();
    }

    /** The last segment of the link of a result. */
    private static long number(String href) {
        var digits = href.substring(href.lastIndexOf('/') + 1);
        return digits.matches("\\d{1,18}") ? Long.parseLong(digits) : Long.MAX_VALUE;
    }

    List<JsonNode> environments() {
        return broker.find("/environments")
                .map(json -> collection(json, "environments"))
                .orElse(List.of()); // brokers before 2.80 have none
    }

    /** What is deployed to an environment now. */
    List<Placed> deployed(String environmentUuid) {
        return placed(
                Urls.path("environments", environmentUuid, "deployed-versions", "currently-deployed"),
                "deployedVersions");
    }

    /** The releases in an environment that are supported now. */
    List<Placed> released(String environmentUuid) {
        return placed(
                Urls.path("environments", environmentUuid, "released-versions", "currently-supported"),
                "releasedVersions");
    }

    private List<Placed> placed(String path, String name) {
        return allPages(broker, path, name).stream()
                .sorted(Comparator.comparing(one -> text(one, "createdAt")))
                .map(one -> new Placed(
                        text(one, "uuid"),
                        text(one.path("_embedded").path("pacticipant"), "name"),
                        text(one.path("_embedded").path("version"), "number"),
                        text(one, "applicationInstance").isEmpty()
                                ? text(one, "target")
                                : text(one, "applicationInstance")))
                .toList();
    }

    int webhooks() {
        return broker.find("/webhooks")
                .map(json -> elements(json.path("_links").path("pb:webhooks")).size())
                .orElse(0);
    }
}
