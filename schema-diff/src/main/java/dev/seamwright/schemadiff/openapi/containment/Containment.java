package dev.seamwright.schemadiff.openapi.containment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.openapi.Schema;
import dev.seamwright.schemadiff.Direction;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Answers whether the values of one schema are values of another. It remembers what it has found, so all questions about two documents are
 * put to one; its budget is for all of them. Not for several threads at once.
 */
public final class Containment {
    private static final long STACK_BYTES = 512L * 1024 * 1024;

    private static final int MAX_VALUE_DEPTH = 480;

    /** Values of more levels are neither read gladly by people nor by every validator. */
    private static final int SHALLOW = 8;

    private static final String TOO_DEEP = "the smallest value that was found nests too deeply to show";

    private final Terms terms = new Terms(Schema.anything());
    private final Meter meter;
    private final Map<Question, Answer> answers = new HashMap<>();

    /** Whose value was looked at for a smaller one. */
    private final Set<Question> shown = new HashSet<>();

    private final Map<Direction, Search> searches = new EnumMap<>(Direction.class);
    private final Map<Direction, Validator> validators = new EnumMap<>(Direction.class);

    private record Question(int inner, int outer, Direction direction) {}

    public Containment() {
        this(Budget.DEFAULT, Undeclared.ANYTHING);
    }

    public Containment(Budget budget, Undeclared undeclared) {
        this.meter = new Meter(budget);
        for (var direction : Direction.values()) {
            var reading = new Reading(direction);
            searches.put(direction, new Search(terms, reading, meter, undeclared));
            validators.put(direction, new Validator(reading));
        }
    }

    /**
     * Whether every value of {@code inner} is a value of {@code outer}, where it travels in that direction.
     *
     * <p>A change is safe for requests if {@code of(before, after, REQUEST)} is, and for responses if {@code of(after, before, RESPONSE)} is.
     */
    public Answer of(Schema inner, Schema outer, Direction direction) {
        var answer = smaller(inner, outer, direction, find(inner, outer, direction));
        if (answer instanceof Answer.NotContained(var value)
                && !(confirmed(inner, value, true, direction) && confirmed(outer, value, false, direction))) {
            return new Answer.Undecided("%s was found, and a second validator does not agree".formatted(shown(value)));
        }
        return answer;
    }

    /** As {@link #of}, where the value is shown to nobody: no second validator is asked. */
    public Answer find(Schema inner, Schema outer, Direction direction) {
        var in = terms.schema(inner);
        var out = terms.schema(outer);
        if (in == out || in == Terms.NOTHING || out == Terms.ANYTHING) {
            return new Answer.Contained();
        }
        var question = new Question(in, out, direction);
        var known = answers.get(question);
        if (known == null) {
            known = answer(in, out, direction);
            answers.put(question, known);
        }
        return known;
    }

    private Answer answer(int in, int out, Direction direction) {
        var literals = List.of(in, Terms.not(out));
        var found = solve(literals, direction);
        return answer(isUnusable(found) ? shallower(literals, direction).orElse(found) : found);
    }

    private static Answer answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Empty empty -> new Answer.Contained();
            case Outcome.Unknown(var reason) -> new Answer.Undecided(reason);
            case Outcome.Found(var value, var size) ->
                isDeep(value) ? new Answer.Undecided(TOO_DEEP) : new Answer.NotContained(value);
        };
    }

    /** The answer with a value that nests less, where that is found soon. */
    private Answer smaller(Schema inner, Schema outer, Direction direction, Answer known) {
        if (!(known instanceof Answer.NotContained(var value)) || !isDeeper(value, SHALLOW)) {
            return known;
        }
        var question = new Question(terms.schema(inner), terms.schema(outer), direction);
        if (!shown.add(question)) {
            return known;
        }
        var literals = List.of(question.inner(), Terms.not(question.outer()));
        var better = shallower(literals, direction).map(Containment::answer).orElse(known);
        answers.put(question, better);
        return better;
    }

    /** Whether some value belongs to all of these schemas. */
    public Overlap overlap(Collection<Schema> schemas, Direction direction) {
        var literals = schemas.stream().map(terms::schema).toList();
        var found = solve(literals, direction);
        return switch (isUnwieldy(found) ? shallower(literals, direction).orElse(found) : found) {
            case Outcome.Empty empty -> new Overlap.Disjoint();
            case Outcome.Unknown(var reason) -> new Overlap.Undecided(reason);
            case Outcome.Found(var value, var size) when isDeep(value) -> new Overlap.Undecided(TOO_DEEP);
            case Outcome.Found(var value, var size) ->
                schemas.stream().allMatch(schema -> confirmed(schema, value, true, direction))
                        ? new Overlap.Common(value)
                        : new Overlap.Undecided(
                                "%s was found, and a second validator does not agree".formatted(shown(value)));
        };
    }

    /** Whether two schemas say the same in the same way, in whichever documents they stand. No work is done to find out more. */
    public boolean sameText(Schema a, Schema b) {
        return terms.schema(a) == terms.schema(b);
    }

    /** How many pairs of schemas, and larger sets of them, have been looked at. */
    public long pairs() {
        return meter.pairs();
    }

    private static boolean isDeep(JsonNode value) {
        return isDeeper(value, MAX_VALUE_DEPTH);
    }

    private static boolean isDeeper(JsonNode value, int most) {
        var level = List.of(value);
        for (var depth = 0; !level.isEmpty(); depth++) {
            if (depth > most) {
                return true;
            }
            level = level.stream()
                    .filter(JsonNode::isContainerNode)
                    .flatMap(JsonNode::valueStream)
                    .toList();
        }
        return false;
    }

    private boolean confirmed(Schema schema, JsonNode value, boolean expected, Direction direction) {
        return validator(direction)
                .allows(schema, value)
                .filter(allowed -> allowed == expected)
                .isPresent();
    }

    private Validator validator(Direction direction) {
        return Objects.requireNonNull(validators.get(direction));
    }

    private static String shown(JsonNode value) {
        var text = value.toString();
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }

    private static boolean isUnusable(Outcome outcome) {
        return outcome instanceof Outcome.Found(var value, var size)
                ? isDeep(value)
                : outcome.equals(Outcome.TOO_LARGE);
    }

    private static boolean isUnwieldy(Outcome outcome) {
        return outcome instanceof Outcome.Found(var value, var size)
                ? isDeeper(value, SHALLOW)
                : outcome.equals(Outcome.TOO_LARGE);
    }

    private Outcome solve(List<Integer> literals, Direction direction) {
        meter.question();
        return first(Objects.requireNonNull(searches.get(direction)), literals);
    }

    private static Outcome first(Search search, List<Integer> literals) {
        try {
            return search.solve(literals, false);
        } catch (Search.TooDeep e) {
            return deep(search, () -> search.solve(literals, true));
        }
    }

    /** The first value that was met may nest deeply where another one does not: fewer levels are tried first. */
    private Optional<Outcome> shallower(List<Integer> literals, Direction direction) {
        var search = Objects.requireNonNull(searches.get(direction));
        meter.aside();
        var found = deep(search, () -> {
            Outcome outcome = Outcome.TOO_LARGE;
            for (var levels = SHALLOW; levels < MAX_VALUE_DEPTH && !(outcome instanceof Outcome.Found); levels *= 2) {
                outcome = search.shallow(literals, levels);
            }
            return outcome;
        });
        return Optional.of(found).filter(Outcome.Found.class::isInstance);
    }

    /** Schemas that nest deeply need a deep stack. */
    private static Outcome deep(Search search, Supplier<Outcome> question) {
        var outcome = new AtomicReference<Outcome>(new Outcome.Unknown("the search was interrupted"));
        var thread = new Thread(null, () -> outcome.set(question.get()), "containment", STACK_BYTES);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            search.stop();
            Thread.currentThread().interrupt();
        }
        return outcome.get();
    }
}
