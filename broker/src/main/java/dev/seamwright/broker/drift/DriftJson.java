package dev.seamwright.broker.drift;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.contract.Deflated;
import dev.seamwright.broker.http.Links;
import dev.seamwright.contracts.json.Json;
import java.time.Duration;
import java.util.List;

/** Targets and drifts as our API shows them. */
final class DriftJson {
    private DriftJson() {}

    static ObjectNode of(DriftTarget target) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", target.id().toString());
        json.put("environment", target.environment().value());
        json.put("participant", target.participant().value());
        json.put("kind", target.kind());
        json.put("target", target.name());
        json.put("interval", Duration.ofSeconds(target.intervalSeconds()).toString());
        json.put("state", target.state());
        var problem = problem(target);
        if (!problem.isEmpty()) {
            json.put("problem", problem);
        }
        if (target.version() != null) {
            json.put("version", target.version().value());
        }
        if (target.checkedAt() != null) {
            json.put("checkedAt", target.checkedAt().toString());
        }
        json.put("dueAt", target.dueAt().toString());
        if (target.worker() != null) {
            json.put("worker", target.worker());
        }
        return json;
    }

    private static String problem(DriftTarget target) {
        if (target.isOverdue()) {
            return "No worker has looked at '%s' %s: start one, 'seamwright worker --target %s=FILE'."
                    .formatted(
                            target.name(),
                            target.checkedAt() == null ? "yet" : "since " + target.checkedAt(),
                            target.name());
        }
        if (target.problem() != null) {
            return target.problem();
        }
        return target.checkedAt() == null
                ? "Nobody has looked at '%s' yet: a worker does, 'seamwright worker --target %s=FILE'."
                        .formatted(target.name(), target.name())
                : "";
    }

    /** With what was found, and the newest drifts. */
    static ObjectNode of(DriftTarget target, List<Drift> drifts) {
        var json = of(target);
        var results = target.results();
        if (results != null) {
            json.set("findings", Json.parse(Deflated.inflate(results)));
        }
        var list = json.putArray("drifts");
        for (var drift : drifts) {
            var item = list.addObject()
                    .put("id", drift.id().toString())
                    .put("firstSeenAt", drift.firstSeenAt().toString())
                    .put("lastSeenAt", drift.lastSeenAt().toString());
            if (drift.endedAt() != null) {
                item.put("endedAt", drift.endedAt().toString());
            }
        }
        return json;
    }

    static ObjectNode of(DriftService.Look look, Links links) {
        var target = look.target();
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", target.id().toString());
        json.put("environment", target.environment().value());
        json.put("participant", target.participant().value());
        json.put("kind", target.kind());
        json.put("target", target.name());
        json.put("version", look.version().value());
        json.putObject("contract")
                .put("kind", target.contractKind())
                .put("sha256", look.sha256().hex())
                .put(
                        "url",
                        links.to(
                                "api",
                                "v1",
                                "contracts",
                                target.contractKind(),
                                look.sha256().hex()));
        json.putObject("lease")
                .put("token", look.token().toString())
                .put("until", look.until().toString());
        return json;
    }
}
