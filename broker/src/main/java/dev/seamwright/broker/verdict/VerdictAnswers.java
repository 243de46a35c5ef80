package dev.seamwright.broker.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.environment.EnvironmentService;
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
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Answers to questions as our API takes them: can I deploy, can I merge. */
public final class VerdictAnswers {
    private static final int MOST = 100;
    private static final int MOST_ENVIRONMENTS = 20;

    private final ParticipantService participants;
    private final EnvironmentService environments;
    private final VerdictService verdicts;
    private final Work work;

    public VerdictAnswers(
            ParticipantService participants, EnvironmentService environments, VerdictService verdicts, Work work) {
        this.work = work;
        this.participants = participants;
        this.environments = environments;
        this.verdicts = verdicts;
    }

    /** Whether versions can go to a target. */
    public ObjectNode canIDeploy(Tx tx, ObjectNode body) {
        return answer(tx, body, List.of(VerdictQuestions.target(body)));
    }

    /** Whether versions fit the main branches, and environments if there are some. */
    public ObjectNode canIMerge(Tx tx, ObjectNode body) {
        var targets = new LinkedHashSet<Destination>();
        targets.add(new Destination.MainBranch());
        targets.addAll(VerdictQuestions.list(body, "environments", MOST_ENVIRONMENTS, (name, place) -> {
            if (!name.isTextual()) {
                throw new InvalidInput(place, "Must be a string: the name of an environment.");
            }
            return new Destination.Environment(new EnvironmentName(name.textValue()));
        }));
        return answer(tx, body, List.copyOf(targets));
    }

    private ObjectNode answer(Tx tx, ObjectNode body, List<Destination> targets) {
        var selectors = VerdictQuestions.list(body, "versions", MOST, VerdictAnswers::selector);
        if (selectors.isEmpty()) {
            throw new InvalidInput("/versions", "Is missing: name at least one version.");
        }
        var ignore = VerdictQuestions.list(body, "ignore", MOST, VerdictQuestions::ignore);
        check(tx, selectors, targets);
        var answers = targets.stream()
                .map(target -> verdicts.answer(tx, question(selectors, target, ignore)))
                .toList();
        return VerdictJson.of(answers, Witnesses.of(tx, answers), work.of(tx, Verdict.unknown(answers)));
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

    private static Selector selector(JsonNode item, String place) {
        var participant = new ParticipantName(VerdictQuestions.required(item, "participant", place));
        var given = new ArrayList<Which>();
        if (item.hasNonNull("version")) {
            given.add(new Which.OfNumber(new VersionNumber(VerdictQuestions.required(item, "version", place))));
        }
        if (item.hasNonNull("branch")) {
            given.add(new Which.OnBranch(new BranchName(VerdictQuestions.required(item, "branch", place)), true));
        }
        if (item.hasNonNull("tag")) {
            given.add(new Which.Tagged(new TagName(VerdictQuestions.required(item, "tag", place)), true));
        }
        if (given.size() != 1) {
            throw new InvalidInput(place, "Must have exactly one of version, branch and tag.");
        }
        return new Selector(participant, given.getFirst());
    }
}
