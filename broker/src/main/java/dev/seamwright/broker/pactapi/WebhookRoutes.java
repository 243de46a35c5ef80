package dev.seamwright.broker.pactapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.broker.version.VersionService;
import dev.seamwright.broker.webhook.Delivery;
import dev.seamwright.broker.webhook.Webhook;
import dev.seamwright.broker.webhook.WebhookService;
import dev.seamwright.broker.webhook.WebhookService.Between;
import dev.seamwright.broker.webhook.WebhookService.Trial;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import io.javalin.http.Context;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The Pact API's webhooks, and what they sent. Redelivery and the lists by status and by webhook are ours. */
public final class WebhookRoutes {
    private static final String PACT = "/pacts/provider/{provider}/consumer/{consumer}";

    private final ParticipantService participants;
    private final VersionService versions;
    private final WebhookService webhooks;
    private final WebhookResources resources;

    public WebhookRoutes(ParticipantService participants, VersionService versions, WebhookService webhooks) {
        this.participants = participants;
        this.versions = versions;
        this.webhooks = webhooks;
        this.resources = new WebhookResources(webhooks);
    }

    public void register(Api api) {
        api.get("/webhooks", (tx, ctx) -> list(ctx, webhooks.all(tx), "Webhooks"));
        api.post("/webhooks", Scope.ADMIN, (tx, ctx) -> create(tx, ctx, Between.ANYONE));
        api.work("/webhooks/execute", Scope.ADMIN, ctx -> trial(api, ctx, null));
        for (var path : List.of(
                "/webhooks/provider/{provider}",
                "/webhooks/consumer/{consumer}",
                "/webhooks/provider/{provider}/consumer/{consumer}",
                PACT + "/webhooks")) {
            api.get(path, (tx, ctx) -> list(ctx, webhooks.between(tx, between(tx, ctx)), "Webhooks"));
            api.post(path, Scope.ADMIN, (tx, ctx) -> create(tx, ctx, between(tx, ctx)));
        }
        api.get("/webhooks/{uuid}", this::get);
        api.put("/webhooks/{uuid}", Scope.ADMIN, this::put);
        api.delete("/webhooks/{uuid}", Scope.ADMIN, this::delete);
        api.work("/webhooks/{uuid}/execute", Scope.ADMIN, ctx -> trial(api, ctx, ctx.pathParam("uuid")));
        api.get(
                "/webhooks/{uuid}/triggered-webhooks",
                (tx, ctx) -> deliveries(ctx, webhooks.of(tx, ctx.pathParam("uuid"))));

        api.get(PACT + "/webhooks/status", this::status);
        api.get(PACT + "/version/{version}/triggered-webhooks", this::ofVersion);
        api.get(PACT + "/versions/{version}/triggered-webhooks", this::ofVersion);
        for (var metadata : List.of("", "/metadata/{metadata}")) {
            api.get(
                    PACT + "/pact-version/{sha}" + metadata + "/verification-results/{number}/triggered-webhooks",
                    this::ofVerification);
        }
        api.get("/triggered-webhooks", this::withStatus);
        api.get("/triggered-webhooks/{uuid}/logs", this::logs);
        api.post("/triggered-webhooks/{uuid}/redeliver", Scope.ADMIN, this::redeliver);
    }

    private void get(Tx tx, Context ctx) {
        Answers.hal(ctx, 200, resources.webhook(webhooks.get(tx, ctx.pathParam("uuid")), Links.of(ctx)));
    }

    private void create(Tx tx, Context ctx, Between sides) {
        answer(ctx, 201, webhooks.create(tx, Requests.document(ctx), sides));
    }

    private void put(Tx tx, Context ctx) {
        var saved = webhooks.put(tx, ctx.pathParam("uuid"), Requests.document(ctx));
        answer(ctx, saved.created() ? 201 : 200, saved.webhook());
    }

    private void answer(Context ctx, int status, Webhook webhook) {
        var links = Links.of(ctx);
        if (status == 201) {
            ctx.header("Location", links.to("webhooks", webhook.id()));
        }
        Answers.hal(ctx, status, resources.webhook(webhook, links));
    }

    private void delete(Tx tx, Context ctx) {
        webhooks.delete(tx, ctx.pathParam("uuid"));
        ctx.status(204);
    }

    private void list(Context ctx, List<Webhook> list, String title) {
        Answers.hal(ctx, 200, resources.webhooks(list, Links.of(ctx), self(ctx), title));
    }

    /** Nothing is sent before the transaction is over, and no connection is held while the receiver thinks. */
    private void trial(Api api, Context ctx, @Nullable String uuid) {
        var links = Links.of(ctx);
        Function<Tx, Trial> prepare = uuid == null
                ? tx -> webhooks.prepareTrial(tx, Requests.document(ctx), links.base())
                : tx -> webhooks.prepareTrial(tx, uuid, links.base());
        var trial = api.inWrite(ctx, Scope.ADMIN, prepare);
        Answers.hal(ctx, 200, resources.trial(webhooks.send(trial), uuid, links));
    }

    private void status(Tx tx, Context ctx) {
        var consumer = participant(tx, ctx, "consumer");
        var provider = participant(tx, ctx, "provider");
        var list = webhooks.latestBetween(tx, consumer, provider);
        Answers.hal(ctx, 200, resources.status(consumer, provider, list, Links.of(ctx), self(ctx)));
    }

    private void ofVersion(Tx tx, Context ctx) {
        var provider = participant(tx, ctx, "provider");
        var version = versions.get(tx, participant(tx, ctx, "consumer"), new VersionNumber(ctx.pathParam("version")));
        deliveries(ctx, webhooks.triggeredBy(tx, provider, version));
    }

    private void ofVerification(Tx tx, Context ctx) {
        var number = ctx.pathParam("number");
        if (!number.matches("[0-9]{1,9}")) {
            throw new NotFound("There is no verification result '%s': give its number.".formatted(number));
        }
        deliveries(
                ctx,
                webhooks.triggeredBy(
                        tx,
                        participant(tx, ctx, "consumer"),
                        participant(tx, ctx, "provider"),
                        ctx.pathParam("sha"),
                        Integer.parseInt(number)));
    }

    private void withStatus(Tx tx, Context ctx) {
        var word = Requests.query(ctx, "status").orElse("failure");
        for (var status : Delivery.Status.values()) {
            if (status.word().equals(word)) {
                deliveries(ctx, webhooks.withStatus(tx, status));
                return;
            }
        }
        throw new InvalidInput("status", "Use not_run, retrying, success or failure.");
    }

    private void deliveries(Context ctx, List<Delivery> list) {
        Answers.hal(ctx, 200, resources.deliveries(list, Links.of(ctx), self(ctx), "Triggered webhooks"));
    }

    private void logs(Tx tx, Context ctx) {
        var delivery = webhooks.delivery(tx, uuid(ctx));
        var attempts = webhooks.attempts(tx, delivery);
        var accept = ctx.header("Accept");
        if (accept != null && accept.contains("json")) {
            Answers.hal(ctx, 200, resources.logs(delivery, attempts, Links.of(ctx)));
        } else {
            ctx.status(200).contentType(Answers.TEXT).result(WebhookResources.text(attempts));
        }
    }

    private void redeliver(Tx tx, Context ctx) {
        ObjectNode delivery = resources.delivery(webhooks.redeliver(tx, uuid(ctx)), Links.of(ctx));
        Answers.hal(ctx, 202, delivery);
    }

    private Between between(Tx tx, Context ctx) {
        var named = ctx.pathParamMap();
        return new Between(
                named.containsKey("consumer") ? participant(tx, ctx, "consumer") : null,
                named.containsKey("provider") ? participant(tx, ctx, "provider") : null);
    }

    private Participant participant(Tx tx, Context ctx, String side) {
        return participants.get(tx, new ParticipantName(ctx.pathParam(side)));
    }

    private static UUID uuid(Context ctx) {
        var text = ctx.pathParam("uuid");
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException other) {
            throw new NotFound("There is no triggered webhook '%s'.".formatted(text));
        }
    }

    private static String self(Context ctx) {
        return Links.of(ctx).template(ctx.req().getRequestURI());
    }
}
