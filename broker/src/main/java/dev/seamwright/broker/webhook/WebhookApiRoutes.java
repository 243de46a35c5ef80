package dev.seamwright.broker.webhook;

import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Page;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.broker.webhook.WebhookService.Filter;
import dev.seamwright.contracts.InvalidInput;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Our API for webhooks and what they sent. They are made and changed in the Pact API. */
public final class WebhookApiRoutes {
    private final WebhookService webhooks;

    public WebhookApiRoutes(WebhookService webhooks) {
        this.webhooks = webhooks;
    }

    public void register(Api api) {
        api.get("/api/v1/webhooks", this::list);
        api.get("/api/v1/deliveries", this::deliveries);
        api.get("/api/v1/deliveries/{delivery}", this::get);
        api.post("/api/v1/deliveries/{delivery}/redeliver", Scope.ADMIN, this::redeliver);
    }

    private void list(Tx tx, Context ctx) {
        var page = Page.of(ctx, 2);
        page.answer(
                ctx,
                webhooks.page(tx, page.time(0), page.text(1), page.fetch()),
                WebhookJson::of,
                listed -> List.of(
                        listed.webhook().createdAt().toString(),
                        listed.webhook().id()));
    }

    private void deliveries(Tx tx, Context ctx) {
        var page = Page.of(ctx, 2);
        var filter = new Filter(
                Requests.query(ctx, "webhook").orElse(null),
                Requests.filter(ctx, "state", WebhookApiRoutes::status),
                page.time(0),
                page.uuid(1),
                page.fetch());
        page.answer(
                ctx,
                webhooks.page(tx, filter),
                WebhookJson::of,
                delivery ->
                        List.of(delivery.createdAt().toString(), delivery.id().toString()));
    }

    private static Delivery.Status status(String word) {
        return Arrays.stream(Delivery.Status.values())
                .filter(status -> status.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new InvalidInput("state", "Use not_run, retrying, success or failure."));
    }

    private static UUID id(Context ctx) {
        return Requests.uuid(ctx, "delivery");
    }

    private void get(Tx tx, Context ctx) {
        answer(tx, ctx, 200, webhooks.delivery(tx, id(ctx)));
    }

    private void redeliver(Tx tx, Context ctx) {
        answer(tx, ctx, 202, webhooks.redeliver(tx, id(ctx)));
    }

    private void answer(Tx tx, Context ctx, int status, Delivery delivery) {
        Answers.json(ctx, status, WebhookJson.of(delivery, webhooks.attempts(tx, delivery)));
    }
}
