package dev.seamwright.schemadiff.openapi.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.schemadiff.openapi.rules.OpenApiFinding;
import dev.seamwright.schemadiff.openapi.rules.OpenApiReview;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);
    private static final String API = """
            openapi: 3.1.0
            info: { title: orders, version: "1" }
            paths:
              /orders:
                get:
                  x-stability: STABILITY
                  parameters:
                    - { name: state, in: query, schema: { type: string, enum: [open, closed] } }
                    - { name: old, in: query, deprecated: true, x-sunset: "2026-11-01", schema: { type: string } }
                  responses: { "204": { description: none } }
              /old:
                get: { deprecated: true, responses: { "204": { description: none } } }
            """;

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static OpenApiReview review(String before, String after, String policy) {
        return Policy.parse(utf8(policy))
                .apply(
                        OpenApiReview.of(
                                OpenApiDocument.parse(utf8(before)), OpenApiDocument.parse(utf8(after)), TODAY),
                        TODAY);
    }

    private static OpenApiFinding only(OpenApiReview review) {
        assertEquals(1, review.findings().size(), review.findings().toString());
        return review.findings().getFirst();
    }

    private static String closed(String document) {
        return document.replace("[open, closed]", "[open]");
    }

    @Test
    void a_severity_overrides_what_the_rule_found() {
        var found = only(review(API, closed(API), "severity: { schema-enum-narrowed: { breaking: risky } }"));
        assertEquals("risky", found.finding().level().word());
        assertEquals(
                "[risky instead of breaking, by its severity]",
                found.judgement().notes().toString());
        var all = only(review(API, closed(API), "severity: { schema-enum-narrowed: safe }"));
        assertEquals("safe", all.finding().level().word());
    }

    @ParameterizedTest
    @CsvSource({"draft,safe", "alpha,safe", "beta,risky", "stable,breaking", "unknown,breaking"})
    void what_is_not_stable_may_break(String stability, String level) {
        var before = API.replace("STABILITY", stability);
        var found = only(review(before, closed(before), "stability: { beta: { breaks: risky } }"));
        assertEquals(level, found.finding().level().word());
    }

    @Test
    void what_was_deprecated_may_go_when_its_sunset_has_come() {
        var gone = API.replaceFirst(" +- \\{ name: old.*\n", "");
        var found = only(review(API, gone, "stability: {}"));
        assertEquals("safe", found.finding().level().word());
        var early = API.replace("2026-11-01", "2026-12-01");
        assertEquals(
                "risky",
                only(review(early, gone, "stability: {}")).finding().level().word());
    }

    @Test
    void a_removal_without_a_sunset_date_breaks_where_days_are_asked_for() {
        var gone = API.substring(0, API.indexOf("  /old:"));
        var found = only(review(API, gone, "stability: { stable: { deprecation-days: 90 } }"));
        assertEquals("breaking", found.finding().level().word());
        assertTrue(found.judgement().notes().getFirst().contains("no sunset date"));
        assertEquals(
                "safe",
                only(review(API, gone, "stability: {}")).finding().level().word());
    }

    @Test
    void a_parameter_that_goes_without_a_sunset_date_is_risky_where_days_are_asked_for() {
        var before = API.replace(" x-sunset: \"2026-11-01\",", "");
        var gone = API.replaceFirst(" +- \\{ name: old.*\n", "");
        var found = only(review(before, gone, "stability: { stable: { deprecation-days: 90 } }"));
        assertEquals("risky", found.finding().level().word());
        assertEquals(
                "[risky instead of safe: it had no sunset date]",
                found.judgement().notes().toString());
        assertEquals(
                "safe",
                only(review(before, gone, "stability: {}")).finding().level().word());
    }

    @Test
    void an_organisation_may_forbid_to_lower_a_stability() {
        var before = API.replace("STABILITY", "stable");
        var found = only(review(before, API.replace("STABILITY", "beta"), "severity: { stability-lowered: breaking }"));
        assertEquals("breaking", found.finding().level().word());
    }

    @Test
    void a_deprecation_leaves_the_days_that_the_stability_asks_for() {
        var policy = "stability: { stable: { deprecation-days: 90 } }";
        var soon = API.replace("{ name: state,", "{ name: state, deprecated: true, x-sunset: \"2026-12-05\",");
        var found = only(review(API, soon, policy));
        assertEquals("breaking", found.finding().level().word());
        assertEquals(
                "[the sunset date 2026-12-05 is 10 days from now, and it takes at least 90]",
                found.judgement().notes().toString());
        var late = only(review(API, soon.replace("2026-12-05", "2027-12-05"), policy));
        assertEquals("safe", late.finding().level().word());
    }

    private static String accepting(String fingerprint, String until) {
        return "accepted: [{ fingerprint: \"%s\", reason: agreed, owner: team-orders, expires: \"%s\" }]"
                .formatted(fingerprint, until);
    }

    @Test
    void an_accepted_change_does_not_count_until_it_expires() {
        var fingerprint = only(review(API, closed(API), "{}")).fingerprint();
        var accepted = review(API, closed(API), accepting(fingerprint, "2026-11-25"));
        assertEquals("safe", accepted.verdict());
        assertEquals(
                "agreed (team-orders, until 2026-11-25)",
                only(accepted).judgement().accepted());
        var expired = review(API, closed(API), accepting(fingerprint, "2026-11-24"));
        assertEquals("breaking", expired.verdict());
        assertTrue(only(expired).judgement().notes().getFirst().contains("which is over"));
    }

    @Test
    void a_policy_may_stand_in_the_file_of_a_set_up() {
        var setup =
                "version: 1\nenvironments: {production: {}}\npolicies:\n  openapi: {severity: {schema-enum-narrowed: safe}}\n";
        assertEquals("safe", review(API, closed(API), setup).verdict());
        var wrong = assertThrows(
                InvalidInput.class, () -> Policy.parse(utf8(setup.replace("schema-enum-narrowed", "no-such-rule"))));
        assertEquals(
                "/policies/openapi/severity/no-such-rule",
                wrong.details().getFirst().pointer());
    }

    @Test
    void an_acceptance_that_nothing_needs_is_a_warning() {
        var review = review(API, closed(API), accepting("0123456789abcdef", "2027-01-01"));
        assertEquals("breaking", review.verdict());
        assertEquals(
                "[Line 1 of the policy accepts 0123456789abcdef (agreed), which was not found: remove it.]",
                review.warnings().toString());
    }

    @Test
    void a_fingerprint_stays_when_other_things_move() {
        var moved = API.replace("info:", "tags: [{ name: a }]\ninfo:")
                .replaceFirst("( +- \\{ name: state.*\n)( +- \\{ name: old.*\n)", "$2$1")
                .replace("[open, closed]", "[closed, open]");
        assertEquals(
                only(review(API, closed(API), "{}")).fingerprint(),
                only(review(moved, moved.replace("[closed, open]", "[open]"), "{}"))
                        .fingerprint());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "severity: { nothing: safe } | line 1, column 22",
                "severity: { schema-enum-narrowed: green } | green is no level",
                "severe: {} | A policy has no severe",
                "stability: { default: finished } | finished is no stability",
                "stability: { gamma: {} } | stability has no gamma",
                "stability: { beta: { breaks: often } } | often is not known",
                "stability: { beta: { deprecation-days: -1 } } | whole number of days",
                "stability: { beta: { deprecation-days: 1.5 } } | whole number of days",
                "accepted: [{ fingerprint: \"0123456789abcdef\" }] | lacks reason",
                "accepted: [{ fingerprint: abc }] | is no fingerprint",
                "accepted: { } | must be a list",
                "[] | A policy must be an object",
                "severity: [ | line 1",
            })
    void what_is_not_understood_is_refused_with_its_place(String policy, String words) {
        var refused = assertThrows(InvalidInput.class, () -> Policy.parse(utf8(policy)));
        assertTrue(String.valueOf(refused.getMessage()).contains(words), refused.getMessage());
    }
}
