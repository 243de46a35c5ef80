package dev.seamwright.broker.pactapi;

import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.environment.Environment;
import dev.seamwright.broker.environment.EnvironmentService;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Hal;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.problem.BrokerException.Unprocessable;
import dev.seamwright.broker.release.Release;
import dev.seamwright.broker.release.ReleaseService;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.broker.version.VersionService;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import io.javalin.http.Context;
import java.util.List;

/** The Pact API's released versions. */
public final class ReleaseRoutes {
    private final ParticipantService participants;
    private final VersionService versions;
    private final EnvironmentService environments;
    private final ReleaseService releases;

    public ReleaseRoutes(
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
        var ofVersion = "/pacticipants/{participant}/versions/{version}/released-versions/environment/{environment}";
        api.get(ofVersion, this::ofVersion);
        api.post(ofVersion, Scope.PUBLISH, this::record);
        api.get("/environments/{environment}/released-versions/currently-supported", this::current);
        api.get("/released-versions/{uuid}", this::get);
        api.patch("/released-versions/{uuid}", Scope.PUBLISH, this::change);
    }

    private void ofVersion(Tx tx, Context ctx) {
        var participant = participants.get(tx, Requested.participant(ctx));
        var version = versions.get(tx, participant, Requested.version(ctx));
        var environment = environments.get(tx, Requested.uuid(ctx, "environment"));
        list(ctx, environment, releases.of(tx, version, environment));
    }

    private void current(Tx tx, Context ctx) {
        var environment = environments.get(tx, Requested.uuid(ctx, "environment"));
        var participant = Requested.name(ctx, "pacticipant", ParticipantName::new);
        var version = Requested.name(ctx, "version", VersionNumber::new);
        list(ctx, environment, releases.current(tx, environment, participant, version));
    }

    private static void list(Context ctx, Environment environment, List<Release> found) {
        var links = Links.of(ctx);
        var items = Hal.array();
        found.forEach(release -> items.add(EnvironmentResources.release(links, release, environment)));
        Answers.hal(
                ctx,
                200,
                new Hal()
                        .embed("releasedVersions", items)
                        .link(
                                "self",
                                links.template(ctx.req().getRequestURI()),
                                "Released versions in " + environment.displayName())
                        .curies(links)
                        .build());
    }

    private void record(Tx tx, Context ctx) {
        Requests.object(ctx, Requested.JSON);
        var participant = participants.get(tx, Requested.participant(ctx));
        var version = versions.get(tx, participant, Requested.version(ctx));
        var environment = environments.get(tx, Requested.uuid(ctx, "environment"));
        var recorded = releases.record(tx, participant, version, environment);
        Sent.resource(
                ctx, recorded.created(), EnvironmentResources.release(Links.of(ctx), recorded.release(), environment));
    }

    private void get(Tx tx, Context ctx) {
        answer(tx, ctx, releases.get(tx, Requested.uuid(ctx, "uuid")));
    }

    private void change(Tx tx, Context ctx) {
        var supported = Requests.flag(Requests.object(ctx, Requested.MERGE_PATCH), "currentlySupported");
        var release = releases.get(tx, Requested.uuid(ctx, "uuid"));
        if (supported.orElse(false)) {
            throw new Unprocessable("currentlySupported cannot be set to true: record the release again instead.");
        }
        answer(tx, ctx, supported.isPresent() ? releases.end(tx, release) : release);
    }

    private void answer(Tx tx, Context ctx, Release release) {
        var environment = environments.get(tx, release.environmentId());
        Answers.hal(ctx, 200, EnvironmentResources.release(Links.of(ctx), release, environment));
    }
}
