package dev.seamwright.verifier.footprint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seamwright.contracts.InvalidInput;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentUsageTest {
    private final DocumentUsage usage = DocumentUsage.of(
            ConsumerImpactTest.document(ConsumerImpactTest.resource("shop.yaml")),
            List.of(
                    new Consumer("web", "1.2", List.of(), ConsumerImpactTest.pact("web.json")),
                    new Consumer("cleaner", "3", List.of(), ConsumerImpactTest.pact("cleaner.json"))));

    private List<String> users(String pointer) {
        return usage.users(pointer).stream()
                .flatMap(user -> user.interactions().stream()
                        .map(one -> "%s %s %s".formatted(user.consumer().name(), one.pointer(), one.how())))
                .toList();
    }

    @Test
    void a_property_is_used_by_those_who_read_or_send_it() {
        assertEquals(
                List.of("web /interactions/0 GET /orders: reads /items/*/price"),
                users("/components/schemas/Order/properties/price"));
        assertEquals(
                List.of("web /interactions/1 POST /orders: sends /amount"),
                users("/components/schemas/NewOrder/properties/amount/maximum"));
        assertEquals(List.of(), users("/components/schemas/Order/properties/remark"));
    }

    @Test
    void operations_parameters_and_statuses_are_used_too() {
        assertEquals(
                List.of("cleaner /interactions/0 calls DELETE /orders/{id}"), users("/paths/~1orders~1{id}/delete"));
        assertEquals(
                List.of("web /interactions/0 GET /orders: sends the query parameter state"),
                users("/paths/~1orders/get/parameters/0"));
        assertEquals(
                List.of("web /interactions/0 GET /orders: expects status 200"),
                users("/paths/~1orders/get/responses/200"));
        assertEquals(2, users("/paths/~1orders").size());
    }

    @Test
    void a_pointer_that_leads_nowhere_is_refused() {
        assertThrows(InvalidInput.class, () -> users("/paths/~1nothing"));
        assertThrows(InvalidInput.class, () -> users("paths"));
    }

    @Test
    void what_nobody_uses_is_told_once() {
        assertEquals(
                List.of(
                        "parameter GET /orders: query parameter coupon",
                        "parameter GET /orders: header parameter X-Trace",
                        "header GET /orders: response 200, header X-Pages",
                        "property next",
                        "property remark",
                        "response GET /orders: response 404",
                        "property note"),
                usage.unused().stream()
                        .map(unused -> unused.kind().word() + " " + unused.name())
                        .toList());
    }
}
