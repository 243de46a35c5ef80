package dev.seamwright.broker.deployment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.environment.Environment;
import dev.seamwright.broker.environment.EnvironmentService;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Page;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.broker.version.VersionService;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import io.javalin.http.Context;
import java.util.List;
import java.util.Objects;

/** Our API's deployments. */
public final class DeploymentApiRoutes {
    private final ParticipantService participants;
    private final VersionService versions;
    private final EnvironmentService environments;
    private final DeploymentService deployments;

    public DeploymentApiRoutes(
            ParticipantService participants,
            VersionService versions,
            EnvironmentService environments,
            DeploymentService deployments) {
        this.participants = participants;
        this.versions = versions;
        this.environments = environments;
        this.deployments = deployments;
    }

    public void register(Api api) {
        api.get("/api/v1/deployments", this::list);
        api.post("/api/v1/deployments", Scope.PUBLISH, this::record);
        api.get("/api/v1/deployments/{deployment}", this::show);
        api.post("/api/v1/deployments/{deployment}/end", Scope.PUBLISH, this::end);
    }

    private void list(Tx tx, Context ctx) {
        var page = Page.of(ctx, 2);
        var filter = new DeploymentService.Filter(
                Requests.filter(ctx, "environment", name -> environments.id(tx, new EnvironmentName(name))),
                Requests.filter(
                        ctx,
                        "participant",
                        name -> participants.get(tx, new ParticipantName(name)).name()),
                Requests.flag(ctx, "ended"),
                page.time(0),
                page.uuid(1),
                page.fetch());
        var names = environments.names(tx);
        page.answer(
                ctx,
                deployments.page(tx, filter),
                deployment -> json(deployment, Objects.requireNonNull(names.get(deployment.environmentId()))),
                deployment -> List.of(
                        deployment.createdAt().toString(), deployment.id().toString()));
    }

    private void record(Tx tx, Context ctx) {
        var body = Requests.object(ctx);
        var instance = Requests.line(body, "applicationInstance");
        var participant = participants.get(tx, new ParticipantName(Requests.required(body, "participant")));
        var version = versions.get(tx, participant, new VersionNumber(Requests.required(body, "version")));
        var environment = environments.get(tx, new EnvironmentName(Requests.required(body, "environment")));
        var recorded = deployments.record(
                tx, participant, version, environment, instance == null ? DeploymentService.NO_INSTANCE : instance);
        Answers.json(ctx, recorded.created() ? 201 : 200, json(recorded.deployment(), environment.name()));
    }

    private void show(Tx tx, Context ctx) {
        answer(tx, ctx, asked(tx, ctx));
    }

    private void end(Tx tx, Context ctx) {
        answer(tx, ctx, deployments.end(tx, asked(tx, ctx)));
    }

    private void answer(Tx tx, Context ctx, Deployment deployment) {
        Environment environment = environments.get(tx, deployment.environmentId());
        Answers.json(ctx, 200, json(deployment, environment.name()));
    }

    private Deployment asked(Tx tx, Context ctx) {
        return deployments.get(tx, Requests.uuid(ctx, "deployment"));
    }

    private static ObjectNode json(Deployment deployment, EnvironmentName environment) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", deployment.id().toString());
        json.put("participant", deployment.participant().value());
        json.put("version", deployment.version().value());
        json.put("environment", environment.value());
        if (!deployment.applicationInstance().isEmpty()) {
            json.put("applicationInstance", deployment.applicationInstance());
        }
        json.put("deployedAt", deployment.createdAt().toString());
        var endedAt = deployment.endedAt();
        if (endedAt != null) {
            json.put("endedAt", endedAt.toString());
        }
        return json;
    }
}
