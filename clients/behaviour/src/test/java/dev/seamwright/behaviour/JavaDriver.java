package dev.seamwright.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.client.Pages;
import dev.seamwright.client.Seamwright;
import dev.seamwright.client.SeamwrightException;
import dev.seamwright.client.SeamwrightException.Refused;
import dev.seamwright.client.SeamwrightException.UnexpectedAnswer;
import dev.seamwright.client.Targets;
import dev.seamwright.client.api.ParticipantsApi.ListParticipantsOptions;
import dev.seamwright.client.api.VersionsApi.PutVersionOptions;
import dev.seamwright.client.model.CanIDeployQuestion;
import dev.seamwright.client.model.DeploymentToRecord;
import dev.seamwright.client.model.JobClaim;
import dev.seamwright.client.model.JobWorker;
import dev.seamwright.client.model.ParticipantPage;
import dev.seamwright.client.model.Reason;
import dev.seamwright.client.model.ServedProvider;
import dev.seamwright.client.model.VersionSelector;
import dev.seamwright.client.model.VersionToPut;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** In this process. */
final class JavaDriver implements Driver {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Override
    public JsonNode play(JsonNode job) {
        var outcome = JSON.createObjectNode();
        var pauses = outcome.putArray("pauses");
        var settings = job.path("client");
        var builder = Seamwright.builder()
                .url(job.path("url").asText())
                .timeout(Duration.ofMillis(settings.path("timeoutMillis").asInt(1000)))
                .attempts(settings.path("attempts").asInt(4))
                .pause(duration -> pauses.add(duration.toMillis()));
        if (settings.has("token")) {
            builder.token(settings.path("token").asText());
        }
        if (settings.has("workspace")) {
            builder.workspace(settings.path("workspace").asText());
        }
        try {
            var seamwright = builder.build();
            for (var time = 0; time < job.path("call").path("times").asInt(1); time++) {
                outcome.set("value", call(seamwright, job.path("call")));
            }
        } catch (SeamwrightException failure) {
            outcome.put("failure", failure.getClass().getSimpleName());
            if (failure instanceof Refused refused) {
                outcome.put("status", refused.status());
                outcome.put("type", refused.type());
                outcome.put("detail", refused.problem().detail());
                outcome.set("errors", JSON.valueToTree(refused.errors()));
                refused.retryAfter().ifPresent(after -> outcome.put("retryAfter", after.toSeconds()));
            }
            if (failure instanceof UnexpectedAnswer unexpected) {
                outcome.put("status", unexpected.status());
            }
        } catch (IllegalArgumentException wrong) {
            outcome.put("failure", "Usage");
            outcome.put("message", wrong.getMessage());
        }
        return outcome;
    }

    private static JsonNode call(Seamwright seamwright, JsonNode call) {
        var participant = call.path("participant").asText();
        var version = call.path("version").asText();
        var environment = call.path("environment").asText();
        return switch (call.path("operation").asText()) {
            case "getParticipant" -> {
                var found = seamwright.participants().getParticipant(participant);
                yield object().put("name", found.name())
                        .put("createdAt", found.createdAt().toString());
            }
            case "listParticipants" -> list(seamwright, call);
            case "deleteParticipant" -> {
                seamwright.participants().deleteParticipant(participant);
                yield JSON.nullNode();
            }
            case "putVersion" -> {
                var options = new PutVersionOptions();
                if (call.has("idempotencyKey")) {
                    options.idempotencyKey(call.path("idempotencyKey").asText());
                }
                var put = seamwright
                        .versions()
                        .putVersion(
                                participant,
                                version,
                                new VersionToPut()
                                        .withBranch(call.path("branch").asText()),
                                options);
                yield object().put("number", put.number());
            }
            case "recordDeployment" ->
                object().put(
                                "version",
                                seamwright
                                        .deployments()
                                        .recordDeployment(new DeploymentToRecord(participant, version, environment))
                                        .version());
            case "canIDeploy" -> {
                var verdict = seamwright
                        .verdicts()
                        .canIDeploy(new CanIDeployQuestion(
                                List.of(new VersionSelector(participant).withVersion(version)),
                                Targets.environment(environment)));
                var read = object().put("deployable", verdict.deployable().value());
                read.set("reasons", reasons(verdict.reasons()));
                yield read;
            }
            case "claimJob" -> {
                var claimed = seamwright.jobs().claimJob(claim());
                yield claimed == null
                        ? JSON.nullNode()
                        : object().put("id", claimed.id().toString());
            }
            default -> throw new IllegalArgumentException(call.toString());
        };
    }

    private static JobClaim claim() {
        return new JobClaim(new JobWorker(new UUID(0, 7), "table"), List.of(new ServedProvider("orders")));
    }

    private static JsonNode list(Seamwright seamwright, JsonNode call) {
        var names = JSON.createArrayNode();
        var participants = Pages.of(
                cursor -> seamwright
                        .participants()
                        .listParticipants(new ListParticipantsOptions().limit(2).cursor(cursor)),
                ParticipantPage::items,
                ParticipantPage::next);
        for (var participant : participants) {
            names.add(participant.name());
            if (names.size() == call.path("take").asInt(Integer.MAX_VALUE)) {
                break;
            }
        }
        return names;
    }

    private static ArrayNode reasons(List<Reason> reasons) {
        var types = JSON.createArrayNode();
        for (var reason : reasons) {
            types.add(JSON.valueToTree(reason).path("type").asText());
        }
        return types;
    }

    private static ObjectNode object() {
        return JSON.createObjectNode();
    }

    @Override
    public void close() {
        // nothing is open
    }
}
