package dev.seamwright.broker.version;

import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Page;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.TagName;
import dev.seamwright.contracts.VersionNumber;
import io.javalin.http.Context;
import java.util.List;

/** Our API's versions. */
public final class VersionApiRoutes {
    private static final String ALL = "/api/v1/participants/{participant}/versions";
    private static final String ONE = ALL + "/{version}";

    private final ParticipantService participants;
    private final VersionService versions;

    public VersionApiRoutes(ParticipantService participants, VersionService versions) {
        this.participants = participants;
        this.versions = versions;
    }

    public void register(Api api) {
        api.get(ALL, this::list);
        api.get(ONE, this::show);
        api.put(ONE, Scope.PUBLISH, this::put);
        api.delete(ONE, Scope.ADMIN, this::delete);
    }

    private void list(Tx tx, Context ctx) {
        var page = Page.of(ctx, 1);
        var participant = participant(tx, ctx);
        var after = page.text(0);
        page.answer(
                ctx,
                versions.page(tx, participant, after == null ? null : new VersionNumber(after), page.fetch()),
                VersionJson::of,
                version -> List.of(version.number().value()));
    }

    private void show(Tx tx, Context ctx) {
        var version = versions.get(tx, participant(tx, ctx), number(ctx));
        Answers.json(ctx, 200, VersionJson.of(versions.describe(tx, version)));
    }

    private void put(Tx tx, Context ctx) {
        var body = Requests.object(ctx);
        var tags = Requests.texts(body, "tags").stream().map(TagName::new).toList();
        var branch = Requests.text(body, "branch");
        var buildUrl = Requests.url(body, "buildUrl");
        var participant = participants.ensure(tx, new ParticipantName(ctx.pathParam("participant")));
        var version = versions.ensure(tx, participant, number(ctx), buildUrl);
        if (branch != null) {
            versions.addToBranch(tx, participant, version, new BranchName(branch));
        }
        tags.forEach(tag -> versions.tag(tx, participant, version, tag));
        Answers.json(ctx, version.created() ? 201 : 200, VersionJson.of(versions.describe(tx, version.version())));
    }

    private void delete(Tx tx, Context ctx) {
        var participant = participant(tx, ctx);
        versions.delete(tx, participant, versions.get(tx, participant, number(ctx)));
        ctx.status(204);
    }

    private Participant participant(Tx tx, Context ctx) {
        return participants.get(tx, new ParticipantName(ctx.pathParam("participant")));
    }

    private static VersionNumber number(Context ctx) {
        return new VersionNumber(ctx.pathParam("version"));
    }
}
