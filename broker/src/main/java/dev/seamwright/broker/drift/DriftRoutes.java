package dev.seamwright.broker.drift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.environment.Environment;
import dev.seamwright.broker.environment.EnvironmentService;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.http.Page;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** HTTP for drift: where to look, what workers find, and what people see. */
public final class DriftRoutes {
    private static final String TARGETS = "/api/v1/environments/{environment}/targets";
    private static final String TARGET = TARGETS + "/{participant}";
    private static final int MOST_TARGETS = 1_000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofDays(31);
    private static final List<String> KINDS = List.of("api", "database");
    private static final List<String> STATES = List.of(DriftTarget.IN_SYNC, DriftTarget.DRIFTED, DriftTarget.UNKNOWN);

    private final ParticipantService participants;
    private final EnvironmentService environments;
    private final DriftService drifts;

    public DriftRoutes(ParticipantService participants, EnvironmentService environments, DriftService drifts) {
        this.participants = participants;
        this.environments = environments;
        this.drifts = drifts;
    }

    public void register(Api api) {
        api.get(TARGETS, this::targets);
        api.get(TARGET, (tx, ctx) -> Answers.json(ctx, 200, DriftJson.of(target(tx, ctx))));
        api.put(TARGET, Scope.PUBLISH, this::put);
        api.delete(TARGET, Scope.PUBLISH, this::delete);
        api.get("/api/v1/drift", this::list);
        api.post("/api/v1/drift/claim", Scope.PUBLISH, this::claim);
        api.post("/api/v1/drift/checks/{check}/result", Scope.PUBLISH, this::result);
    }

    private Environment environment(Tx tx, Context ctx) {
        return environments.get(tx, new EnvironmentName(ctx.pathParam("environment")));
    }

    private Participant participant(Tx tx, Context ctx) {
        return participants.get(tx, new ParticipantName(ctx.pathParam("participant")));
    }

    private DriftTarget target(Tx tx, Context ctx) {
        return drifts.get(tx, environment(tx, ctx), participant(tx, ctx));
    }

    private void targets(Tx tx, Context ctx) {
        var environment = environment(tx, ctx);
        var page = Page.of(ctx, 2);
        var filter = new DriftService.Filter(environment.id(), null, null, page.time(0), page.uuid(1), page.fetch());
        page.answer(ctx, drifts.page(tx, filter), DriftJson::of, DriftRoutes::place);
    }

    private static List<String> place(DriftTarget target) {
        return List.of(target.createdAt().toString(), target.id().toString());
    }

    private void put(Tx tx, Context ctx) {
        var body = Requests.object(ctx);
        var place = new DriftService.Place(
                oneOf(KINDS, "/kind", Requests.text(body, "kind")),
                name("/target", Requests.text(body, "target")),
                interval(Requests.text(body, "interval")));
        var put = drifts.put(tx, environment(tx, ctx), participant(tx, ctx), place);
        Answers.json(ctx, put.isNew() ? 201 : 200, DriftJson.of(put.target()));
    }

    private static String oneOf(List<String> words, String pointer, @Nullable String word) {
        if (word == null || !words.contains(word)) {
            throw new InvalidInput(pointer, "Must be one of %s.".formatted(String.join(", ", words)));
        }
        return word;
    }

    private static String name(String pointer, @Nullable String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new InvalidInput(
                    pointer,
                    "Must be what workers call the target: letters, digits, '.', '_' and '-', at most 100. Its address stays with them.");
        }
        return name;
    }

    private static Duration interval(@Nullable String text) {
        try {
            var interval = Duration.parse(Objects.requireNonNullElse(text, ""));
            if (interval.compareTo(SHORTEST) >= 0 && interval.compareTo(LONGEST) <= 0) {
                return interval;
            }
        } catch (DateTimeParseException _) {
            // told below
        }
        throw new InvalidInput("/interval", "Must be a duration from PT10S to P31D: PT15M is a quarter of an hour.");
    }

    private void delete(Tx tx, Context ctx) {
        drifts.delete(tx, target(tx, ctx));
        ctx.status(204);
    }

    private void list(Tx tx, Context ctx) {
        var page = Page.of(ctx, 2);
        var filter = new DriftService.Filter(
                Requests.filter(ctx, "environment", name -> environments.id(tx, new EnvironmentName(name))),
                Requests.filter(ctx, "participant", name -> participants.id(tx, new ParticipantName(name))),
                Requests.filter(ctx, "state", state -> oneOf(STATES, "state", state)),
                page.time(0),
                page.uuid(1),
                page.fetch());
        var targets = drifts.page(tx, filter);
        var known = drifts.drifts(tx, targets);
        page.answer(
                ctx,
                targets,
                target -> DriftJson.of(target, known.getOrDefault(target.id(), List.of())),
                DriftRoutes::place);
    }

    private void claim(Tx tx, Context ctx) {
        var body = Requests.object(ctx);
        var names = Requests.texts(body, "targets");
        if (names.isEmpty() || names.size() > MOST_TARGETS) {
            throw new InvalidInput("/targets", "Must be an array of 1 to %d names of targets.".formatted(MOST_TARGETS));
        }
        var worker = Requests.oneLine("/worker", Requests.required(body, "worker"));
        var look = drifts.claim(tx, names, worker);
        if (look.isEmpty()) {
            ctx.status(204);
        } else {
            Answers.json(ctx, 200, DriftJson.of(look.get(), Links.of(ctx)));
        }
    }

    private void result(Tx tx, Context ctx) {
        var body = Requests.object(ctx);
        var state = oneOf(STATES, "/state", Requests.text(body, "state"));
        var problem = Requests.text(body, "problem");
        if (state.equals(DriftTarget.UNKNOWN) && problem == null) {
            throw new InvalidInput("/problem", "Is missing: say why it is unknown.");
        }
        var found = new DriftService.Found(
                state, problem == null ? null : Requests.oneLine("/problem", problem), findings(body));
        Answers.json(ctx, 200, DriftJson.of(drifts.result(tx, Requests.uuid(ctx, "check"), token(body), found)));
    }

    private static @Nullable JsonNode findings(ObjectNode body) {
        var findings = body.path("findings");
        if (findings.isMissingNode() || findings.isNull()) {
            return null;
        }
        if (!findings.isObject()) {
            throw new InvalidInput("/findings", "Must be an object.");
        }
        return findings;
    }

    private static UUID token(ObjectNode body) {
        try {
            return UUID.fromString(Requests.required(body, "token"));
        } catch (IllegalArgumentException notAUuid) {
            throw new InvalidInput("/token", "Must be the token of the lease, a uuid.");
        }
    }
}
