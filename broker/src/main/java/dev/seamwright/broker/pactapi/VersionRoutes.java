package dev.seamwright.broker.pactapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Slice;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.environment.EnvironmentService;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Hal;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.http.Paging;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.broker.version.BranchService;
import dev.seamwright.broker.version.Version;
import dev.seamwright.broker.version.VersionService;
import dev.seamwright.broker.version.VersionService.Line;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.TagName;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The Pact API's versions and their tags. */
public final class VersionRoutes {
    private final ParticipantService participants;
    private final VersionService versions;
    private final BranchService branches;
    private final EnvironmentService environments;

    public VersionRoutes(
            ParticipantService participants,
            VersionService versions,
            BranchService branches,
            EnvironmentService environments) {
        this.participants = participants;
        this.versions = versions;
        this.branches = branches;
        this.environments = environments;
    }

    public void register(Api api) {
        api.get("/pacticipants/{participant}/versions", (tx, ctx) -> list(tx, ctx, participant -> new Line.All()));
        api.get(
                "/pacticipants/{participant}/branches/{branch}/versions",
                (tx, ctx) -> list(
                        tx, ctx, participant -> new Line.On(branches.get(tx, participant, Requested.branch(ctx)))));
        api.get(
                "/pacticipants/{participant}/tags/{tag}/versions",
                (tx, ctx) -> list(tx, ctx, participant -> new Line.Having(Requested.tag(ctx))));
        api.get(
                "/pacticipants/{participant}/environments/{environment}/versions",
                (tx, ctx) -> list(
                        tx,
                        ctx,
                        participant -> new Line.In(environments
                                .get(tx, Requested.uuid(ctx, "environment"))
                                .id())));
        api.get("/pacticipants/{participant}/latest-version", this::latest);
        api.get("/pacticipants/{participant}/latest-version/{tag}", this::latestTagged);
        api.get("/pacticipants/{participant}/branches/{branch}/latest-version", this::head);
        api.get("/pacticipants/{participant}/versions/{version}", this::get);
        api.put("/pacticipants/{participant}/versions/{version}", Scope.PUBLISH, this::replace);
        api.patch("/pacticipants/{participant}/versions/{version}", Scope.PUBLISH, this::change);
        api.delete("/pacticipants/{participant}/versions/{version}", Scope.ADMIN, this::delete);
        // <tag> spans slashes: a client leaves those in a tag's name as they are
        api.get("/pacticipants/{participant}/versions/{version}/tags/<tag>", this::tag);
        api.put("/pacticipants/{participant}/versions/{version}/tags/<tag>", Scope.PUBLISH, this::addTag);
        api.delete("/pacticipants/{participant}/versions/{version}/tags/<tag>", Scope.ADMIN, this::removeTag);
    }

    private void list(Tx tx, Context ctx, Function<Participant, Line> choose) {
        var links = Links.of(ctx);
        var participant = participants.get(tx, Requested.participant(ctx));
        var line = choose.apply(participant);
        var paging = Paging.of(ctx);
        var items = Hal.array();
        var itemLinks = Hal.array();
        for (var version :
                versions.list(tx, participant, line, paging.map(Paging::slice).orElse(Slice.ALL))) {
            items.add(VersionResources.listed(links, version));
            itemLinks.add(Hal.link(VersionResources.href(links, participant.name(), version.number()))
                    .put("title", "Version")
                    .put("name", version.number().value()));
        }
        var hal = new Hal()
                .embed("versions", items)
                .link("self", links.template(ctx.req().getRequestURI()), "Versions")
                .link(
                        "pb:pacticipant",
                        PacticipantResources.href(links, participant.name()),
                        "Pacticipant",
                        participant.name().value())
                .link("pb:versions", itemLinks)
                .curies(links);
        paging.ifPresent(page -> page.describe(hal, ctx, versions.count(tx, participant, line)));
        Answers.hal(ctx, 200, hal.build());
    }

    private void latest(Tx tx, Context ctx) {
        var participant = participants.get(tx, Requested.participant(ctx));
        var version = versions.latest(tx, participant)
                .orElseThrow(() -> new NotFound(
                        "'%s' has no version.".formatted(participant.name().value())));
        Answers.hal(ctx, 200, resource(tx, ctx, version));
    }

    private void latestTagged(Tx tx, Context ctx) {
        var participant = participants.get(tx, Requested.participant(ctx));
        var tag = Requested.tag(ctx);
        var version = versions.latestTagged(tx, participant, tag)
                .orElseThrow(() -> new NotFound("'%s' has no version with the tag '%s'."
                        .formatted(participant.name().value(), tag.value())));
        Answers.hal(ctx, 200, resource(tx, ctx, version));
    }

    private void head(Tx tx, Context ctx) {
        var participant = participants.get(tx, Requested.participant(ctx));
        var branch = branches.get(tx, participant, Requested.branch(ctx));
        var version = versions.head(tx, branch)
                .orElseThrow(() -> new NotFound(
                        "Branch '%s' has no version.".formatted(branch.name().value())));
        Answers.hal(ctx, 200, resource(tx, ctx, version));
    }

    private void get(Tx tx, Context ctx) {
        Answers.hal(ctx, 200, resource(tx, ctx, asked(tx, ctx)));
    }

    private Version asked(Tx tx, Context ctx) {
        return versions.get(tx, participants.get(tx, Requested.participant(ctx)), Requested.version(ctx));
    }

    private void replace(Tx tx, Context ctx) {
        write(tx, ctx, Requests.object(ctx, Requested.JSON), true);
    }

    private void change(Tx tx, Context ctx) {
        write(tx, ctx, Requests.object(ctx, Requested.MERGE_PATCH), false);
    }

    /** @param replaces whether a build URL that the body does not mention is forgotten; tags are kept unless it mentions them */
    private void write(Tx tx, Context ctx, ObjectNode body, boolean replaces) {
        var buildUrl = Requested.line(body, "buildUrl");
        var tags = tags(body);
        var participant = participants.ensure(tx, Requested.participant(ctx));
        var version = versions.ensure(tx, participant, Requested.version(ctx), buildUrl);
        if (buildUrl == null && (replaces || body.has("buildUrl"))) {
            versions.setBuildUrl(tx, participant, version.version(), null);
        }
        tags.ifPresent(names -> versions.setTags(tx, participant, version, names));
        Sent.resource(ctx, version.created(), resource(tx, ctx, version.version()));
    }

    private static Optional<List<TagName>> tags(ObjectNode body) {
        var given = body.get("tags");
        if (given == null) {
            return Optional.empty();
        }
        if (!given.isArray() && !given.isNull()) {
            throw new InvalidInput("/tags", "Must be an array of objects with a name.");
        }
        var tags = new ArrayList<TagName>();
        for (var i = 0; i < given.size(); i++) {
            var name = given.get(i).path("name");
            var pointer = "/tags/%d/name".formatted(i);
            if (!name.isTextual()) {
                throw new InvalidInput(pointer, "Must be a string: the name of a tag.");
            }
            tags.add(Requested.at(pointer, name.textValue(), TagName::new));
        }
        return Optional.of(tags);
    }

    private ObjectNode resource(Tx tx, Context ctx, Version version) {
        return VersionResources.full(
                Links.of(ctx),
                versions.describe(tx, version),
                environments.all(tx),
                versions.pactProviders(tx, version.id()));
    }

    private void delete(Tx tx, Context ctx) {
        var participant = participants.get(tx, Requested.participant(ctx));
        versions.delete(tx, participant, versions.get(tx, participant, Requested.version(ctx)));
        Sent.nothing(ctx);
    }

    private void tag(Tx tx, Context ctx) {
        var version = asked(tx, ctx);
        var tag = versions.getTag(tx, version, Requested.tag(ctx));
        Answers.hal(ctx, 200, VersionResources.tag(Links.of(ctx), Requested.participant(ctx), version.number(), tag));
    }

    private void addTag(Tx tx, Context ctx) {
        Requests.object(ctx);
        var name = Requested.tag(ctx);
        var participant = participants.ensure(tx, Requested.participant(ctx));
        var version = versions.ensure(tx, participant, Requested.version(ctx), null);
        var added = versions.tag(tx, participant, version, name);
        var tag = versions.getTag(tx, version.version(), name);
        Sent.resource(
                ctx,
                added,
                VersionResources.tag(
                        Links.of(ctx), participant.name(), version.version().number(), tag));
    }

    private void removeTag(Tx tx, Context ctx) {
        var participant = participants.get(tx, Requested.participant(ctx));
        var version = versions.get(tx, participant, Requested.version(ctx));
        versions.getTag(tx, version, Requested.tag(ctx));
        versions.untag(tx, participant, version, Requested.tag(ctx));
        Sent.nothing(ctx);
    }
}
