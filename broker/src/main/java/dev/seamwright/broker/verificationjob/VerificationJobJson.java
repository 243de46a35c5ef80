package dev.seamwright.broker.verificationjob;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.verificationjob.VerificationJob.Claimed;
import java.util.List;

/** Jobs and workers as our API shows them. */
final class VerificationJobJson {
    private VerificationJobJson() {}

    /** @param alive workers that count, to tell the cause */
    static ObjectNode of(VerificationJob job, List<Worker> alive, Links links) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", job.id().toString());
        json.put("method", job.method());
        json.put("provider", job.provider().value());
        json.put("providerVersion", job.providerVersion().value());
        json.put("consumer", job.consumer().value());
        var versions = json.putArray("consumerVersions");
        job.consumerVersions().forEach(version -> versions.add(version.value()));
        json.putObject("contract")
                .put("kind", job.kind().word())
                .put("sha256", job.sha256().hex())
                .put(
                        "url",
                        links.to(
                                "api",
                                "v1",
                                "contracts",
                                job.kind().word(),
                                job.sha256().hex()));
        json.put("state", job.state().word());
        Cause.of(job, alive)
                .ifPresent(cause ->
                        json.putObject("cause").put("code", cause.code()).put("text", cause.text()));
        json.put("priority", job.priority());
        json.put("attempts", job.attempts());
        json.put("maxAttempts", job.maxAttempts());
        var reasons = json.putArray("reasons");
        job.reasons()
                .forEach(reason -> reasons.addObject()
                        .put("code", reason.code())
                        .put("text", reason.text())
                        .put("at", reason.at().toString()));
        var build = job.build();
        if (build != null) {
            var told = json.putObject("build");
            if (build.name() != null) {
                told.put(build.name().startsWith("http") ? "url" : "number", build.name());
            }
            told.put("late", build.late()).put("askedAt", build.askedAt().toString());
        }
        json.put("createdAt", job.createdAt().toString());
        json.put("updatedAt", job.updatedAt().toString());
        if (job.worker() != null) {
            json.put("worker", job.worker());
        }
        var result = job.result();
        // one that is run again is done with the next result
        if (job.state() == JobState.DONE && result != null) {
            json.putObject("result").put("success", result.success()).put("method", result.method());
            if (job.pactSha() != null) {
                json.put(
                        "verification",
                        links.to(
                                "pacts",
                                "provider",
                                job.provider(),
                                "consumer",
                                job.consumer(),
                                "pact-version",
                                job.pactSha(),
                                "verification-results",
                                result.number()));
            }
        }
        return json;
    }

    /** What receivers of webhooks get of a job. */
    static ObjectNode event(VerificationJob job) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("job", job.id().toString());
        json.put("method", job.method());
        json.put("consumer", job.consumer().value());
        if (!job.consumerVersions().isEmpty()) {
            json.put("consumerVersion", job.consumerVersions().getFirst().value());
        }
        json.put("provider", job.provider().value());
        json.put("providerVersion", job.providerVersion().value());
        json.putObject("contract")
                .put("kind", job.kind().word())
                .put("sha256", job.sha256().hex());
        json.put("attempts", job.attempts());
        json.put("maxAttempts", job.maxAttempts());
        if (job.problem() != null) {
            json.put("problem", job.problem());
        }
        return json;
    }

    /** What a verdict tells of a job. */
    static ObjectNode brief(VerificationJob job, List<Worker> alive) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", job.id().toString());
        json.put("state", job.state().word());
        Cause.of(job, alive)
                .ifPresent(cause ->
                        json.putObject("cause").put("code", cause.code()).put("text", cause.text()));
        return json;
    }

    /** With the lease: the answer to the worker that has it. */
    static ObjectNode of(Claimed claimed, List<Worker> alive, Links links) {
        var json = of(claimed.job(), alive, links);
        json.putObject("lease")
                .put("token", claimed.token().toString())
                .put("until", claimed.until().toString())
                .put("seconds", claimed.length().toSeconds());
        return json;
    }

    static ObjectNode of(Worker worker) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", worker.id().toString());
        json.put("name", worker.name());
        json.set("providers", providers(worker.providers()));
        var methods = json.putArray("methods");
        worker.methods().forEach(methods::add);
        json.put("firstSeenAt", worker.firstSeenAt().toString());
        json.put("seenAt", worker.seenAt().toString());
        return json;
    }

    /** What a worker serves, as it says it itself. */
    static ArrayNode providers(List<Worker.Serves> providers) {
        var json = JsonNodeFactory.instance.arrayNode();
        for (var serves : providers) {
            var provider = json.addObject().put("name", serves.provider().value());
            if (!serves.versions().isEmpty()) {
                var versions = provider.putArray("versions");
                serves.versions().forEach(version -> versions.add(version.value()));
            }
        }
        return json;
    }
}
