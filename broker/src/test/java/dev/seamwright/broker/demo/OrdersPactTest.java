package dev.seamwright.broker.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.LambdaDsl;
import au.com.dius.pact.consumer.dsl.PactBuilder;
import au.com.dius.pact.consumer.junit5.PactConsumerTestExt;
import au.com.dius.pact.consumer.junit5.PactTestFor;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.model.annotations.Pact;
import au.com.dius.pact.core.model.annotations.PactDirectory;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Version 2.4.0 of orders: takes the money. */
@ExtendWith({DemoPacts.class, PactConsumerTestExt.class})
@PactDirectory("target/demo/orders-2.4.0")
class OrdersPactTest {
    @Pact(consumer = "orders", provider = "payments")
    V4Pact capture(PactBuilder pact) {
        return pact.usingLegacyDsl()
                .given("card 4242 has credit")
                .uponReceiving("the capture of an order's amount")
                .method("POST")
                .headers("Content-Type", "application/json")
                .path("/payments")
                .body(LambdaDsl.newJsonBody(payment -> payment.integerType("order", 1207)
                                .decimalType("amount", 25.5)
                                .stringType("card", "4242"))
                        .build())
                .willRespondWith()
                .status(201)
                .body(LambdaDsl.newJsonBody(payment -> payment.stringValue("state", "captured"))
                        .build())
                .toPact(V4Pact.class);
    }

    @Test
    @PactTestFor(pactMethod = "capture")
    void takes_the_money_for_an_order(MockServer payments) throws IOException, InterruptedException {
        assertEquals(
                "captured",
                JsonHttp.post(payments, "/payments", "{\"order\": 1207, \"amount\": 25.5, \"card\": \"4242\"}")
                        .get("state")
                        .asText());
    }
}
