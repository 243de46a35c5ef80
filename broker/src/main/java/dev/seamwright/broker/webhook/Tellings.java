package dev.seamwright.broker.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.webhook.DeliveryStore.Due;
import dev.seamwright.broker.webhook.DeliveryStore.Subject;
import dev.seamwright.broker.webhook.DeliveryStore.Told;
import dev.seamwright.broker.webhook.Judgement.Judge;
import dev.seamwright.broker.webhook.Telling.Judged;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes of an event what a format tells, in a transaction that reads: the verdict is the one of the moment, not of the event. */
final class Tellings {
    private final Judge judge;

    Tellings(Judge judge) {
        this.judge = judge;
    }

    Telling of(Tx tx, Webhook webhook, Format format, Due due) {
        var data = data(tx, due);
        return new Telling(due.event(), due.createdAt(), data, judged(tx, webhook, format, due, data));
    }

    private static ObjectNode data(Tx tx, Due due) {
        return switch (due.about()) {
            case Told told -> Subjects.data(told);
            case Subject pact -> {
                var data = JsonNodeFactory.instance.objectNode();
                var variables = Subjects.variables(tx, due.event(), pact);
                for (var member : List.of("consumer", "provider")) {
                    put(data, member, variables.value(member + "Name"));
                    put(data, member + "Version", variables.value(member + "VersionNumber"));
                    put(data, member + "VersionBranch", variables.value(member + "VersionBranch"));
                }
                put(data, "pactUrl", variables.value("pactUrl"));
                put(data, "jobUrl", variables.value("jobUrl"));
                put(data, "verificationResultUrl", variables.value("verificationResultUrl"));
                put(data, "verificationStatus", variables.value("githubVerificationStatus"));
                put(data, "buildUrl", variables.value("buildUrl"));
                put(data, "reason", variables.value("providerVersionDescriptions"));
                yield data;
            }
        };
    }

    private static void put(ObjectNode data, String member, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            data.put(member, value);
        }
    }

    /** A webhook for a provider alone is about the provider's commits, every other one about the consumer's. */
    private List<Judged> judged(Tx tx, Webhook webhook, Format format, Due due, ObjectNode data) {
        if (!format.kind().judges()) {
            return List.of();
        }
        var environment = environment(format, data);
        var links = Links.on(due.about().baseUrl());
        var judged = new ArrayList<Judged>();
        if (due.event().equals(WebhookEventType.VERDICT_CHANGED.word())) {
            if (format.environment() == null || format.environment().equals(environment)) {
                var participant = data.path("participant").asText();
                for (var version : data.path("versions")) {
                    judged.add(judged(tx, participant, version.asText(), environment, links));
                }
            }
            return judged;
        }
        var side = webhook.consumer() == null && webhook.provider() != null ? "provider" : "consumer";
        if (data.hasNonNull(side) && data.hasNonNull(side + "Version")) {
            judged.add(judged(
                    tx, data.path(side).asText(), data.path(side + "Version").asText(), format.environment(), links));
        }
        return judged;
    }

    private static @Nullable EnvironmentName environment(Format format, ObjectNode data) {
        return data.hasNonNull("environment")
                ? new EnvironmentName(data.path("environment").asText())
                : format.environment();
    }

    private Judged judged(Tx tx, String name, String number, @Nullable EnvironmentName environment, Links links) {
        var participant = new ParticipantName(name);
        var version = new VersionNumber(number);
        var target = environment == null ? "mainBranch=true" : "environment=" + Links.encode(environment.value());
        var url = links.template("/matrix?q%%5B%%5D%%5Bpacticipant%%5D=%s&q%%5B%%5D%%5Bversion%%5D=%s&latestby=cvp&%s"
                .formatted(Links.encode(name), Links.encode(number), target));
        return new Judged(participant, version, environment, judgement(tx, participant, version, environment), url);
    }

    private Judgement judgement(
            Tx tx, ParticipantName participant, VersionNumber version, @Nullable EnvironmentName environment) {
        try {
            return judge.of(tx, participant, version, environment);
        } catch (InvalidInput gone) { // the participant or the environment
            return Judgement.error(gone.details().getFirst().detail());
        }
    }
}
