package dev.seamwright.broker.pactapi;

import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Hal;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.http.Paging;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.broker.version.BranchService;
import dev.seamwright.broker.version.VersionService;
import dev.seamwright.contracts.BranchName;
import io.javalin.http.Context;
import java.util.stream.Stream;

/** The Pact API's branches, and the versions on them. */
public final class BranchRoutes {
    private final ParticipantService participants;
    private final VersionService versions;
    private final BranchService branches;

    public BranchRoutes(ParticipantService participants, VersionService versions, BranchService branches) {
        this.participants = participants;
        this.versions = versions;
        this.branches = branches;
    }

    public void register(Api api) {
        api.get("/pacticipants/{participant}/branches", this::list);
        api.delete("/pacticipants/{participant}/branches", Scope.ADMIN, this::deleteOthers);
        api.get("/pacticipants/{participant}/branches/{branch}", this::get);
        api.delete("/pacticipants/{participant}/branches/{branch}", Scope.ADMIN, this::delete);
        // <branch> spans slashes: a client leaves those in a branch's name as they are
        api.get("/pacticipants/{participant}/branches/<branch>/versions/{version}", this::version);
        api.put("/pacticipants/{participant}/branches/<branch>/versions/{version}", Scope.PUBLISH, this::addVersion);
        api.delete(
                "/pacticipants/{participant}/branches/<branch>/versions/{version}", Scope.ADMIN, this::removeVersion);
    }

    private void list(Tx tx, Context ctx) {
        var links = Links.of(ctx);
        var participant = participants.get(tx, Requested.participant(ctx));
        var q = Requested.search(ctx, "q");
        var page = Paging.of(ctx).orElse(Paging.DEFAULT);
        var items = Hal.array();
        for (var branch : branches.list(tx, participant, q, page.slice())) {
            items.add(VersionResources.branch(links, participant.name(), branch));
        }
        var hal = new Hal()
                .embed("branches", items)
                .link("self", links.template(ctx.req().getRequestURI()), "Branches")
                .link(
                        "pb:pacticipant",
                        PacticipantResources.href(links, participant.name()),
                        "Pacticipant",
                        participant.name().value())
                .curies(links);
        page.describe(hal, ctx, branches.count(tx, participant, q));
        Answers.hal(ctx, 200, hal.build());
    }

    private void deleteOthers(Tx tx, Context ctx) {
        var participant = participants.get(tx, Requested.participant(ctx));
        var kept = Stream.of("exclude[]", "exclude")
                .flatMap(parameter ->
                        ctx.queryParams(parameter).stream().map(text -> Requested.at(parameter, text, BranchName::new)))
                .toList();
        var count = branches.deleteOthers(tx, participant, kept);
        var notices = Hal.array();
        notices.add(Hal.object()
                .put("type", "success")
                .put(
                        "text",
                        "Deleted %d branch%s of %s. The main branch and those excluded were kept."
                                .formatted(
                                        count,
                                        count == 1 ? "" : "es",
                                        participant.name().value())));
        Answers.hal(ctx, 202, new Hal().put("notices", notices).build());
    }

    private void get(Tx tx, Context ctx) {
        var participant = participants.get(tx, Requested.participant(ctx));
        var branch = branches.get(tx, participant, Requested.branch(ctx));
        Answers.hal(ctx, 200, VersionResources.branch(Links.of(ctx), participant.name(), branch));
    }

    private void delete(Tx tx, Context ctx) {
        var participant = participants.get(tx, Requested.participant(ctx));
        branches.delete(tx, participant, branches.get(tx, participant, Requested.branch(ctx)));
        Sent.nothing(ctx);
    }

    private void version(Tx tx, Context ctx) {
        var participant = participants.get(tx, Requested.participant(ctx));
        var branch = branches.get(tx, participant, Requested.branch(ctx));
        var version = versions.get(tx, participant, Requested.version(ctx));
        var added = branches.added(tx, branch, version);
        Answers.hal(
                ctx,
                200,
                VersionResources.branchVersion(
                        Links.of(ctx), participant.name(), branch.name(), version.number(), added));
    }

    private void addVersion(Tx tx, Context ctx) {
        Requests.object(ctx);
        var name = Requested.branch(ctx);
        var participant = participants.ensure(tx, Requested.participant(ctx));
        var version = versions.ensure(tx, participant, Requested.version(ctx), null);
        var added = versions.addToBranch(tx, participant, version, name);
        var since = added ? tx.now() : branches.added(tx, branches.get(tx, participant, name), version.version());
        Sent.resource(
                ctx,
                added,
                VersionResources.branchVersion(
                        Links.of(ctx),
                        participant.name(),
                        name,
                        version.version().number(),
                        since));
    }

    private void removeVersion(Tx tx, Context ctx) {
        var participant = participants.get(tx, Requested.participant(ctx));
        var branch = branches.get(tx, participant, Requested.branch(ctx));
        branches.removeVersion(tx, participant, branch, versions.get(tx, participant, Requested.version(ctx)));
        Sent.nothing(ctx);
    }
}
