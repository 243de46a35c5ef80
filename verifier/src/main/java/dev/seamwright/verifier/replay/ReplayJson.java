package dev.seamwright.verifier.replay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.verifier.replay.Outcome.Mismatched;
import dev.seamwright.verifier.replay.Outcome.NotVerified;
import dev.seamwright.verifier.replay.Outcome.Verified;
import dev.seamwright.verifier.replay.ReplayResult.Verdict;
import org.jspecify.annotations.Nullable;

/** Results as JSON: in the shape that the Pact tools publish, and as our commands print them. */
public final class ReplayJson {
    /** Characters of mismatches that are published in full; of the interactions after that the first one has to do. */
    private static final long LARGEST = 2_000_000;

    private ReplayJson() {}

    /**
     * The body of a verification result, as Pact JVM and pact-js post it. What was not verified has {@code exceptions} in place of
     * {@code mismatches}; expected and actual values are added to theirs.
     *
     * @param verifierVersion of this program
     */
    public static ObjectNode verification(
            ReplayResult result, String providerVersion, @Nullable String buildUrl, String verifierVersion) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("success", result.verdict() == Verdict.VERIFIED);
        json.put("providerApplicationVersion", providerVersion);
        if (buildUrl != null) {
            json.put("buildUrl", buildUrl);
        }
        json.set("verifiedBy", verifiedBy(verifierVersion));
        json.set("testResults", testResults(result));
        return json;
    }

    /** The part of it that a worker hands in: the broker knows the rest from the job. */
    public static ObjectNode results(ReplayResult result, String verifierVersion) {
        var json = JsonNodeFactory.instance.objectNode();
        json.set("verifiedBy", verifiedBy(verifierVersion));
        json.set("testResults", testResults(result));
        return json;
    }

    /** By whom it was verified, as the Pact tools say it. */
    private static ObjectNode verifiedBy(String verifierVersion) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("implementation", "Seamwright")
                .put("version", verifierVersion);
    }

    /** A result an interaction, in the order of the pact. */
    public static ArrayNode testResults(ReplayResult result) {
        var all = JsonNodeFactory.instance.arrayNode();
        var written = 0L;
        for (var interaction : result.interactions()) {
            var json = all.addObject();
            if (interaction.id() != null) {
                json.put("interactionId", interaction.id());
            }
            json.put("interactionDescription", interaction.description());
            json.put("success", interaction.outcome() instanceof Verified);
            switch (interaction.outcome()) {
                case Verified _ -> {
                    // success says all
                }
                case Mismatched mismatched -> {
                    var mismatches = json.putArray("mismatches");
                    var told = written < LARGEST
                            ? mismatched.mismatches()
                            : mismatched.mismatches().subList(0, 1);
                    told.forEach(mismatch -> mismatches.add(mismatch(mismatch)));
                    written += told.stream().mapToLong(ReplayJson::size).sum();
                }
                case NotVerified not ->
                    json.putArray("exceptions")
                            .addObject()
                            .put("message", not.detail())
                            .put("exceptionClass", not.cause().word());
            }
        }
        return all;
    }

    private static long size(FieldMismatch mismatch) {
        return length(mismatch.description())
                + length(mismatch.diff())
                + length(mismatch.expected())
                + length(mismatch.actual());
    }

    private static long length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    private static ObjectNode mismatch(FieldMismatch mismatch) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("attribute", mismatch.attribute().equals("body-content-type") ? "body" : mismatch.attribute());
        put(json, "identifier", mismatch.path());
        json.put("description", mismatch.description());
        put(json, "diff", mismatch.diff());
        put(json, "expected", mismatch.expected());
        put(json, "actual", mismatch.actual());
        return json;
    }

    private static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    /** Everything that is known of a replay. */
    public static ObjectNode of(ReplayResult result) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("consumer", result.consumer());
        json.put("provider", result.provider());
        json.put("verdict", word(result.verdict()));
        json.put("whole", result.isWhole());
        var interactions = json.putArray("interactions");
        for (var interaction : result.interactions()) {
            var one = interactions.addObject();
            put(one, "id", interaction.id());
            one.put("description", interaction.description());
            var states = one.putArray("states");
            interaction.states().forEach(states::add);
            one.put("pending", interaction.pending());
            one.put("millis", interaction.took().toMillis());
            switch (interaction.outcome()) {
                case Verified _ -> one.put("outcome", "verified");
                case Mismatched mismatched -> {
                    one.put("outcome", "failed");
                    var mismatches = one.putArray("mismatches");
                    mismatched.mismatches().forEach(mismatch -> mismatches.add(mismatch(mismatch)));
                }
                case NotVerified not -> {
                    one.put("outcome", "not-verified");
                    one.put("cause", not.cause().word());
                    one.put("detail", not.detail());
                }
            }
        }
        return json;
    }

    static String word(Verdict verdict) {
        return switch (verdict) {
            case VERIFIED -> "verified";
            case FAILED -> "failed";
            case NOT_VERIFIED -> "not-verified";
        };
    }
}
