package dev.seamwright.broker.seam;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.seamwright.broker.BrokerConfig.Operations;
import dev.seamwright.broker.testing.TestBroker;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example: two of its seams are verified with the newest contract, and storefront with payments is not. */
class SeamFilterTest {
    private static final TestBroker broker = TestBroker.start(config -> config.with(Operations.DEFAULT.withDemo()));

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name=PAY                   | orders-payments payments-orders-db payments-payments-db storefront-payments",
                "name=storefront            | storefront-orders storefront-payments",
                "name=%25                   | ''",
                "result=success             | orders-orders-db orders-payments payments-orders-db payments-payments-db storefront-orders",
                "result=unknown             | storefront-payments",
                "result=failed              | ''",
                "result=success&name=PAY    | orders-payments payments-orders-db payments-payments-db",
                "result=unknown&kind=pact   | storefront-payments",
                "result=unknown&kind=db-usage | ''",
            })
    void lists_only_what_is_asked_for(String query, String expected) {
        assertEquals(expected, list(query));
    }

    @Test
    void the_filter_holds_on_the_next_page() {
        var first = broker.get("/api/v1/seams?result=success&limit=1").json();
        var next = first.get("next").asText();
        assertEquals("orders-payments", list("result=success&limit=1&cursor=" + next));
    }

    @Test
    void a_result_is_what_the_list_shows_of_each_seam() {
        var all = broker.get("/api/v1/seams").json().get("items");
        for (var seam : all) {
            var result = seam.get("result").asText();
            var name =
                    seam.get("consumer").asText() + "-" + seam.get("provider").asText();
            assertEquals(true, list("result=" + result).contains(name), name + " " + result);
        }
    }

    @Test
    void another_word_is_refused() {
        var answer = broker.send("GET", "/api/v1/seams?result=green", null);
        assertEquals(400, answer.status(), answer.body());
    }

    private static String list(String query) {
        var answer = broker.get("/api/v1/seams?" + query);
        assertEquals(200, answer.status(), answer.body());
        var names = new ArrayList<String>();
        answer.json()
                .get("items")
                .forEach(seam -> names.add(seam.get("consumer").asText() + "-"
                        + seam.get("provider").asText()));
        return String.join(" ", names);
    }
}
