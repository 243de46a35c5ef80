package dev.seamwright.broker.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.CommandLine;
import dev.seamwright.broker.testing.CommandLine.Outcome;
import dev.seamwright.broker.testing.Eventually;
import dev.seamwright.broker.testing.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A web shop that asks two services of which nobody runs a provider verification: orders (springdoc) and stock (FastAPI). Their documents
 * decide, from the command line.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiStoryTest {
    private static final Path STORY = Path.of("src/test/story/openapi");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TestBroker broker = TestBroker.start();
    private final ApiClient api = ApiClient.of(broker);

    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private CommandLine seamwright;

    @BeforeAll
    void documents(@TempDir Path place) throws IOException {
        directory = place;
        seamwright = new CommandLine(broker, place);
        for (var name : new String[] {"springdoc-orders.json", "fastapi-stock.json", "fastapi-stock-3.1.json"}) {
            Files.copy(STORY.resolve(name), place.resolve(name));
        }
        Files.createDirectories(place.resolve("pacts"));
        for (var name : new String[] {"web-orders.json", "web-stock.json"}) {
            Files.copy(
                    STORY.resolve("pacts").resolve(name), place.resolve("pacts").resolve(name));
        }
        Files.writeString(place.resolve("report.xml"), "<testsuites/>");
        assertEquals(
                201,
                api.put("/environments/production", "{\"production\":true}").status());
    }

    @AfterAll
    void stop() {
        broker.close();
    }

    private Outcome run(int code, String line) {
        var outcome = seamwright.run(line);
        assertEquals(code, outcome.code(), () -> "%s%n%s%s".formatted(line, outcome.out(), outcome.err()));
        return outcome;
    }

    private static void assertSays(Outcome outcome, String... texts) {
        for (var text : texts) {
            assertTrue(outcome.out().contains(text), () -> "'%s' is missing in%n%s".formatted(text, outcome.out()));
        }
    }

    /** A version of the document of orders in which something is otherwise. */
    private String orders(String version, Consumer<ObjectNode> change) throws IOException {
        var document = (ObjectNode)
                JSON.readTree(directory.resolve("springdoc-orders.json").toFile());
        change.accept((ObjectNode) document.at("/components/schemas"));
        var name = "orders-%s.json".formatted(version);
        Files.writeString(
                directory.resolve(name), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document));
        return name;
    }

    private Outcome publish(String participant, String version, String document) {
        return publish(participant, version, document, "main");
    }

    private Outcome publish(String participant, String version, String document, String branch) {
        return run(
                0,
                "publish-openapi %s -a %s --version %s --branch %s --evidence success --verifier schemathesis --evidence-file report.xml --evidence-content-type application/xml"
                        .formatted(document, participant, version, branch));
    }

    private Outcome canIDeploy(int code, String participant, String version) {
        return run(
                code,
                "can-i-deploy -a %s -e %s --to-environment production --retry-while-unknown 60 --retry-interval 1"
                        .formatted(participant, version));
    }

    private void deploy(String participant, String version) {
        run(0, "record-deployment -a %s -e %s --environment production".formatted(participant, version));
    }

    @Test
    void documents_decide_what_may_be_deployed() throws IOException {
        assertSays(
                publish("orders", "1", "springdoc-orders.json"),
                "Published the OpenAPI document of orders 1 (branch main): 3 operations on 2 paths, 4 schemas",
                "with evidence that the version keeps it");
        publish("stock", "1", "fastapi-stock-3.1.json");
        deploy("orders", "1");
        deploy("stock", "1");
        run(0, "publish pacts --version 1 --branch main");
        assertSays(canIDeploy(0, "web", "1"), "YES", "All required verification results are published and successful");
        deploy("web", "1");

        // who relies on what is gone is named, with the places on both sides
        publish(
                "orders",
                "2",
                orders("2", schemas -> {
                    var order = (ObjectNode) schemas.path("Order");
                    ((ObjectNode) order.path("properties")).remove("total");
                    remove(order.withArray("required"), "total");
                }),
                "try");
        assertSays(
                canIDeploy(1, "orders", "2"),
                "NO",
                "web 1 (production)",
                "an order",
                "pact /interactions/0/response/body/total",
                "document /components/schemas/Order",
                "whose: web");

        // what the provider may send and the consumer's matcher refuses is shown
        publish(
                "orders",
                "3",
                orders(
                        "3",
                        schemas -> ((ObjectNode) schemas.at("/Line/properties/quantity"))
                                .put("type", "number")
                                .remove("format")),
                "try");
        assertSays(
                canIDeploy(1, "orders", "3"),
                "web 1 (production)",
                "pact /interactions/0/response/body/lines",
                "witness {");

        // a break that nobody deployed notices is no reason to wait, and is told
        publish(
                "orders",
                "4",
                orders("4", schemas -> ((ArrayNode) schemas.at("/Order/properties/state/enum")).add("CANCELLED")));
        var harmless = Eventually.get(
                () -> canIDeploy(0, "orders", "4"), outcome -> outcome.out().contains("hits nobody"));
        assertSays(
                harmless,
                "YES",
                "The OpenAPI document of orders 4 has 1 breaking change against that of orders 1, and hits nobody currently in production");

        // without evidence a document proves nothing
        run(0, "publish-openapi springdoc-orders.json -a orders --version 5 --branch main");
        var unknown = Eventually.get(
                () -> run(2, "can-i-deploy -a orders -e 5 --to-environment production"),
                outcome -> outcome.out().contains("no evidence"));
        assertSays(unknown, "UNKNOWN", "there is no evidence that orders 5 keeps that document");
    }

    private static void remove(ArrayNode names, String name) {
        for (var i = names.size() - 1; i >= 0; i--) {
            if (names.get(i).asText().equals(name)) {
                names.remove(i);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"springdoc-orders.json", "fastapi-stock-3.1.json"})
    void what_generators_write_is_taken_without_a_warning(String document) {
        var published = publish("generated", document, document);
        assertEquals(2, published.out().lines().count(), published.out());
    }

    // FastAPI before 0.99 writes bounds of a later JSON Schema into OpenAPI 3.0
    @Test
    void what_a_generator_writes_wrongly_is_told_with_its_line() {
        assertSays(
                publish("generated", "old", "fastapi-stock.json"),
                "Line 213, column 33, /components/schemas/Reservation/properties/quantity/exclusiveMinimum");
    }

    @Test
    void a_document_is_read_before_anything_is_sent() throws IOException {
        Files.writeString(directory.resolve("broken.yaml"), """
                openapi: 3.1.0
                paths: [1
                """);
        var refused = run(4, "publish-openapi broken.yaml -a nobody --version 1 --evidence success");
        assertTrue(refused.err().contains("line 3"), refused.err());
        assertEquals(404, api.get("/participants/nobody").status());
        assertTrue(run(4, "publish-openapi springdoc-orders.json -a nobody --version 1 --verifier schemathesis")
                .err()
                .contains("--evidence success"));
        assertSays(
                run(0, "publish-openapi springdoc-orders.json -a nobody --version 1 --dry-run"),
                "Would publish the OpenAPI document of nobody 1");
        assertEquals(404, api.get("/participants/nobody").status());
    }
}
