package dev.seamwright.broker.verificationjob;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.change.Changes;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.http.Page;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.broker.verification.VerificationJson;
import dev.seamwright.broker.verificationjob.VerificationJob.Claimed;
import dev.seamwright.broker.verificationjob.VerificationJobService.Claim;
import dev.seamwright.broker.verificationjob.VerificationJobService.Failure;
import dev.seamwright.broker.verificationjob.VerificationJobService.Filter;
import dev.seamwright.broker.verificationjob.VerificationJobService.Result;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import dev.seamwright.contracts.json.Json;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** HTTP for jobs: workers claim and report, people look and decide. */
public final class VerificationJobRoutes {
    private static final String JOBS = "/api/v1/jobs";
    private static final String JOB = JOBS + "/{job}";
    private static final int LONGEST_WAIT_SECONDS = 30;
    private static final int MOST_PROVIDERS = 100;
    private static final int MOST_VERSIONS = 1_000;
    private static final int MOST_METHODS = 10;
    private static final Pattern METHOD = Pattern.compile("[a-z]+(-[a-z]+)*");

    /** A job that waited for its next attempt becomes due without a change. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final ParticipantService participants;
    private final VerificationJobService jobs;
    private final Changes changes;

    public VerificationJobRoutes(ParticipantService participants, VerificationJobService jobs, Changes changes) {
        this.participants = participants;
        this.jobs = jobs;
        this.changes = changes;
    }

    public void register(Api api) {
        api.work(JOBS + "/claim", Scope.PUBLISH, ctx -> claim(api, ctx));
        api.post(JOB + "/heartbeat", Scope.PUBLISH, this::heartbeat);
        api.post(JOB + "/result", Scope.PUBLISH, this::result);
        api.post(JOB + "/failure", Scope.PUBLISH, this::failure);
        api.post(JOB + "/build", Scope.PUBLISH, this::build);
        api.post(JOB + "/cancel", Scope.PUBLISH, (tx, ctx) -> answer(tx, ctx, jobs.cancel(tx, id(ctx))));
        api.post(JOB + "/rerun", Scope.PUBLISH, (tx, ctx) -> answer(tx, ctx, jobs.rerun(tx, id(ctx))));
        api.get(JOBS, this::list);
        api.get(JOB, this::get);
        api.get("/api/v1/workers", this::workers);
    }

    private static UUID id(Context ctx) {
        return Requests.uuid(ctx, "job");
    }

    /** What an attempt to claim came to. */
    private record Attempt(
            int workspaceId, Question question, @Nullable ObjectNode job) {}

    /** What a worker asks. */
    private record Question(Claim claim, Duration patience) {}

    private void claim(Api api, Context ctx) {
        var attempt = api.inWrite(ctx, Scope.PUBLISH, tx -> attempt(tx, ctx, question(ctx)));
        if (attempt.job() == null && !attempt.question().patience().isZero()) {
            attempt = waitFor(api, ctx, attempt);
        }
        if (attempt.job() == null) {
            ctx.status(204);
        } else {
            Answers.json(ctx, 200, attempt.job());
        }
    }

    private Attempt waitFor(Api api, Context ctx, Attempt first) {
        var end = System.nanoTime() + first.question().patience().toNanos();
        try (var waiting = changes.watch(first.workspaceId())) {
            while (true) {
                var attempt = api.inWrite(ctx, Scope.PUBLISH, tx -> attempt(tx, ctx, first.question()));
                var left = Duration.ofNanos(end - System.nanoTime());
                if (attempt.job() != null || !left.isPositive()) {
                    return attempt;
                }
                if (waiting.await(left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN) == Changes.End.DRAINING) {
                    return attempt;
                }
            }
        }
    }

    private Attempt attempt(Tx tx, Context ctx, Question question) {
        var claimed = jobs.claim(tx, question.claim());
        return new Attempt(
                tx.caller().workspaceId(),
                question,
                claimed.map(job -> json(tx, ctx, job)).orElse(null));
    }

    private ObjectNode json(Tx tx, Context ctx, Claimed claimed) {
        return VerificationJobJson.of(claimed, jobs.alive(tx), Links.of(ctx));
    }

    private static Question question(Context ctx) {
        var body = Requests.object(ctx);
        if (!(body.get("worker") instanceof ObjectNode worker)) {
            throw new InvalidInput("/worker", "Must be an object with 'id', a uuid of the worker's own, and 'name'.");
        }
        var claim = new Claim(
                uuid(Requests.text(worker, "id"), "/worker/id"),
                Requests.oneLine("/worker/name", at("/worker", () -> Requests.required(worker, "name"))),
                items(body, "providers", MOST_PROVIDERS, VerificationJobRoutes::serves),
                methods(body));
        if (claim.providers().isEmpty()) {
            throw new InvalidInput("/providers", "Is missing: name at least one provider that the worker can reach.");
        }
        return new Question(claim, Duration.ofSeconds(waitSeconds(body)));
    }

    private static Worker.Serves serves(JsonNode provider) {
        if (!provider.isObject()) {
            throw new InvalidInput("", "Must be an object with 'name'.");
        }
        var versions = Requests.texts(provider, "versions").stream()
                .map(VersionNumber::new)
                .toList();
        if (versions.size() > MOST_VERSIONS) {
            throw new InvalidInput("/versions", "Must be an array of at most %d items.".formatted(MOST_VERSIONS));
        }
        return new Worker.Serves(new ParticipantName(Requests.required(provider, "name")), versions);
    }

    /** Methods that this broker does not know are none of its business: a worker may be newer. */
    private static List<String> methods(ObjectNode body) {
        var methods = Requests.texts(body, "methods").stream().distinct().toList();
        if (methods.size() > MOST_METHODS) {
            throw new InvalidInput("/methods", "Must be an array of at most %d items.".formatted(MOST_METHODS));
        }
        for (var method : methods) {
            if (!METHOD.matcher(method).matches()) {
                throw new InvalidInput("/methods", "'%s' is no method: 'replay' is one.".formatted(method));
            }
        }
        return methods.isEmpty() ? List.of("replay") : methods;
    }

    private static int waitSeconds(ObjectNode body) {
        var seconds = body.path("waitSeconds");
        if (seconds.isMissingNode() || seconds.isNull()) {
            return 0;
        }
        if (!seconds.isIntegralNumber()
                || !seconds.canConvertToInt()
                || seconds.intValue() < 0
                || seconds.intValue() > LONGEST_WAIT_SECONDS) {
            throw new InvalidInput(
                    "/waitSeconds", "Must be a whole number from 0 to %d.".formatted(LONGEST_WAIT_SECONDS));
        }
        return seconds.intValue();
    }

    private static <T> List<T> items(ObjectNode body, String member, int most, Function<JsonNode, T> read) {
        var array = body.path(member);
        if (array.isMissingNode() || array.isNull()) {
            return List.of();
        }
        if (!array.isArray() || array.size() > most) {
            throw new InvalidInput("/" + member, "Must be an array of at most %d items.".formatted(most));
        }
        var items = new ArrayList<T>();
        for (var item : array) {
            items.add(at("/%s/%d".formatted(member, items.size()), () -> read.apply(item)));
        }
        return items;
    }

    private interface Reading<T> {
        T read();
    }

    /** What is refused is refused by its whole place. */
    private static <T> T at(String parent, Reading<T> reading) {
        try {
            return reading.read();
        } catch (InvalidInput invalid) {
            var detail = invalid.details().getFirst();
            var place = detail.pointer();
            throw new InvalidInput(place.startsWith("/") ? parent + place : parent, detail.detail());
        }
    }

    private static UUID uuid(@Nullable String text, String place) {
        if (text != null) {
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException notAUuid) {
                throw invalidUuid(place);
            }
        }
        throw invalidUuid(place);
    }

    private static InvalidInput invalidUuid(String place) {
        return new InvalidInput(place, "Must be a uuid.");
    }

    private static UUID token(ObjectNode body) {
        return uuid(Requests.text(body, "token"), "/token");
    }

    private void heartbeat(Tx tx, Context ctx) {
        var until = jobs.heartbeat(tx, id(ctx), token(Requests.object(ctx)));
        Answers.json(ctx, 200, JsonNodeFactory.instance.objectNode().put("until", until.toString()));
    }

    private void result(Tx tx, Context ctx) {
        var body = Requests.object(ctx);
        var results = results(body);
        var result = new Result(
                token(body),
                Requests.flag(body, "success")
                        .orElseThrow(() -> new InvalidInput("/success", "Is missing: say true or false.")),
                results.map(VerificationJobRoutes::kept).orElse(null),
                results.map(it -> it.get("verifiedBy"))
                        .filter(ObjectNode.class::isInstance)
                        .map(ObjectNode.class::cast)
                        .orElse(null),
                Requests.url(body, "buildUrl"),
                Requests.text(body, "log"));
        var verification = jobs.result(tx, id(ctx), result, Links.of(ctx).base());
        if (verification.isPresent()) {
            Answers.json(ctx, 201, VerificationJson.of(verification.get()));
        } else {
            answer(tx, ctx, jobs.get(tx, id(ctx)));
        }
    }

    private static Optional<ObjectNode> results(ObjectNode body) {
        var results = body.path("results");
        if (results.isMissingNode() || results.isNull()) {
            return Optional.empty();
        }
        if (!(results instanceof ObjectNode object)) {
            throw new InvalidInput("/results", "Must be an object with 'testResults'.");
        }
        return Optional.of(object);
    }

    /** As a Pact client publishes them: its tests are what the Pact API shows again, so they are kept without what is around them. */
    private static String kept(ObjectNode results) {
        return new String(
                Json.write(results.has("testResults") ? results.get("testResults") : results), StandardCharsets.UTF_8);
    }

    private void failure(Tx tx, Context ctx) {
        var body = Requests.object(ctx);
        var failure = new Failure(
                token(body),
                Requests.oneLine("/cause", Requests.required(body, "cause")),
                Requests.flag(body, "retry").orElse(true),
                Requests.text(body, "log"));
        answer(tx, ctx, jobs.fail(tx, id(ctx), failure));
    }

    private void build(Tx tx, Context ctx) {
        var body = Requests.object(ctx);
        var url = Requests.url(body, "url");
        var number = Requests.line(body, "number");
        var build = url == null ? number : url;
        if (build == null || build.isBlank()) {
            throw new InvalidInput("/url", "Is missing: give the URL of the build, or its 'number'.");
        }
        answer(tx, ctx, jobs.buildBegan(tx, id(ctx), build));
    }

    private void answer(Tx tx, Context ctx, VerificationJob job) {
        Answers.json(ctx, 200, VerificationJobJson.of(job, jobs.alive(tx), Links.of(ctx)));
    }

    private void get(Tx tx, Context ctx) {
        var job = jobs.get(tx, id(ctx));
        var json = VerificationJobJson.of(job, jobs.alive(tx), Links.of(ctx));
        jobs.log(tx, job.id()).ifPresent(log -> json.put("log", log));
        Answers.json(ctx, 200, json);
    }

    private void list(Tx tx, Context ctx) {
        var page = Page.of(ctx, 2);
        var filter = new Filter(
                Requests.query(ctx, "state")
                        .map(JobState::of)
                        .map(JobState::word)
                        .orElse(null),
                provider(tx, ctx).orElse(null),
                Requests.query(ctx, "method").orElse(null),
                page.time(0),
                page.uuid(1),
                page.fetch());
        var alive = jobs.alive(tx);
        var links = Links.of(ctx);
        page.answer(
                ctx,
                jobs.page(tx, filter),
                job -> VerificationJobJson.of(job, alive, links),
                job -> List.of(job.createdAt().toString(), job.id().toString()));
    }

    private Optional<Long> provider(Tx tx, Context ctx) {
        return Requests.query(ctx, "provider")
                .map(name -> participants.get(tx, new ParticipantName(name)).id());
    }

    private void workers(Tx tx, Context ctx) {
        var json = JsonNodeFactory.instance.objectNode();
        var items = json.putArray("items");
        jobs.workers(tx).forEach(worker -> items.add(VerificationJobJson.of(worker)));
        Answers.json(ctx, 200, json);
    }
}
