package dev.seamwright.broker.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.environment.EnvironmentService;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.matrix.Destination;
import dev.seamwright.broker.matrix.MatrixQuery;
import dev.seamwright.broker.matrix.MatrixQuery.Ignore;
import dev.seamwright.broker.matrix.MatrixQuery.LatestBy;
import dev.seamwright.broker.matrix.Selector;
import dev.seamwright.broker.matrix.Selector.Which;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.TagName;
import dev.seamwright.contracts.VersionNumber;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** Our API's verdicts: can I deploy, can I merge. */
public final class VerdictApiRoutes {
    private static final int MOST = 100;
    private static final int MOST_ENVIRONMENTS = 20;

    private final ParticipantService participants;
    private final EnvironmentService environments;
    private final VerdictService verdicts;

    public VerdictApiRoutes(ParticipantService participants, EnvironmentService environments, VerdictService verdicts) {
        this.participants = participants;
        this.environments = environments;
        this.verdicts = verdicts;
    }

    public void register(Api api) {
        api.ask("/api/v1/verdicts/can-i-deploy", this::canIDeploy);
        api.ask("/api/v1/verdicts/can-i-merge", this::canIMerge);
    }

    private void canIDeploy(Tx tx, Context ctx) {
        var body = Requests.object(ctx);
        answer(tx, ctx, body, List.of(target(body)));
    }

    private void canIMerge(Tx tx, Context ctx) {
        var body = Requests.object(ctx);
        var targets = new LinkedHashSet<Destination>();
        targets.add(new Destination.MainBranch());
        targets.addAll(list(body, "environments", MOST_ENVIRONMENTS, (name, place) -> {
            if (!name.isTextual()) {
                throw new InvalidInput(place, "Must be a string: the name of an environment.");
            }
            return new Destination.Environment(new EnvironmentName(name.textValue()));
        }));
        answer(tx, ctx, body, List.copyOf(targets));
    }

    private void answer(Tx tx, Context ctx, ObjectNode body, List<Destination> targets) {
        var selectors = list(body, "versions", MOST, VerdictApiRoutes::selector);
        if (selectors.isEmpty()) {
            throw new InvalidInput("/versions", "Is missing: name at least one version.");
        }
        var ignore = list(body, "ignore", MOST, VerdictApiRoutes::ignore);
        check(tx, selectors, targets);
        var answers = targets.stream()
                .map(target -> verdicts.answer(tx, question(selectors, target, ignore)))
                .toList();
        Answers.json(ctx, 200, VerdictJson.of(answers));
    }

    private static MatrixQuery question(List<Selector> selectors, Destination target, List<Ignore> ignore) {
        // no limit applies: none of the selectors means every version
        return new MatrixQuery(
                selectors, target, LatestBy.CONSUMER_VERSION_AND_PROVIDER_VERSION, Set.of(), ignore, Integer.MAX_VALUE);
    }

    private void check(Tx tx, List<Selector> selectors, List<Destination> targets) {
        var names = new LinkedHashSet<ParticipantName>();
        selectors.forEach(selector -> names.add(selector.participant()));
        names.removeAll(participants.findAll(tx, names).keySet());
        if (!names.isEmpty()) {
            throw new NotFound("There is no participant '%s': correct the name, or publish a version of it."
                    .formatted(names.getFirst().value()));
        }
        var known = Set.copyOf(environments.names(tx).values());
        for (var target : targets) {
            if (target instanceof Destination.Environment environment && !known.contains(environment.name())) {
                throw new NotFound("There is no environment '%s': correct the name, or create it."
                        .formatted(environment.name().value()));
            }
        }
    }

    private static Destination target(ObjectNode body) {
        if (!(body.get("target") instanceof ObjectNode target)) {
            throw new InvalidInput("/target", "Must be an object with a type.");
        }
        return switch (required(target, "type", "/target")) {
            case "environment" ->
                new Destination.Environment(new EnvironmentName(required(target, "environment", "/target")));
            case "branch" -> new Destination.Branch(new BranchName(required(target, "branch", "/target")));
            case "tag" -> new Destination.Tag(new TagName(required(target, "tag", "/target")));
            case "main-branch" -> new Destination.MainBranch();
            case "latest" -> new Destination.Latest();
            default ->
                throw new InvalidInput("/target/type", "Must be environment, branch, tag, main-branch or latest.");
        };
    }

    private static Selector selector(JsonNode item, String place) {
        var participant = new ParticipantName(required(item, "participant", place));
        var given = new ArrayList<Which>();
        if (item.hasNonNull("version")) {
            given.add(new Which.OfNumber(new VersionNumber(required(item, "version", place))));
        }
        if (item.hasNonNull("branch")) {
            given.add(new Which.OnBranch(new BranchName(required(item, "branch", place)), true));
        }
        if (item.hasNonNull("tag")) {
            given.add(new Which.Tagged(new TagName(required(item, "tag", place)), true));
        }
        if (given.size() != 1) {
            throw new InvalidInput(place, "Must have exactly one of version, branch and tag.");
        }
        return new Selector(participant, given.getFirst());
    }

    private static Ignore ignore(JsonNode item, String place) {
        return new Ignore(
                new ParticipantName(required(item, "participant", place)),
                item.hasNonNull("version") ? new VersionNumber(required(item, "version", place)) : null);
    }

    private static String required(JsonNode object, String member, String place) {
        var value = object.path(member);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw new InvalidInput(place + "/" + member, "Must be a string that is not blank.");
        }
        return value.textValue();
    }

    /** The items of a member that must be an array; none when it is absent or null. */
    private static <T> List<T> list(ObjectNode body, String member, int most, BiFunction<JsonNode, String, T> read) {
        if (!body.hasNonNull(member)) {
            return List.of();
        }
        if (!(body.get(member) instanceof ArrayNode array) || array.size() > most) {
            throw new InvalidInput("/" + member, "Must be an array of at most %d items.".formatted(most));
        }
        var items = new ArrayList<T>();
        for (var i = 0; i < array.size(); i++) {
            items.add(read.apply(array.get(i), "/%s/%d".formatted(member, i)));
        }
        return items;
    }
}
