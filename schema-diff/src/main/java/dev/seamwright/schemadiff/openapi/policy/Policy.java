package dev.seamwright.schemadiff.openapi.policy;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.openapi.Stability;
import dev.seamwright.schemadiff.openapi.rules.OpenApiReview;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an organisation makes of findings. Facts and rules are the same for all; a policy comes after them, and each finding says what it did.
 *
 * @param severities by the id of a rule, then by the level that the rule found
 * @param promises what each stability allows; empty if the policy says nothing of stability
 * @param unmarked the stability of operations that name none
 */
public record Policy(
        Map<String, Map<Level, Level>> severities,
        Map<Stability, Promise> promises,
        Stability unmarked,
        List<Acceptance> accepted) {
    /** A policy that changes nothing. */
    public static final Policy NONE = new Policy(Map.of(), Map.of(), Stability.STABLE, List.of());

    public Policy {
        severities = Map.copyOf(severities);
        promises = Map.copyOf(promises);
        accepted = List.copyOf(accepted);
    }

    /**
     * What a stability allows.
     *
     * @param deprecationDays the least number of days from the deprecation of something to its sunset date; 0: no date is needed
     */
    public record Promise(Breaks breaks, int deprecationDays) {}

    /**
     * A change that was accepted.
     *
     * @param expires the last day on which it is
     * @param line of the policy, counted from 1
     */
    public record Acceptance(String fingerprint, String reason, String owner, LocalDate expires, int line) {}

    /**
     * Reads a policy, YAML or JSON: the document itself, or {@code policies.openapi} in it.
     *
     * @throws InvalidInput when anything in it is not understood, with line and column
     */
    public static Policy parse(byte[] utf8) {
        return new PolicyReader().read(utf8);
    }

    /** The review as the policy sees it. */
    public OpenApiReview apply(OpenApiReview review, LocalDate today) {
        return new PolicyJudge(this, review, today).judge();
    }

    Optional<Promise> promise(Stability stability) {
        return Optional.ofNullable(promises.get(stability));
    }
}
