package dev.seamwright.broker.impact;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.impact.Impact.Hit;
import dev.seamwright.broker.impact.Impact.Party;
import dev.seamwright.broker.impact.Impact.Touch;
import java.time.Instant;
import java.util.List;

/** An {@link Impact} as our API shows it. */
final class ImpactJson {
    private static final int MOST_HITS = 500;
    private static final int MOST_TOUCHES = 50;

    private ImpactJson() {}

    static ObjectNode of(Impact impact, Instant asOf) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("breaks", impact.breaks().word());
        json.put("asOf", asOf.toString());
        json.put("participant", impact.participant().value());
        json.put("kind", impact.kind().word());
        var changes = json.putArray("changes");
        impact.changes().forEach(change -> {
            var item = changes.addObject().put("text", change.text());
            if (!change.level().isEmpty()) {
                item.put("level", change.level());
            }
        });
        var baselines = json.putArray("baselines");
        impact.baselines().forEach(baseline -> {
            var item = baselines.addObject().put("version", baseline.version().value());
            places(item, baseline.places(), baseline.newest());
        });
        var hits = json.putArray("hits");
        impact.hits().stream().limit(MOST_HITS).forEach(hit -> hits.add(hit(hit)));
        json.put("moreHits", Math.max(0, impact.hits().size() - MOST_HITS));
        var untouched = json.putArray("untouched");
        impact.untouched().stream().limit(MOST_HITS).forEach(party -> untouched.add(party(party)));
        var alternative = json.putArray("alternative");
        impact.alternative()
                .forEach(step ->
                        alternative.addObject().put("when", step.when().word()).put("text", step.text()));
        impact.notes().forEach(json.putArray("notes")::add);
        return json.put("text", ImpactText.of(impact));
    }

    private static ObjectNode hit(Hit hit) {
        var json = party(hit.consumer());
        json.put("certainty", hit.certainty().word());
        var touches = json.putArray("touches");
        hit.touches().stream().limit(MOST_TOUCHES).forEach(touch -> touches.add(touch(touch)));
        return json.put("moreTouches", Math.max(0, hit.touches().size() - MOST_TOUCHES));
    }

    private static ObjectNode touch(Touch touch) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("subject", touch.subject());
        if (!touch.quote().isEmpty()) {
            json.put("statement", touch.quote());
        }
        touch.sources().forEach(json.putArray("sources")::add);
        json.put("certainty", touch.certainty().word()).put("why", touch.why());
        if (!touch.witness().isEmpty()) {
            json.put("witness", touch.witness());
        }
        if (!touch.sqlState().isEmpty()) {
            json.put("sqlState", touch.sqlState());
        }
        return json;
    }

    private static ObjectNode party(Party party) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("consumer", party.name().value())
                .put("version", party.version().value());
        places(json, party.places(), party.newest());
        return json;
    }

    private static void places(ObjectNode json, List<String> places, boolean newest) {
        places.forEach(json.putArray("environments")::add);
        json.put("newest", newest);
    }
}
