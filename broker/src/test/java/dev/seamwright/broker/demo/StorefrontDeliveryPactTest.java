package dev.seamwright.broker.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.LambdaDslJsonBody;
import au.com.dius.pact.consumer.junit5.PactTestFor;
import au.com.dius.pact.core.model.annotations.PactDirectory;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;

/** Version 3.2.0 of the storefront: tells as well when an order arrives. */
@PactDirectory("target/demo/storefront-3.2.0")
class StorefrontDeliveryPactTest extends StorefrontPactTest {
    @Override
    void order(LambdaDslJsonBody order) {
        super.order(order);
        order.date("deliveryDate", "yyyy-MM-dd", Date.from(Instant.parse("2026-11-30T12:00:00Z")));
    }

    @Test
    @PactTestFor(pactMethod = "order")
    void tells_when_an_order_arrives(MockServer orders) throws IOException, InterruptedException {
        assertEquals(
                "2026-11-30",
                JsonHttp.get(orders, "/orders/1207").get("deliveryDate").asText());
    }
}
