package dev.seamwright.broker.token;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.http.Page;
import dev.seamwright.broker.http.Requests;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.UUID;

/** HTTP for tokens, and for who is calling. */
public final class TokenRoutes {
    private final TokenService tokens;
    private final TokenUse use;

    public TokenRoutes(TokenService tokens, TokenUse use) {
        this.tokens = tokens;
        this.use = use;
    }

    public void register(Api routes) {
        routes.get("/api/v1/caller", TokenRoutes::caller);
        routes.read(HandlerType.GET, "/api/v1/tokens", Scope.ADMIN, this::list);
        routes.post("/api/v1/tokens", Scope.ADMIN, this::create);
        routes.read(HandlerType.GET, "/api/v1/tokens/{token}", Scope.ADMIN, this::show);
        routes.delete("/api/v1/tokens/{token}", Scope.ADMIN, this::revoke);
    }

    private static void caller(Tx tx, Context ctx) {
        var caller = tx.caller();
        var json = JsonNodeFactory.instance.objectNode();
        json.put("workspace", caller.workspace());
        json.put("principal", caller.principal());
        json.put("scope", caller.scope().word());
        json.put("operator", caller.operator());
        Answers.json(ctx, 200, json);
    }

    private void list(Tx tx, Context ctx) {
        var page = Page.of(ctx, 2);
        page.answer(
                ctx,
                tokens.list(tx, page),
                token -> TokenJson.of(withUse(tx, token), tx.now()),
                token -> List.of(token.name(), token.id().toString()));
    }

    private void show(Tx tx, Context ctx) {
        Answers.json(ctx, 200, TokenJson.of(withUse(tx, tokens.get(tx, id(ctx))), tx.now()));
    }

    private void create(Tx tx, Context ctx) {
        var body = Requests.object(ctx);
        var expires = Requests.text(body, "expiresAt");
        var created = tokens.create(
                tx,
                new TokenName(Requests.required(body, "name")),
                Scope.of(Requests.required(body, "scope")),
                expires == null ? null : Requests.time("/expiresAt", expires));
        var id = created.token().id().toString();
        var json = JsonNodeFactory.instance.objectNode();
        json.set("token", TokenJson.of(created.token(), tx.now()));
        json.put("secret", created.secret().reveal());
        ctx.header("Location", Links.of(ctx).to("api", "v1", "tokens", id));
        Answers.secret(
                ctx,
                201,
                json,
                "The first request with this Idempotency-Key made the token %s; its secret was shown then, and is stored nowhere. Revoke it and make another one if the answer was lost."
                        .formatted(id));
    }

    private void revoke(Tx tx, Context ctx) {
        tokens.revoke(tx, id(ctx));
        ctx.status(204);
    }

    /** With the use that this broker has seen and not yet written down. */
    private TokenRecord withUse(Tx tx, TokenRecord token) {
        var seen = use.lastSeen(tx.caller().workspaceId(), token.id());
        var written = token.lastUsedAt();
        if (seen == null || (written != null && written.isAfter(seen))) {
            return token;
        }
        return new TokenRecord(
                token.id(),
                token.name(),
                token.scope(),
                token.createdAt(),
                token.createdBy(),
                token.expiresAt(),
                token.revokedAt(),
                seen);
    }

    private static UUID id(Context ctx) {
        var text = ctx.pathParam("token");
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notAUuid) {
            throw TokenService.unknown(text);
        }
    }
}
