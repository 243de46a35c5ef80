package dev.seamwright.cli;

import static dev.seamwright.cli.http.Answers.elements;
import static dev.seamwright.cli.http.Answers.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.cli.ReleaseOptions.Release;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.Urls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A contract that one version publishes.
 *
 * @param provider who it is needed from; null: it is about the participant itself
 * @param content the document
 * @param evidence that the participant keeps it; null: none is given
 */
record ContractPublication(
        String participant,
        Release release,
        String kind,
        @Nullable String provider,
        String content,
        @Nullable ObjectNode evidence) {
    ContractPublication(String participant, Release release, String kind, @Nullable String provider, String content) {
        this(participant, release, kind, provider, content, null);
    }

    private static final String DATABASE = "database";
    private static final List<String> DETAILS =
            List.of("displayName", "mainBranch", "repositoryUrl", "repositoryName", "repositoryNamespace");

    /** Publishes it, and returns what the broker has to say. */
    List<String> send(BrokerClient broker) {
        var body = JsonNodeFactory.instance.objectNode();
        release.describe(body);
        var contract = body.putArray("contracts").addObject().put("kind", kind);
        if (provider != null) {
            contract.put("provider", provider);
        }
        contract.put("content", content);
        if (evidence != null) {
            contract.set("evidence", evidence);
        }
        var answer = broker.post(
                Urls.path("api", "v1", "participants", participant, "versions", release.version(), "contracts"), body);
        return elements(answer.path("notices")).stream()
                .map(notice -> text(notice, "text"))
                .toList();
    }

    /** Makes a participant that is there a database; all else that is known of it stays. */
    static void makeDatabase(BrokerClient broker, String participant) {
        var path = Urls.path("api", "v1", "participants", participant);
        var known = broker.get(path);
        if (text(known, "kind").equals(DATABASE)) {
            return;
        }
        var changed = JsonNodeFactory.instance.objectNode().put("kind", DATABASE);
        DETAILS.stream().filter(known::hasNonNull).forEach(detail -> copy(known, detail, changed));
        broker.put(path, changed);
    }

    private static void copy(JsonNode from, String member, ObjectNode to) {
        to.set(member, from.path(member));
    }
}
