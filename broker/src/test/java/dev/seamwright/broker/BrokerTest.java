package dev.seamwright.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seamwright.broker.testing.TestBroker;
import org.junit.jupiter.api.Test;

class BrokerTest {
    @Test
    void an_unknown_path_is_a_404_in_the_form_that_the_client_reads() {
        try (var broker = TestBroker.start()) {
            var hal = broker.get("/nowhere");
            assertEquals(404, hal.status());
            assertEquals(
                    "The requested document was not found on this server.",
                    hal.json().get("error").asText());

            var problem = broker.get("/api/v1/nowhere");
            assertEquals(404, problem.status());
            assertEquals("/problems/not-found", problem.json().get("type").asText());
        }
    }
}
