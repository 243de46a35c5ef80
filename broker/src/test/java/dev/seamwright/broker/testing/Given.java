package dev.seamwright.broker.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.testing.TestBroker.Answer;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.DatabaseSchemaJson;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import dev.seamwright.contracts.dbschema.Origin;
import dev.seamwright.contracts.dbusage.DatabaseUsage;
import dev.seamwright.contracts.dbusage.DatabaseUsageJson;
import dev.seamwright.contracts.dbusage.Identity;
import dev.seamwright.contracts.dbusage.Statement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** Arranges a broker's state in the words of the domain, through its own API. */
public final class Given {
    private final TestBroker broker;
    private final Map<String, String> environments = new HashMap<>();
    private String[] headers = {};

    public Given(TestBroker broker) {
        this.broker = broker;
    }

    /** From here on in an empty workspace. */
    public Given inNewWorkspace() {
        var name = "w" + UUID.randomUUID();
        must(broker.post("/api/v1/workspaces", "{\"name\":\"%s\"}".formatted(name)));
        headers = new String[] {"Seamwright-Workspace", name};
        return this;
    }

    public void environment(String name) {
        var answer =
                must(broker.post("/environments", "{\"name\":\"%s\",\"production\":true}".formatted(name), headers));
        environments.put(name, answer.json().get("uuid").asText());
    }

    public void version(String participant, String version) {
        must(broker.put(path("pacticipants", participant, "versions", version), "{}", headers));
    }

    public void onBranch(String participant, String version, String branch) {
        must(broker.put(path("pacticipants", participant, "branches", branch, "versions", version), "{}", headers));
    }

    public void tagged(String participant, String version, String tag) {
        must(broker.put(path("pacticipants", participant, "versions", version, "tags", tag), "{}", headers));
    }

    /** A pact with one interaction, whose description makes the content. */
    public void pact(String consumer, String version, String provider, String content) {
        must(broker.put(
                path("pacts", "provider", provider, "consumer", consumer, "version", version),
                document(consumer, provider, content),
                headers));
    }

    /** A pact with one interaction. */
    public static String document(String consumer, String provider, String description) {
        ObjectNode pact = JsonNodeFactory.instance.objectNode();
        pact.putObject("consumer").put("name", consumer);
        pact.putObject("provider").put("name", provider);
        var interaction = pact.putArray("interactions").addObject().put("description", description);
        interaction.putObject("request").put("method", "GET").put("path", "/" + description);
        interaction.putObject("response").put("status", 200);
        pact.putObject("metadata").putObject("pactSpecification").put("version", "2.0.0");
        return pact.toString();
    }

    /** The document {@code db-usage} of a service that runs the statements, each under its own text for a name. */
    public static String usage(String... statements) {
        var usage = new DatabaseUsage(
                Identity.UNKNOWN,
                Stream.of(statements)
                        .map(sql -> Statement.of(Statement.idOf(sql), sql))
                        .toList());
        return new String(DatabaseUsageJson.write(usage), StandardCharsets.UTF_8);
    }

    /** The document {@code db-schema} of a database that has these schemas, with nothing in them. */
    public static String schema(String... names) {
        var facts = Stream.of(names)
                .map(name -> Fact.of(new Fact.Key(Kind.SCHEMA, List.of(name)), JsonNodeFactory.instance.objectNode()))
                .toList();
        var out = new ByteArrayOutputStream();
        try {
            DatabaseSchemaJson.write(
                    new DatabaseSchema(
                            new Origin(180_000, "shop", null), facts, Map.of(), new TreeMap<>(), new TreeMap<>()),
                    out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    public void verified(String consumer, String version, String provider, String providerVersion, boolean success) {
        var pact = must(
                broker.get(path("pacts", "provider", provider, "consumer", consumer, "version", version), headers));
        must(broker.post(
                pact.json().at("/_links/pb:publish-verification-results/href").asText(),
                "{\"success\":%s,\"providerApplicationVersion\":\"%s\"}".formatted(success, providerVersion),
                headers));
    }

    public void deployed(String participant, String version, String environment) {
        deployed(participant, version, environment, "");
    }

    public void deployed(String participant, String version, String environment, String instance) {
        must(broker.post(
                path(
                        "pacticipants",
                        participant,
                        "versions",
                        version,
                        "deployed-versions",
                        "environment",
                        id(environment)),
                instance.isEmpty() ? "{}" : "{\"applicationInstance\":\"%s\"}".formatted(instance),
                headers));
    }

    public void released(String participant, String version, String environment) {
        must(broker.post(
                path(
                        "pacticipants",
                        participant,
                        "versions",
                        version,
                        "released-versions",
                        "environment",
                        id(environment)),
                "{}",
                headers));
    }

    /** @param more names and values of headers */
    public Answer get(String path, String... more) {
        var all = Arrays.copyOf(headers, headers.length + more.length);
        System.arraycopy(more, 0, all, headers.length, more.length);
        return broker.get(path, all);
    }

    public Answer put(String path, String json) {
        return broker.put(path, json, headers);
    }

    public Answer delete(String path) {
        return broker.delete(path, headers);
    }

    public Answer patch(String path, String json) {
        return broker.patch(path, json, headers);
    }

    public Answer post(String path, String json) {
        return broker.post(path, json, headers);
    }

    private String id(String environment) {
        var id = environments.get(environment);
        assertTrue(id != null, environment);
        return String.valueOf(id);
    }

    private static String path(String... segments) {
        return Links.on("").to((Object[]) segments);
    }

    private static Answer must(Answer answer) {
        assertTrue(answer.status() < 300, answer.status() + " " + answer.body());
        return answer;
    }
}
