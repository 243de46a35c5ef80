package dev.seamwright.broker.pactapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.broker.testing.TestBroker;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PublishingTest {
    static TestBroker broker;

    @BeforeAll
    static void start() {
        broker = TestBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void a_published_pact_is_served_with_ids_for_its_interactions_and_links() {
        var answer =
                broker.post("/contracts/publish", request("Web", "1", "Orders", pact("Web", "Orders", "list"), "main"));
        assertEquals(200, answer.status(), answer.body());
        assertEquals("success", answer.json().at("/notices/1/type").asText());
        assertTrue(answer.json().at("/logs").size() > 0);

        var pact = broker.get("/pacts/provider/Orders/consumer/Web/version/1").json();
        assertEquals("list", pact.at("/interactions/0/description").asText());
        assertEquals(40, pact.at("/interactions/0/_id").asText().length());
        assertEquals("_id", pact.at("/interactions/0").fieldNames().next());
        assertEquals(
                broker.url() + "/pacticipants/Orders",
                pact.at("/_links/pb:provider/href").asText());
        var content = pact.at("/_links/pb:pact-version/href").asText();
        assertEquals(
                "list",
                broker.get(content).json().at("/interactions/0/description").asText());
        assertEquals(
                200, broker.get("/pacts/provider/Orders/consumer/Web/latest").status());
        assertEquals(
                200,
                broker.get("/pacts/provider/Orders/consumer/Web/branch/latest").status());
        assertEquals(
                200,
                broker.get("/pacts/provider/Orders/consumer/Web/branch/main/latest")
                        .status());
        assertEquals(
                404,
                broker.get("/pacts/provider/Orders/consumer/Web/branch/other/latest")
                        .status());
        assertEquals(
                404, broker.get("/pacts/provider/Orders/consumer/Web/version/2").status());
    }

    @Test
    void names_with_slashes_and_spaces_travel_encoded() {
        var answer = broker.post(
                "/contracts/publish",
                request("My App", "10.0/A", "Their API/1", pact("My App", "Their API/1", "x"), "feat/x"));
        assertEquals(200, answer.status(), answer.body());
        var link = answer.json().at("/_links/pb:contracts/0/href").asText();
        assertTrue(link.endsWith("/pacts/provider/Their%20API%2F1/consumer/My%20App/version/10.0%2FA"), link);
        assertEquals(200, broker.get(link).status(), broker.get(link).body());
        assertEquals(
                200,
                broker.get("/pacts/provider/Their%20API%2F1/consumer/My%20App/branch/feat%2Fx/latest")
                        .status());
    }

    @Test
    void the_same_content_again_is_fine_and_another_content_is_refused_with_the_difference() {
        var first = request("Shop", "1", "Stock", pact("Shop", "Stock", "a"), "main");
        assertEquals(200, broker.post("/contracts/publish", first).status());
        assertEquals(200, broker.post("/contracts/publish", first).status());

        var other =
                broker.post("/contracts/publish", request("Shop", "1", "Stock", pact("Shop", "Stock", "b"), "main"));
        assertEquals(409, other.status());
        assertTrue(String.valueOf(other.header("Content-Type")).startsWith("application/json"));
        assertEquals("error", other.json().at("/notices/0/type").asText());
        assertEquals("info", other.json().at("/notices/1/type").asText());
        assertEquals(
                "a",
                broker.get("/pacts/provider/Stock/consumer/Shop/version/1")
                        .json()
                        .at("/interactions/0/description")
                        .asText());

        var legacy = broker.put("/pacts/provider/Stock/consumer/Shop/version/1", pact("Shop", "Stock", "b"));
        assertEquals(409, legacy.status());
        assertTrue(legacy.json().has("error"));
    }

    @Test
    void merging_joins_the_interactions_and_keeps_what_was_there() {
        broker.put("/pacts/provider/Mill/consumer/Bakery/version/1", pact("Bakery", "Mill", "flour"));
        var merged = broker.patch("/pacts/provider/Mill/consumer/Bakery/version/1", pact("Bakery", "Mill", "bran"));
        assertEquals(200, merged.status(), merged.body());
        assertEquals(2, merged.json().at("/interactions").size());
        var again = broker.patch("/pacts/provider/Mill/consumer/Bakery/version/1", pact("Bakery", "Mill", "bran"));
        assertEquals(2, again.json().at("/interactions").size());
    }

    @Test
    void a_name_almost_like_another_is_refused_until_it_is_created_on_purpose() {
        broker.put(
                "/pacts/provider/Payment Gateway/consumer/Till/version/1".replace(" ", "%20"),
                pact("Till", "Payment Gateway", "a"));
        var refused = broker.post(
                "/contracts/publish",
                request("Till", "2", "payment-gateway", pact("Till", "payment-gateway", "a"), "main"));
        assertEquals(409, refused.status());
        assertTrue(refused.body().contains("Payment Gateway"));
        assertEquals(
                404,
                broker.get("/pacts/provider/Payment%20Gateway/consumer/Till/version/2")
                        .status());
    }

    @Test
    void bad_input_names_the_place_and_stores_nothing() {
        var names = broker.post("/contracts/publish", request("Bad", "1", "Prov", pact("Other", "Prov", "a"), "main"));
        assertEquals(400, names.status());
        assertTrue(names.json().at("/errors").fieldNames().next().contains("consumer"), names.body());
        var base64 = broker.post("/contracts/publish", """
                {"pacticipantName":"Bad","pacticipantVersionNumber":"1","contracts":[{"consumerName":"Bad","providerName":"Prov",
                 "specification":"pact","contentType":"application/json","content":"%%%"}]}""");
        assertEquals(400, base64.status());
        assertTrue(base64.body().contains("base64"));
        assertEquals(400, broker.post("/contracts/publish", "{").status());
        assertEquals(
                415,
                broker.send("POST", "/contracts/publish", "{}", "Content-Type", "text/plain")
                        .status());
        assertEquals(400, broker.post("/contracts/publish", "{}").status());
        assertFalse(broker.get("/pacts/provider/Prov/consumer/Bad/latest").status() == 200);
    }

    @Test
    void parallel_publishes_of_one_version_all_succeed_and_none_is_lost() throws Exception {
        try (var pool = Executors.newFixedThreadPool(8)) {
            var calls = IntStream.range(0, 40)
                    .<Callable<Integer>>mapToObj(i -> () -> broker.post(
                                    "/contracts/publish",
                                    request(
                                            "Monorepo",
                                            "1",
                                            "Backend" + i % 20,
                                            pact("Monorepo", "Backend" + i % 20, "p" + i % 20),
                                            "main"))
                            .status())
                    .toList();
            for (var call : pool.invokeAll(calls)) {
                assertEquals(200, call.get());
            }
        }
        for (var i = 0; i < 20; i++) {
            assertEquals(
                    200,
                    broker.get("/pacts/provider/Backend" + i + "/consumer/Monorepo/version/1")
                            .status());
        }
    }

    static String request(String consumer, String version, String provider, String pact, String branch) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put("pacticipantName", consumer)
                .put("pacticipantVersionNumber", version)
                .put("branch", branch);
        body.putArray("contracts")
                .addObject()
                .put("consumerName", consumer)
                .put("providerName", provider)
                .put("specification", "pact")
                .put("contentType", "application/json")
                .put("content", Base64.getEncoder().encodeToString(pact.getBytes(StandardCharsets.UTF_8)));
        return body.toString();
    }

    static String pact(String consumer, String provider, String description) {
        JsonNode pact = JsonNodeFactory.instance
                .objectNode()
                .<com.fasterxml.jackson.databind.node.ObjectNode>set(
                        "consumer", JsonNodeFactory.instance.objectNode().put("name", consumer))
                .set("provider", JsonNodeFactory.instance.objectNode().put("name", provider));
        var object = (com.fasterxml.jackson.databind.node.ObjectNode) pact;
        var interaction = object.putArray("interactions").addObject().put("description", description);
        interaction.putObject("request").put("method", "GET").put("path", "/" + description);
        interaction.putObject("response").put("status", 200);
        object.putObject("metadata").putObject("pactSpecification").put("version", "2.0.0");
        return object.toString();
    }
}
