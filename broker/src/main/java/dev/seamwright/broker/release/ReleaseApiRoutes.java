package dev.seamwright.broker.release;

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

/** Our API's releases. */
public final class ReleaseApiRoutes {
    private final ParticipantService participants;
    private final VersionService versions;
    private final EnvironmentService environments;
    private final ReleaseService releases;

    public ReleaseApiRoutes(
            ParticipantService participants,
            VersionService versions,
            EnvironmentService environments,
            ReleaseService releases) {
        this.participants = participants;
        this.versions = versions;
        this.environments = environments;
        this.releases = releases;
    }

    public void register(Api api) {
        api.get("/api/v1/releases", this::list);
        api.post("/api/v1/releases", Scope.PUBLISH, this::record);
        api.get("/api/v1/releases/{release}", this::show);
        api.post("/api/v1/releases/{release}/end-support", Scope.PUBLISH, this::end);
    }

    private void list(Tx tx, Context ctx) {
        var page = Page.of(ctx, 2);
        var filter = new ReleaseService.Filter(
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
                releases.page(tx, filter),
                release -> json(release, Objects.requireNonNull(names.get(release.environmentId()))),
                release -> List.of(release.createdAt().toString(), release.id().toString()));
    }

    private void record(Tx tx, Context ctx) {
        var body = Requests.object(ctx);
        var participant = participants.get(tx, new ParticipantName(Requests.required(body, "participant")));
        var version = versions.get(tx, participant, new VersionNumber(Requests.required(body, "version")));
        var environment = environments.get(tx, new EnvironmentName(Requests.required(body, "environment")));
        var recorded = releases.record(tx, participant, version, environment);
        Answers.json(ctx, recorded.created() ? 201 : 200, json(recorded.release(), environment.name()));
    }

    private void show(Tx tx, Context ctx) {
        answer(tx, ctx, asked(tx, ctx));
    }

    private void end(Tx tx, Context ctx) {
        answer(tx, ctx, releases.end(tx, asked(tx, ctx)));
    }

    private void answer(Tx tx, Context ctx, Release release) {
        Environment environment = environments.get(tx, release.environmentId());
        Answers.json(ctx, 200, json(release, environment.name()));
    }

    private Release asked(Tx tx, Context ctx) {
        return releases.get(tx, Requests.uuid(ctx, "release"));
    }

    private static ObjectNode json(Release release, EnvironmentName environment) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", release.id().toString());
        json.put("participant", release.participant().value());
        json.put("version", release.version().value());
        json.put("environment", environment.value());
        json.put("releasedAt", release.createdAt().toString());
        var supportEndedAt = release.supportEndedAt();
        if (supportEndedAt != null) {
            json.put("supportEndedAt", supportEndedAt.toString());
        }
        return json;
    }
}
