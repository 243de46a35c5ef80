package dev.seamwright.broker.observation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.environment.Environment;
import dev.seamwright.broker.environment.EnvironmentService;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Page;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import io.javalin.http.Context;
import java.util.List;
import java.util.Objects;

/** HTTP for what was seen to run. */
public final class ObservationRoutes {
    private static final String OBSERVED = "/api/v1/environments/{environment}/participants/{participant}/observed";

    private final ParticipantService participants;
    private final EnvironmentService environments;
    private final ObservationService observations;

    public ObservationRoutes(
            ParticipantService participants, EnvironmentService environments, ObservationService observations) {
        this.participants = participants;
        this.environments = environments;
        this.observations = observations;
    }

    public void register(Api api) {
        api.get("/api/v1/environments/{environment}/observed", this::list);
        api.get(OBSERVED, this::show);
        api.put(OBSERVED, Scope.PUBLISH, this::put);
        api.delete(OBSERVED, Scope.PUBLISH, this::forget);
    }

    private Environment environment(Tx tx, Context ctx) {
        return environments.get(tx, new EnvironmentName(ctx.pathParam("environment")));
    }

    private Participant participant(Tx tx, Context ctx) {
        return participants.get(tx, new ParticipantName(ctx.pathParam("participant")));
    }

    private void list(Tx tx, Context ctx) {
        var environment = environment(tx, ctx);
        var page = Page.of(ctx, 1);
        page.answer(
                ctx,
                observations.page(tx, environment, page.text(0), page.fetch()),
                observed -> json(environment, observed),
                observed -> List.of(observed.compared().participant().value()));
    }

    private void show(Tx tx, Context ctx) {
        var environment = environment(tx, ctx);
        Answers.json(ctx, 200, json(environment, observations.of(tx, environment, participant(tx, ctx))));
    }

    private void put(Tx tx, Context ctx) {
        var body = Requests.object(ctx);
        var environment = environment(tx, ctx);
        var observed = observations.observe(
                tx,
                environment,
                participant(tx, ctx),
                new VersionNumber(Requests.required(body, "version")),
                Objects.requireNonNullElse(Requests.line(body, "instance"), ""));
        Answers.json(ctx, 200, json(environment, observed));
    }

    private void forget(Tx tx, Context ctx) {
        observations.forget(
                tx,
                environment(tx, ctx),
                participant(tx, ctx),
                Requests.query(ctx, "instance").orElse(null));
        ctx.status(204);
    }

    private static ObjectNode json(Environment environment, Observed observed) {
        var compared = observed.compared();
        var json = JsonNodeFactory.instance.objectNode();
        json.put("environment", environment.name().value());
        json.put("participant", compared.participant().value());
        json.put("state", observed.isMismatch() ? "RECORD_MISMATCH" : "RECORDED");
        if (observed.isMismatch()) {
            json.put("text", compared.text(environment.name()));
        }
        compared.recorded().forEach(json.putArray("recorded")::add);
        var list = json.putArray("observed");
        for (var seen : observed.seen()) {
            var item = list.addObject().put("version", seen.number());
            if (!seen.instance().isEmpty()) {
                item.put("instance", seen.instance());
            }
            item.put("observedAt", seen.observedAt().toString());
        }
        return json;
    }
}
