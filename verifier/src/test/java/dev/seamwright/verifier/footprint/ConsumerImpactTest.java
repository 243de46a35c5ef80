package dev.seamwright.verifier.footprint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.contracts.pact.Pact;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.openapi.rules.OpenApiReview;
import dev.seamwright.verifier.footprint.Hit.Certainty;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ConsumerImpactTest {
    private static final String SHOP = resource("shop.yaml");
    private static final Consumer WEB = new Consumer("web", "1.2", List.of("production"), pact("web.json"));
    private static final Consumer CLEANER = new Consumer("cleaner", "3", List.of(), pact("cleaner.json"));

    static String resource(String name) {
        try (var in = ConsumerImpactTest.class.getResourceAsStream("/footprint/" + name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Pact pact(String name) {
        return Pact.parse(resource(name).getBytes(StandardCharsets.UTF_8));
    }

    static OpenApiDocument document(String text) {
        return OpenApiDocument.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ConsumerImpact impact(String was, String is) {
        assertTrue(SHOP.contains(was), was);
        var review = OpenApiReview.of(document(SHOP), document(SHOP.replace(was, is)), LocalDate.of(2026, 1, 1));
        return ConsumerImpact.of(review, List.of(WEB, CLEANER));
    }

    private static FindingImpact of(ConsumerImpact impact, String rule) {
        return impact.findings().stream()
                .filter(found -> found.finding().finding().rule().id().equals(rule))
                .findFirst()
                .orElseThrow(() -> new AssertionError(impact.findings().stream()
                        .map(found -> found.finding().finding().rule().id())
                        .toList()
                        .toString()));
    }

    private static String told(FindingImpact impact) {
        var text = new StringBuilder();
        impact.hits()
                .forEach(hit -> text.append("%s %s: %s\n"
                        .formatted(hit.consumer().name(), hit.certainty().word(), hit.why())));
        impact.misses()
                .forEach(miss ->
                        text.append("%s not: %s\n".formatted(miss.consumer().name(), miss.why())));
        return text.toString();
    }

    @Test
    void who_reads_what_was_removed_fails_with_the_proof_of_the_cross_check() {
        var found = of(impact("        price: { type: number }\n", ""), "response-property-removed");
        assertTrue(told(found).startsWith("web fails: reads /items/*/price\ncleaner not: never calls "), told(found));
        var interaction = found.hits().getFirst().interactions().getFirst();
        assertEquals("/interactions/0", interaction.pointer());
        assertTrue(
                interaction.failure() != null && interaction.failure().message().contains("price"));
        assertEquals(Level.BREAKING, found.level(Gate.DEPLOYED), "a deployed consumer fails, whatever the level is");
    }

    @Test
    void who_does_not_read_what_was_removed_is_not_hit() {
        var impact = impact("        remark: { type: string }\n", "");
        var found = of(impact, "response-property-removed");
        assertTrue(found.hits().isEmpty(), told(found));
        assertTrue(told(found).contains("web not: never reads remark"), told(found));
        assertEquals(Level.SAFE, impact.level(Gate.DEPLOYED));
        assertEquals(Level.RISKY, impact.level(Gate.ANYONE));
    }

    @Test
    void a_parameter_that_is_removed_hits_who_sends_it() {
        var gone = "        - { name: state, in: query, schema: { type: string, enum: [open, closed] } }\n";
        assertTrue(told(of(impact(gone, ""), "parameter-removed"))
                .contains("web touches: sends the query parameter state"));
        var other = "        - { name: coupon, in: query, schema: { type: string } }\n";
        assertTrue(told(of(impact(other, ""), "parameter-removed")).contains("web not: never sends coupon"));
    }

    @Test
    void a_value_that_may_come_now_hits_nobody_whose_matcher_takes_every_text() {
        var found = of(
                impact(
                        "status: { type: string, enum: [open, closed] }",
                        "status: { type: string, enum: [open, closed, lost] }"),
                "schema-enum-widened");
        assertEquals(Level.BREAKING, found.finding().finding().level());
        assertTrue(found.hits().isEmpty(), told(found));
        assertTrue(
                told(found).contains("reads /items/*/status, and its matcher type accepts all that may come"),
                told(found));
    }

    @Test
    void null_that_may_come_now_hits_who_reads_the_value() {
        var found = of(
                impact(
                        "status: { type: string, enum: [open, closed] }",
                        "status: { type: [string, 'null'], enum: [open, closed, null] }"),
                "schema-type-widened");
        assertTrue(told(found).contains("web touches: reads /items/*/status"), told(found));
    }

    @Test
    void what_must_be_sent_now_hits_who_leaves_it_out() {
        var found = of(impact("required: [amount]", "required: [amount, note]"), "schema-property-required");
        assertEquals(Certainty.FAILS, found.hits().getFirst().certainty(), told(found));
        assertTrue(told(found).contains("sends the body without note"), told(found));
        assertEquals(1, found.hits().size());
    }

    @Test
    void a_bound_hits_who_sends_the_value_though_its_example_still_fits() {
        var found = of(impact("maximum: 100", "maximum: 50"), "schema-bound-narrowed");
        assertEquals("web touches: sends /amount\ncleaner not: never calls POST /orders\n", told(found));
        var fails = of(impact("maximum: 100", "maximum: 5"), "schema-bound-narrowed");
        assertEquals("web fails: sends /amount\ncleaner not: never calls POST /orders\n", told(fails));
    }

    @Test
    void an_operation_that_is_removed_hits_its_callers_alone() {
        var found = of(impact("    delete:\n", "    put:\n"), "operation-removed");
        assertEquals(
                "cleaner fails: calls DELETE /orders/{id}\nweb not: never calls DELETE /orders/{id}\n", told(found));
        assertFalse(found.hits(Gate.DEPLOYED), "the cleaner runs nowhere");
    }

    @Test
    void a_header_hits_who_reads_it() {
        var found = of(
                impact("            X-Total: { required: true, schema: { type: integer } }\n", ""),
                "response-header-removed");
        assertTrue(told(found).startsWith("web fails: reads the response header"), told(found));
        var other = of(
                impact("X-Total: { required: true", "X-Total: { required: false"), "response-header-required-changed");
        assertTrue(told(other).startsWith("web touches: reads the response header"), told(other));
    }

    @Test
    void nobody_is_hit_without_a_change() {
        var impact = impact("title: shop", "title: Shop");
        assertTrue(impact.findings().isEmpty());
        assertTrue(impact.others().isEmpty());
    }
}
