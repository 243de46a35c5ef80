package dev.seamwright.broker.participant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Page;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.ParticipantKind;
import dev.seamwright.contracts.ParticipantName;
import io.javalin.http.Context;
import java.util.List;

/** Our API's participants. */
public final class ParticipantApiRoutes {
    private static final String ONE = "/api/v1/participants/{participant}";

    private final ParticipantService participants;

    public ParticipantApiRoutes(ParticipantService participants) {
        this.participants = participants;
    }

    public void register(Api api) {
        api.get("/api/v1/participants", this::list);
        api.get(ONE, this::show);
        api.put(ONE, Scope.PUBLISH, this::put);
        api.delete(ONE, Scope.ADMIN, this::delete);
    }

    private void list(Tx tx, Context ctx) {
        var page = Page.of(ctx, 1);
        page.answer(
                ctx,
                participants.page(tx, Requests.query(ctx, "name").orElse(null), page.text(0), page.fetch()),
                ParticipantJson::of,
                participant -> List.of(participant.name().value()));
    }

    private void show(Tx tx, Context ctx) {
        Answers.json(ctx, 200, ParticipantJson.of(participants.get(tx, name(ctx))));
    }

    private void put(Tx tx, Context ctx) {
        var body = Requests.object(ctx);
        var name = name(ctx);
        var details = details(body);
        var before = participants.find(tx, name);
        var after = before.isPresent()
                ? participants.update(tx, before.get(), details)
                : participants.create(tx, name, details);
        var kind = Requests.text(body, "kind");
        if (kind != null) {
            after = participants.setKind(tx, after, ParticipantKind.of(kind));
        }
        Answers.json(ctx, before.isPresent() ? 200 : 201, ParticipantJson.of(after));
    }

    private void delete(Tx tx, Context ctx) {
        participants.delete(tx, participants.get(tx, name(ctx)));
        ctx.status(204);
    }

    private static ParticipantDetails details(ObjectNode body) {
        var mainBranch = Requests.text(body, "mainBranch");
        return new ParticipantDetails(
                Requests.line(body, "displayName"),
                Requests.line(body, "repositoryUrl"),
                Requests.line(body, "repositoryName"),
                Requests.line(body, "repositoryNamespace"),
                mainBranch == null ? null : new BranchName(mainBranch));
    }

    private static ParticipantName name(Context ctx) {
        return new ParticipantName(ctx.pathParam("participant"));
    }
}
