package com.example.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import au.com.dius.pact.consumer.MockServer;
import au.com.dius.pact.consumer.dsl.PactBuilder;
import au.com.dius.pact.consumer.junit5.PactConsumerTest;
import au.com.dius.pact.consumer.junit5.PactTestFor;
import au.com.dius.pact.core.model.V4Pact;
import au.com.dius.pact.core.model.annotations.Pact;
import dev.seamwright.junit.PublishContracts;
import java.net.URI;
import org.junit.jupiter.api.Test;

@PactConsumerTest
@PactTestFor(providerName = "orders")
@PublishContracts(participant = "web")
class OrdersTest {
    @Pact(consumer = "web")
    V4Pact orders(PactBuilder pact) {
        return pact.expectsToReceiveHttpInteraction(
                        "an order",
                        interaction -> interaction
                                .withRequest(request -> request.path("/orders/1"))
                                .willRespondWith(response -> response.status(200).body("{\"id\": 1}")))
                .toPact();
    }

    @Test
    void an_order_is_found_by_its_number(MockServer orders) throws Exception {
        assertEquals("{\"id\": 1}", new Orders(URI.create(orders.getUrl())).find(1));
    }
}
