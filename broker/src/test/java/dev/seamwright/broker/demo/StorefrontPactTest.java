package dev.seamwright.broker.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.LambdaDsl;
import au.com.dius.pact.consumer.dsl.LambdaDslJsonBody;
import au.com.dius.pact.consumer.dsl.PactBuilder;
import au.com.dius.pact.consumer.junit5.PactConsumerTestExt;
import au.com.dius.pact.consumer.junit5.PactTestFor;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.model.annotations.Pact;
import au.com.dius.pact.core.model.annotations.PactDirectory;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Version 3.1.0 of the storefront: shows an order, and how it was paid. */
@ExtendWith({DemoPacts.class, PactConsumerTestExt.class})
@PactDirectory("target/demo/storefront-3.1.0")
class StorefrontPactTest {
    @Pact(consumer = "storefront", provider = "orders")
    V4Pact order(PactBuilder pact) {
        return pact.usingLegacyDsl()
                .given("order 1207 is paid")
                .uponReceiving("an order by its number")
                .method("GET")
                .path("/orders/1207")
                .willRespondWith()
                .status(200)
                .body(LambdaDsl.newJsonBody(this::order).build())
                .toPact(V4Pact.class);
    }

    void order(LambdaDslJsonBody order) {
        order.integerType("id", 1207)
                .stringMatcher("status", "placed|paid|shipped", "paid")
                .minArrayLike(
                        "lines",
                        1,
                        line -> line.stringType("sku", "TEA-100")
                                .integerType("quantity", 2)
                                .decimalType("price", 12.5));
    }

    @Test
    @PactTestFor(pactMethod = "order")
    void shows_an_order(MockServer orders) throws IOException, InterruptedException {
        assertEquals("paid", JsonHttp.get(orders, "/orders/1207").get("status").asText());
    }

    @Pact(consumer = "storefront", provider = "payments")
    V4Pact payment(PactBuilder pact) {
        return pact.usingLegacyDsl()
                .given("order 1207 is paid")
                .uponReceiving("the payment of an order")
                .method("GET")
                .path("/payments")
                .query("order=1207")
                .willRespondWith()
                .status(200)
                .body(LambdaDsl.newJsonBody(
                                payment -> payment.uuid("id", UUID.fromString("0b0ff2f2-7c6c-4d21-9e1a-6a2e6a1f7d10"))
                                        .stringMatcher("state", "open|captured|refunded", "captured")
                                        .decimalType("amount", 25.5))
                        .build())
                .toPact(V4Pact.class);
    }

    @Test
    @PactTestFor(pactMethod = "payment")
    void shows_how_an_order_was_paid(MockServer payments) throws IOException, InterruptedException {
        assertEquals(
                "captured",
                JsonHttp.get(payments, "/payments?order=1207").get("state").asText());
    }
}
