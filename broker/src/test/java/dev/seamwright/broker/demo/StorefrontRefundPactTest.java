package dev.seamwright.broker.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.LambdaDsl;
import au.com.dius.pact.consumer.dsl.PactBuilder;
import au.com.dius.pact.consumer.junit5.PactTestFor;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.model.annotations.Pact;
import au.com.dius.pact.core.model.annotations.PactDirectory;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Version 3.3.0 of the storefront, on a branch: gives money back. */
@PactDirectory("target/demo/storefront-3.3.0")
class StorefrontRefundPactTest extends StorefrontDeliveryPactTest {
    private static final String REFUNDS = "/payments/0b0ff2f2-7c6c-4d21-9e1a-6a2e6a1f7d10/refunds";

    @Pact(consumer = "storefront", provider = "payments")
    V4Pact refund(PactBuilder pact) {
        return pact.usingLegacyDsl()
                .given("order 1207 is paid")
                .uponReceiving("a refund of a part of a payment")
                .method("POST")
                .headers("Content-Type", "application/json")
                .path(REFUNDS)
                .body(LambdaDsl.newJsonBody(refund -> refund.decimalType("amount", 12.5))
                        .build())
                .willRespondWith()
                .status(201)
                .body(LambdaDsl.newJsonBody(payment -> payment.stringValue("state", "refunded"))
                        .build())
                .toPact(V4Pact.class);
    }

    @Test
    @PactTestFor(pactMethod = "refund")
    void refunds_a_part_of_a_payment(MockServer payments) throws IOException, InterruptedException {
        assertEquals(
                "refunded",
                JsonHttp.post(payments, REFUNDS, "{\"amount\": 12.5}")
                        .get("state")
                        .asText());
    }
}
