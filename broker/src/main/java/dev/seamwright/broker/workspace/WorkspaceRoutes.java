package dev.seamwright.broker.workspace;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.http.Page;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.broker.token.TokenJson;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.List;

/** HTTP for workspaces: the operator's. */
public final class WorkspaceRoutes {
    private final WorkspaceService workspaces;

    public WorkspaceRoutes(WorkspaceService workspaces) {
        this.workspaces = workspaces;
    }

    public void register(Api routes) {
        routes.read(HandlerType.GET, "/api/v1/workspaces", Scope.ADMIN, this::list);
        routes.post("/api/v1/workspaces", Scope.ADMIN, this::create);
        routes.read(HandlerType.GET, "/api/v1/workspaces/{workspace}", Scope.ADMIN, this::show);
    }

    private void list(Tx tx, Context ctx) {
        tx.caller().requireOperator();
        var page = Page.of(ctx, 1);
        page.answer(
                ctx,
                workspaces.list(tx, page),
                WorkspaceRoutes::json,
                workspace -> List.of(workspace.name().value()));
    }

    private void show(Tx tx, Context ctx) {
        Answers.json(ctx, 200, json(workspaces.get(tx, ctx.pathParam("workspace"))));
    }

    private void create(Tx tx, Context ctx) {
        tx.caller().requireOperator();
        var name = new WorkspaceName(Requests.required(Requests.object(ctx), "name"));
        var created = workspaces.create(tx, name);
        var token = created.token();
        var json = JsonNodeFactory.instance.objectNode();
        json.set("workspace", json(created.workspace()));
        json.set("token", TokenJson.of(token.token(), tx.now()));
        json.put("secret", token.secret().reveal());
        ctx.header("Location", Links.of(ctx).to("api", "v1", "workspaces", name.value()));
        Answers.secret(
                ctx,
                201,
                json,
                "The first request with this Idempotency-Key made the workspace '%s' and the token %s; its secret was shown then, and is stored nowhere. Make a token with the header 'Seamwright-Workspace: %s' if the answer was lost."
                        .formatted(name.value(), token.token().id(), name.value()));
    }

    private static ObjectNode json(Workspace workspace) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("name", workspace.name().value());
        json.put("createdAt", workspace.createdAt().toString());
        return json;
    }
}
