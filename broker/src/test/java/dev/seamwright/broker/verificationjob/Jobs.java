package dev.seamwright.broker.verificationjob;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.Given;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.testing.TestBroker.Answer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A workspace in the words of jobs, through our own API; what is sent and answered is checked against openapi.yaml. */
final class Jobs {
    private final ApiClient api;
    private final String workspace;
    private final UUID worker = UUID.randomUUID();

    private Jobs(ApiClient api, String workspace) {
        this.api = api;
        this.workspace = workspace;
    }

    /** In an empty workspace of its own, with the environment {@code production}. */
    static Jobs inNewWorkspace(TestBroker broker) {
        var name = "w" + UUID.randomUUID();
        ok(ApiClient.of(broker).post("/workspaces", "{\"name\":\"%s\"}".formatted(name)));
        var jobs = new Jobs(ApiClient.of(broker).with("Seamwright-Workspace", name), name);
        ok(jobs.api.put("/environments/production", "{\"production\":true}"));
        return jobs;
    }

    /** In the workspace {@code default}, whose id is 1. */
    static Jobs inDefaultWorkspace(TestBroker broker) {
        return new Jobs(ApiClient.of(broker), "default");
    }

    /** The same workspace, asked at another broker, by another worker. */
    Jobs at(TestBroker other) {
        return new Jobs(ApiClient.of(other).with("Seamwright-Workspace", workspace), workspace);
    }

    static JsonNode ok(Answer answer) {
        assertTrue(answer.status() < 300, answer.status() + " " + answer.body());
        return answer.json();
    }

    ApiClient api() {
        return api;
    }

    String workspace() {
        return workspace;
    }

    /** A pact whose description makes its content, of a version on no branch. */
    void pact(String consumer, String version, String provider, String description) {
        contract(consumer, version, provider, description, "");
    }

    void pactOnMain(String consumer, String version, String provider, String description) {
        contract(consumer, version, provider, description, "\"branch\":\"main\",");
    }

    private void contract(String consumer, String version, String provider, String description, String branch) {
        var content = Given.document(consumer, provider, description).replace("\"", "\\\"");
        ok(api.post("/participants/%s/versions/%s/contracts".formatted(consumer, version), """
                {%s"contracts":[{"kind":"pact","provider":"%s","content":"%s"}]}""".formatted(
                        branch, provider, content)));
    }

    void onBranch(String participant, String version, String branch) {
        ok(api.put(
                "/participants/%s/versions/%s".formatted(participant, version),
                "{\"branch\":\"%s\"}".formatted(branch)));
    }

    void environment(String name) {
        ok(api.put("/environments/" + name, "{\"production\":false}"));
    }

    void deployed(String participant, String version, String environment) {
        ok(api.post("/deployments", at(participant, version, environment)));
    }

    void released(String participant, String version, String environment) {
        ok(api.post("/releases", at(participant, version, environment)));
    }

    private static String at(String participant, String version, String environment) {
        return "{\"participant\":\"%s\",\"version\":\"%s\",\"environment\":\"%s\"}"
                .formatted(participant, version, environment);
    }

    /** What a client publishes on its own. */
    void verified(String sha256, String provider, String version, boolean success) {
        ok(api.post("/verifications", """
                {"contract":{"kind":"pact","sha256":"%s"},"provider":"%s","providerVersion":"%s","success":%s}""".formatted(sha256, provider, version, success)));
    }

    String canIDeploy(String participant, String version) {
        return verdict(participant, version).get("deployable").asText();
    }

    JsonNode verdict(String participant, String version) {
        return ok(api.post("/verdicts/can-i-deploy", """
                {"versions":[{"participant":"%s","version":"%s"}],
                 "target":{"type":"environment","environment":"production"}}""".formatted(participant, version)));
    }

    List<JsonNode> list() {
        return list("");
    }

    /** @param query begins with {@code &} */
    List<JsonNode> list(String query) {
        return ok(api.get("/jobs?limit=1000" + query))
                .get("items")
                .valueStream()
                .toList();
    }

    JsonNode only() {
        var jobs = list();
        assertEquals(1, jobs.size(), jobs::toString);
        return jobs.getFirst();
    }

    JsonNode get(String id) {
        return ok(api.get("/jobs/" + id));
    }

    Optional<JsonNode> claim(String providers) {
        return claim(providers, 0);
    }

    Optional<JsonNode> claim(String providers, int waitSeconds) {
        var answer = claiming(providers, waitSeconds);
        return answer.status() == 204 ? Optional.empty() : Optional.of(ok(answer));
    }

    Answer claiming(String providers, int waitSeconds) {
        return api.post("/jobs/claim", """
                {"worker":{"id":"%s","name":"host-7"},"providers":[%s],"methods":["replay"],"waitSeconds":%d}""".formatted(worker, providers, waitSeconds));
    }

    /** A provider to claim for. */
    static String provider(String name, String... versions) {
        return versions.length == 0
                ? "{\"name\":\"%s\"}".formatted(name)
                : "{\"name\":\"%s\",\"versions\":[\"%s\"]}".formatted(name, String.join("\",\"", versions));
    }

    private static String token(JsonNode claimed) {
        return claimed.at("/lease/token").asText();
    }

    private static String path(JsonNode claimed, String what) {
        return "/jobs/" + claimed.get("id").asText() + "/" + what;
    }

    Answer heartbeat(JsonNode claimed) {
        return api.post(path(claimed, "heartbeat"), "{\"token\":\"%s\"}".formatted(token(claimed)));
    }

    Answer result(JsonNode claimed, boolean success) {
        return api.post(path(claimed, "result"), """
                {"token":"%s","success":%s,"buildUrl":"https://ci.example.com/7","log":"GET /orders 200",
                 "results":{"testResults":[{"interactionId":"1","success":%s}]}}""".formatted(token(claimed), success, success));
    }

    Answer failure(JsonNode claimed, boolean retry) {
        return api.post(path(claimed, "failure"), """
                {"token":"%s","cause":"the provider did not start","retry":%s,"log":"connection refused"}""".formatted(token(claimed), retry));
    }

    Answer cancel(JsonNode job) {
        return api.send("POST", path(job, "cancel"), null);
    }

    Answer rerun(JsonNode job) {
        return api.send("POST", path(job, "rerun"), null);
    }
}
