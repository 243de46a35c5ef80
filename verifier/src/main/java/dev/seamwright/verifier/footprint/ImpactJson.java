package dev.seamwright.verifier.footprint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.schemadiff.openapi.rules.OpenApiJson;
import dev.seamwright.schemadiff.openapi.rules.OpenApiReview;
import dev.seamwright.verifier.comparison.CrossCheckFinding;
import org.jspecify.annotations.Nullable;

/** A review with those whom it hits, as the API and the command line print it. */
public final class ImpactJson {
    private ImpactJson() {}

    /** The review, each of its findings with hits and misses, and what both gates say. */
    public static ObjectNode of(OpenApiReview review, ConsumerImpact impact) {
        var json = OpenApiJson.of(review);
        var gates = json.putObject("gates");
        for (var gate : Gate.values()) {
            gates.put(gate.word(), impact.level(gate).word());
        }
        for (var i = 0; i < impact.findings().size(); i++) {
            var item = (ObjectNode) json.path("findings").get(i);
            var found = impact.findings().get(i);
            var hits = item.putArray("hits");
            found.hits().forEach(hit -> put(hits.addObject(), hit));
            var misses = item.putArray("misses");
            found.misses()
                    .forEach(miss -> put(misses.addObject(), miss.consumer()).put("why", miss.why()));
        }
        var others = json.putArray("otherFailures");
        impact.others().forEach(other -> {
            var item = put(others.addObject(), other.consumer());
            item.put("interaction", other.finding().interaction())
                    .put("pointer", other.finding().pactPointer());
            failure(item, other.finding());
        });
        return json;
    }

    private static void put(ObjectNode item, Hit hit) {
        put(item, hit.consumer()).put("certainty", hit.certainty().word()).put("why", hit.why());
        var interactions = item.putArray("interactions");
        hit.interactions().forEach(one -> {
            var touched = interactions
                    .addObject()
                    .put("interaction", one.title())
                    .put("pointer", one.pointer())
                    .put("how", one.how());
            failure(touched, one.failure());
        });
    }

    private static void failure(ObjectNode item, @Nullable CrossCheckFinding failure) {
        if (failure != null) {
            item.put("failure", failure.message()).put("failurePointer", failure.pactPointer());
            if (failure.witness() != null) {
                item.put("witness", failure.witness().toString());
            }
        }
    }

    static ObjectNode put(ObjectNode item, Consumer consumer) {
        item.put("consumer", consumer.name());
        if (!consumer.version().isEmpty()) {
            item.put("version", consumer.version());
        }
        consumer.environments().forEach(item.putArray("environments")::add);
        return item;
    }
}
