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
import dev.seamwright.broker.participant.LabelService;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.participant.ParticipantDetails;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.broker.version.VersionService;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.LabelName;
import dev.seamwright.contracts.ParticipantName;
import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The Pact API's pacticipants and their labels. */
public final class PacticipantRoutes {
    private final ParticipantService participants;
    private final LabelService labels;
    private final VersionService versions;
    private final EnvironmentService environments;

    public PacticipantRoutes(
            ParticipantService participants,
            LabelService labels,
            VersionService versions,
            EnvironmentService environments) {
        this.participants = participants;
        this.labels = labels;
        this.versions = versions;
        this.environments = environments;
    }

    public void register(Api api) {
        api.get("/pacticipants", (tx, ctx) -> list(tx, ctx, null));
        api.post("/pacticipants", Scope.PUBLISH, this::create);
        api.get("/pacticipants/label/{label}", (tx, ctx) -> list(tx, ctx, Requested.label(ctx)));
        api.get("/pacticipants/{participant}", this::get);
        api.put("/pacticipants/{participant}", Scope.PUBLISH, this::replace);
        api.patch("/pacticipants/{participant}", Scope.PUBLISH, this::change);
        api.delete("/pacticipants/{participant}", Scope.ADMIN, this::delete);
        api.get("/labels", this::allLabels);
        api.get("/pacticipants/{participant}/labels/{label}", this::label);
        api.put("/pacticipants/{participant}/labels/{label}", Scope.ADMIN, this::addLabel);
        api.delete("/pacticipants/{participant}/labels/{label}", Scope.ADMIN, this::removeLabel);
    }

    private void list(Tx tx, Context ctx, @Nullable LabelName label) {
        var links = Links.of(ctx);
        var q = Requested.search(ctx, "q");
        var paging = Paging.of(ctx);
        var found = participants.list(tx, q, label, paging.map(Paging::slice).orElse(Slice.ALL));
        var latest = versions.latestOf(tx, found);
        var labelled = labels.of(tx, found);
        var items = Hal.array();
        var itemLinks = Hal.array();
        for (var participant : found) {
            items.add(PacticipantResources.full(
                    links,
                    participant,
                    latest.get(participant.id()),
                    labelled.getOrDefault(participant.id(), List.of()),
                    List.of()));
            itemLinks.add(Hal.link(PacticipantResources.href(links, participant.name()))
                    .put("title", participant.name().value())
                    .put("name", participant.name().value()));
        }
        var hal = new Hal()
                .put("pacticipants", items)
                .embed("pacticipants", items)
                .link("self", links.template(ctx.req().getRequestURI()), "Pacticipants")
                .link("pb:pacticipants", itemLinks)
                .link("pacticipants", itemLinks)
                .templated(
                        "pb:pacticipants-with-label",
                        links.template("/pacticipants/label/{label}"),
                        "Pacticipants by label")
                .curies(links);
        paging.ifPresent(page -> page.describe(hal, ctx, participants.count(tx, q, label)));
        Answers.hal(ctx, 200, hal.build());
    }

    private void create(Tx tx, Context ctx) {
        var body = Requests.object(ctx, Requested.JSON);
        var name = Requested.requiredName(body, "name", ParticipantName::new);
        var created = participants.create(tx, name, details(body, ParticipantDetails.NONE));
        Sent.resource(ctx, true, resource(tx, ctx, created));
    }

    private void get(Tx tx, Context ctx) {
        Answers.hal(ctx, 200, resource(tx, ctx, participants.get(tx, Requested.participant(ctx))));
    }

    private void replace(Tx tx, Context ctx) {
        var body = Requests.object(ctx, Requested.JSON);
        var participant = participants.get(tx, Requested.participant(ctx));
        requireSameName(body, participant.name());
        var replaced = participants.update(tx, participant, details(body, ParticipantDetails.NONE));
        Sent.resource(ctx, false, resource(tx, ctx, replaced));
    }

    private void change(Tx tx, Context ctx) {
        var body = Requests.object(ctx);
        var name = Requested.participant(ctx);
        requireSameName(body, name);
        var known = participants.find(tx, name);
        var changed = known.isPresent()
                ? participants.update(tx, known.get(), details(body, ParticipantDetails.of(known.get())))
                : participants.create(tx, name, details(body, ParticipantDetails.NONE));
        Sent.resource(ctx, known.isEmpty(), resource(tx, ctx, changed));
    }

    private void delete(Tx tx, Context ctx) {
        participants.delete(tx, participants.get(tx, Requested.participant(ctx)));
        Sent.nothing(ctx);
    }

    private ObjectNode resource(Tx tx, Context ctx, Participant participant) {
        var one = List.of(participant);
        return PacticipantResources.full(
                Links.of(ctx),
                participant,
                versions.latestOf(tx, one).get(participant.id()),
                labels.of(tx, one).getOrDefault(participant.id(), List.of()),
                environments.runningAny(tx, participant));
    }

    private static void requireSameName(ObjectNode body, ParticipantName name) {
        var given = Requests.text(body, "name");
        if (given != null && !given.equals(name.value())) {
            throw new InvalidInput(
                    "/name",
                    "Is '%s', but the path names '%s': a name does not change.".formatted(given, name.value()));
        }
    }

    /** The details in the body; where it is silent, those of {@code before}. */
    private static ParticipantDetails details(ObjectNode body, ParticipantDetails before) {
        // Clients of the first generation spell it so.
        var url = body.has("repository_url") && !body.has("repositoryUrl") ? "repository_url" : "repositoryUrl";
        return new ParticipantDetails(
                body.has("displayName") ? Requested.line(body, "displayName") : before.displayName(),
                body.has(url) ? Requested.line(body, url) : before.repositoryUrl(),
                body.has("repositoryName") ? Requested.line(body, "repositoryName") : before.repositoryName(),
                body.has("repositoryNamespace")
                        ? Requested.line(body, "repositoryNamespace")
                        : before.repositoryNamespace(),
                body.has("mainBranch") ? Requested.name(body, "mainBranch", BranchName::new) : before.mainBranch());
    }

    private void allLabels(Tx tx, Context ctx) {
        var links = Links.of(ctx);
        var paging = Paging.of(ctx);
        var items = Hal.array();
        for (var name : labels.names(tx, paging.map(Paging::slice).orElse(Slice.ALL))) {
            items.add(new Hal()
                    .put("name", name.value())
                    .link(
                            "pb:pacticipants-with-label",
                            links.to("pacticipants", "label", name),
                            "Pacticipants",
                            name.value())
                    .build());
        }
        var hal = new Hal()
                .embed("labels", items)
                .link("self", links.to("labels"), "Labels")
                .curies(links);
        paging.ifPresent(page -> page.describe(hal, ctx, labels.count(tx)));
        Answers.hal(ctx, 200, hal.build());
    }

    private void label(Tx tx, Context ctx) {
        var participant = participants.get(tx, Requested.participant(ctx));
        var label = labels.get(tx, participant, Requested.label(ctx));
        Answers.hal(ctx, 200, PacticipantResources.label(Links.of(ctx), participant.name(), label));
    }

    private void addLabel(Tx tx, Context ctx) {
        Requests.object(ctx);
        var participant = participants.ensure(tx, Requested.participant(ctx));
        var name = Requested.label(ctx);
        var added = labels.add(tx, participant, name);
        var label = labels.get(tx, participant, name);
        Sent.resource(ctx, added, PacticipantResources.label(Links.of(ctx), participant.name(), label));
    }

    private void removeLabel(Tx tx, Context ctx) {
        labels.remove(tx, participants.get(tx, Requested.participant(ctx)), Requested.label(ctx));
        Sent.nothing(ctx);
    }
}
