package dev.seamwright.broker.pactapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.deployment.Deployment;
import dev.seamwright.broker.deployment.DeploymentService;
import dev.seamwright.broker.environment.Environment;
import dev.seamwright.broker.environment.EnvironmentService;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Hal;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.problem.BrokerException.Unprocessable;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.broker.version.VersionService;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import io.javalin.http.Context;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The Pact API's deployed versions. */
public final class DeploymentRoutes {
    private final ParticipantService participants;
    private final VersionService versions;
    private final EnvironmentService environments;
    private final DeploymentService deployments;

    public DeploymentRoutes(
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
        var ofVersion = "/pacticipants/{participant}/versions/{version}/deployed-versions/environment/{environment}";
        api.get(ofVersion, this::ofVersion);
        api.post(ofVersion, Scope.PUBLISH, this::record);
        api.get("/environments/{environment}/deployed-versions/currently-deployed", this::current);
        api.get("/deployed-versions/{uuid}", this::get);
        api.patch("/deployed-versions/{uuid}", Scope.PUBLISH, this::change);
    }

    private void ofVersion(Tx tx, Context ctx) {
        var participant = participants.get(tx, Requested.participant(ctx));
        var version = versions.get(tx, participant, Requested.version(ctx));
        var environment = environments.get(tx, Requested.uuid(ctx, "environment"));
        list(ctx, environment, deployments.of(tx, version, environment));
    }

    private void current(Tx tx, Context ctx) {
        var environment = environments.get(tx, Requested.uuid(ctx, "environment"));
        var participant = Requested.name(ctx, "pacticipant", ParticipantName::new);
        // here blank is not absent: it asks for the instance without a name
        var instance = Optional.ofNullable(ctx.queryParam("applicationInstance"))
                .or(() -> Optional.ofNullable(ctx.queryParam("target")))
                .map(text -> instance("applicationInstance", text))
                .orElse(null);
        list(ctx, environment, deployments.current(tx, environment, participant, instance));
    }

    private static void list(Context ctx, Environment environment, List<Deployment> found) {
        var links = Links.of(ctx);
        var items = Hal.array();
        found.forEach(deployment -> items.add(EnvironmentResources.deployment(links, deployment, environment)));
        Answers.hal(
                ctx,
                200,
                new Hal()
                        .embed("deployedVersions", items)
                        .link(
                                "self",
                                links.template(ctx.req().getRequestURI()),
                                "Deployed versions in " + environment.displayName())
                        .curies(links)
                        .build());
    }

    private void record(Tx tx, Context ctx) {
        var instance = instance(Requests.object(ctx, Requested.JSON));
        var participant = participants.get(tx, Requested.participant(ctx));
        var version = versions.get(tx, participant, Requested.version(ctx));
        var environment = environments.get(tx, Requested.uuid(ctx, "environment"));
        var recorded = deployments.record(tx, participant, version, environment, instance);
        Sent.resource(
                ctx,
                recorded.created(),
                EnvironmentResources.deployment(Links.of(ctx), recorded.deployment(), environment));
    }

    /** {@code target} is the old name of {@code applicationInstance}; clients send both. */
    private static String instance(ObjectNode body) {
        var instance = Requests.text(body, "applicationInstance");
        var target = Requests.text(body, "target");
        if (instance != null && target != null && !instance.equals(target)) {
            throw new InvalidInput("/target", "Is another than applicationInstance: give applicationInstance alone.");
        }
        return instance(
                "/applicationInstance", Objects.requireNonNullElse(instance, Objects.requireNonNullElse(target, "")));
    }

    private static String instance(String pointer, @Nullable String text) {
        return text == null || text.isBlank() ? DeploymentService.NO_INSTANCE : Requested.oneLine(pointer, text);
    }

    private void get(Tx tx, Context ctx) {
        answer(tx, ctx, deployments.get(tx, Requested.uuid(ctx, "uuid")));
    }

    private void change(Tx tx, Context ctx) {
        var running = Requests.flag(Requests.object(ctx, Requested.MERGE_PATCH), "currentlyDeployed");
        var deployment = deployments.get(tx, Requested.uuid(ctx, "uuid"));
        if (running.orElse(false)) {
            throw new Unprocessable(
                    "currentlyDeployed cannot be set to true: record a new deployment of the version instead.");
        }
        answer(tx, ctx, running.isPresent() ? deployments.end(tx, deployment) : deployment);
    }

    private void answer(Tx tx, Context ctx, Deployment deployment) {
        var environment = environments.get(tx, deployment.environmentId());
        Answers.hal(ctx, 200, EnvironmentResources.deployment(Links.of(ctx), deployment, environment));
    }
}
