package dev.seamwright.cli.imports;

import static dev.seamwright.cli.http.Answers.collection;
import static dev.seamwright.cli.http.Answers.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.cli.http.BrokerClient;
import dev.seamwright.cli.http.Urls;
import dev.seamwright.cli.imports.SourceBroker.Placed;
import dev.seamwright.cli.imports.SourceBroker.SourcePact;
import dev.seamwright.cli.imports.SourceBroker.SourceResult;
import dev.seamwright.cli.imports.SourceBroker.SourceVersion;
import dev.seamwright.contracts.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Takes in what an import brings. Each method may be repeated: what is there already stays as it is. */
final class TargetBroker {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final BrokerClient broker;
    private final String source;

    /** @param source the URL of the broker that is imported from */
    TargetBroker(BrokerClient broker, String source) {
        this.broker = broker;
        this.source = source;
    }

    void participant(JsonNode participant) {
        var name = text(participant, "name");
        var body = NODES.objectNode().put("name", name);
        copy(participant, body, "displayName", "mainBranch", "repositoryUrl", "repositoryName", "repositoryNamespace");
        broker.patch(Urls.path("pacticipants", name), body);
        for (var label : collection(participant, "labels")) {
            broker.put(Urls.path("pacticipants", name, "labels", text(label, "name")), NODES.objectNode());
        }
    }

    private static void copy(JsonNode from, ObjectNode to, String... fields) {
        for (var field : fields) {
            if (from.hasNonNull(field)) {
                to.set(field, from.path(field));
            }
        }
    }

    /** Publishes a version with all its pacts at once; its branches come before its tags, which old brokers take for branches. */
    void version(SourceVersion version, List<SourcePact> pacts) {
        var path = Urls.path("pacticipants", version.participant(), "versions", version.number());
        if (pacts.isEmpty()) {
            var body = NODES.objectNode();
            if (!version.buildUrl().isEmpty()) {
                body.put("buildUrl", version.buildUrl());
            }
            broker.put(path, body);
        } else {
            broker.post("/contracts/publish", publication(version, pacts));
        }
        for (var branch : version.branches()) {
            broker.put(
                    Urls.path("pacticipants", version.participant(), "branches", branch, "versions", version.number()),
                    NODES.objectNode());
        }
        for (var tag : version.tags()) {
            broker.put(path + Urls.path("tags", tag), NODES.objectNode());
        }
    }

    private static ObjectNode publication(SourceVersion version, List<SourcePact> pacts) {
        var body = NODES.objectNode();
        body.put("pacticipantName", version.participant());
        body.put("pacticipantVersionNumber", version.number());
        if (!version.buildUrl().isEmpty()) {
            body.put("buildUrl", version.buildUrl());
        }
        if (!version.branches().isEmpty()) {
            body.put("branch", version.branches().getFirst());
        }
        body.putArray("tags");
        var contracts = body.putArray("contracts");
        for (var pact : pacts) {
            contracts
                    .addObject()
                    .put("consumerName", version.participant())
                    .put("providerName", pact.provider())
                    .put("specification", "pact")
                    .put("contentType", "application/json")
                    .put(
                            "content",
                            Base64.getEncoder().encodeToString(pact.pact().print()));
        }
        return body;
    }

    void result(Journal.Content content, SourceResult result) {
        var body = NODES.objectNode();
        copy(result.result(), body, "success", "providerApplicationVersion", "buildUrl", "testResults", "verifiedBy");
        broker.postOnce(
                Urls.path(
                        "pacts",
                        "provider",
                        content.provider(),
                        "consumer",
                        content.consumer(),
                        "pact-version",
                        content.targetSha(),
                        "verification-results"),
                "import-"
                        + Sha256.ofContent((source + "\n" + result.path()).getBytes(StandardCharsets.UTF_8))
                                .hex(),
                body);
    }

    /** The id here of an environment, which is created if it is missing. */
    String environment(JsonNode environment) {
        var name = text(environment, "name");
        var existing = collection(broker.get("/environments"), "environments").stream()
                .filter(one -> text(one, "name").equals(name))
                .findFirst();
        if (existing.isPresent()) {
            return text(existing.get(), "uuid");
        }
        var body = NODES.objectNode().put("name", name);
        copy(environment, body, "displayName", "production", "contacts");
        return text(broker.post("/environments", body), "uuid");
    }

    void deployment(String environmentUuid, Placed deployed) {
        var body = NODES.objectNode();
        if (!deployed.instance().isEmpty()) {
            body.put("applicationInstance", deployed.instance());
        }
        broker.post(inEnvironment(deployed, "deployed-versions", environmentUuid), body);
    }

    void release(String environmentUuid, Placed released) {
        broker.post(inEnvironment(released, "released-versions", environmentUuid), NODES.objectNode());
    }

    private static String inEnvironment(Placed placed, String kind, String environmentUuid) {
        return Urls.path(
                "pacticipants",
                placed.participant(),
                "versions",
                placed.version(),
                kind,
                "environment",
                environmentUuid);
    }
}
