package dev.seamwright.broker.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.seamwright.contracts.dbusage.DatabaseUsage;
import dev.seamwright.contracts.dbusage.DatabaseUsageJson;
import dev.seamwright.contracts.dbusage.Identity;
import dev.seamwright.contracts.dbusage.Statement;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A shop in production. Its database has orders with a discount, which checkout reads and mail does not; the next checkout, the head of main, reads
 * it no more. Its API tells an order's total and note; web reads the total, and the next web the note too.
 */
public final class Shop {
    public static final String SCHEMA = """
            CREATE TABLE customer (id bigint PRIMARY KEY, name text NOT NULL);
            CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL REFERENCES customer, total numeric(10,2) NOT NULL, discount numeric(10,2));
            CREATE TABLE invoice (id bigint PRIMARY KEY, amount numeric(10,2) NOT NULL);
            CREATE VIEW cheap AS SELECT id, discount FROM orders WHERE total < 10;
            """;
    public static final String OPENAPI = """
            openapi: 3.1.0
            info: { title: Orders, version: "1" }
            paths:
              /orders/{id}:
                get:
                  operationId: getOrder
                  parameters:
                    - { name: id, in: path, required: true, schema: { type: string } }
                  responses:
                    "200":
                      description: An order.
                      content:
                        application/json:
                          schema: { $ref: "#/components/schemas/Order" }
            components:
              schemas:
                Order:
                  type: object
                  required: [total, note]
                  properties:
                    total: { type: number }
                    note: { type: string }
            """;

    private final ApiClient api;

    private Shop(ApiClient api) {
        this.api = api;
    }

    /** Opens it in the client's workspace, which is empty. */
    public static Shop open(ApiClient api) {
        var shop = new Shop(api);
        ok(api.put("/environments/production", "{\"production\":true}"));
        ok(api.put("/environments/staging", "{\"production\":false}"));
        shop.publish("orders-db", "1", "db-schema", TestDatabase.schemaOf(SCHEMA), "");
        shop.publish(
                "checkout",
                "1",
                "db-usage",
                usage("order-total", "SELECT total, discount FROM orders WHERE id = $1", "src/main/sql/orders.sql:12"),
                "orders-db");
        shop.publish("mail", "1", "db-usage", usage("names", "SELECT name FROM customer", "mail.sql:1"), "orders-db");
        shop.publish("report", "1", "db-usage", usage("cheap", "SELECT * FROM cheap", "report.sql:7"), "orders-db");
        shop.publish(
                "checkout",
                "2",
                "db-usage",
                usage("order-total", "SELECT total FROM orders WHERE id = $1", "src/main/sql/orders.sql:12"),
                "orders-db");
        shop.publish("orders-api", "1", "openapi", OPENAPI, "");
        shop.publish("web", "1", "pact", pact("web", "{\"total\":10}"), "orders-api");
        shop.publish("web", "2", "pact", pact("web", "{\"total\":10,\"note\":\"gift\"}"), "orders-api");
        shop.deploy("orders-db", "1", "production", "staging");
        shop.deploy("checkout", "1", "production");
        shop.deploy("mail", "1", "production");
        shop.deploy("orders-api", "1", "production", "staging");
        shop.deploy("web", "1", "production");
        shop.deploy("web", "2", "staging");
        return shop;
    }

    public static String usage(String id, String sql, String source) {
        var statement = new Statement(id, sql, null, List.of(), false, false, null, null, null, List.of(source));
        return new String(
                DatabaseUsageJson.write(new DatabaseUsage(Identity.UNKNOWN, List.of(statement))),
                StandardCharsets.UTF_8);
    }

    public static String pact(String consumer, String body) {
        return pact(consumer, "an order", body);
    }

    public static String pact(String consumer, String description, String body) {
        var pact = JsonNodeFactory.instance.objectNode();
        pact.putObject("consumer").put("name", consumer);
        pact.putObject("provider").put("name", "orders-api");
        var interaction = pact.putArray("interactions").addObject().put("description", description);
        interaction.putObject("request").put("method", "GET").put("path", "/orders/1");
        var response = interaction.putObject("response").put("status", 200);
        response.putObject("headers").put("Content-Type", "application/json");
        response.putRawValue("body", new RawValue(body));
        pact.putObject("metadata").putObject("pactSpecification").put("version", "2.0.0");
        return pact.toString();
    }

    public void publish(String participant, String version, String kind, String document, String provider) {
        var body = JsonNodeFactory.instance.objectNode().put("branch", "main");
        var contract = body.putArray("contracts").addObject().put("kind", kind).put("content", document);
        if (!provider.isEmpty()) {
            contract.put("provider", provider);
        }
        ok(api.post("/participants/%s/versions/%s/contracts".formatted(participant, version), body.toString()));
    }

    public void deploy(String participant, String version, String... environments) {
        for (var environment : environments) {
            ok(api.post("/deployments", """
                    {"participant":"%s","version":"%s","environment":"%s"}""".formatted(participant, version, environment)));
        }
    }

    private static JsonNode ok(TestBroker.Answer answer) {
        assertTrue(answer.status() < 300, answer.body());
        return answer.json();
    }
}
