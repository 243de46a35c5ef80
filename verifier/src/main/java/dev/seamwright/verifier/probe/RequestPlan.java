package dev.seamwright.verifier.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.contracts.openapi.MediaType;
import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.contracts.openapi.Operation;
import dev.seamwright.contracts.openapi.Parameter;
import dev.seamwright.contracts.openapi.Parameter.In;
import dev.seamwright.contracts.openapi.Schema;
import dev.seamwright.verifier.comparison.WireCheck;
import dev.seamwright.verifier.replay.ProviderHttp.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The requests that an operation is asked with: the plainest one, one with all that it may have, then one change at a time, to what is still
 * allowed and to what is not.
 */
final class RequestPlan {
    private static final Pattern SENDABLE = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?");

    /** What servers and what stands before them read in ways of their own. */
    private static final Pattern UNSAFE_IN_PATHS = Pattern.compile("[/\\\\;%\\p{Cntrl}]");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
    private static final String IN_PATHS = "/!$&'()*+,;=:@{}%";
    private static final String UNKNOWN_TYPE = "application/x-seamwright-unknown";
    private static final List<String> NOT_PARAMETERS = List.of("accept", "content-type", "authorization");

    private final Operation operation;
    private final Map<String, String> given;
    private final Samples samples;
    private final Random random;
    private final Map<Parameter, List<Wired>> parameters = new LinkedHashMap<>();
    private @Nullable Body body;

    /** The bodies of a format, the plain one first. */
    private record Body(String type, boolean required, List<Sample> samples) {}

    /** What a request is made of; a parameter without a value is left out. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Draft(
            Map<Parameter, Wired> values, @Nullable String type, byte @Nullable [] body) {
        Draft with(Parameter parameter, @Nullable Wired value) {
            var changed = new LinkedHashMap<>(values);
            if (value == null) {
                changed.remove(parameter);
            } else {
                changed.put(parameter, value);
            }
            return new Draft(changed, type, body);
        }

        Draft withBody(@Nullable String otherType, byte @Nullable [] otherBody) {
            return new Draft(values, otherType, otherBody);
        }
    }

    /** What an operation is not asked for. */
    static final class NotPossible extends Exception {
        private static final long serialVersionUID = 1L;

        NotPossible(String message) {
            super(message);
        }
    }

    /** @param given values of parameters by name, in place of those that are made up */
    RequestPlan(Operation operation, Map<String, String> given, Random random) {
        this.operation = operation;
        this.given = Map.copyOf(given);
        this.random = random;
        this.samples = new Samples(random);
    }

    /**
     * The plain requests first, the others in an order that chance decides.
     *
     * @throws NotPossible when none can be made; the message says why, and what helps
     * @throws InvalidInput when a value that is given is none that the document allows
     */
    List<ProbeRequest> requests() throws NotPossible {
        for (var parameter : operation.parameters()) {
            var isDescribed = parameter.in() == In.HEADER
                    && NOT_PARAMETERS.contains(parameter.name().toLowerCase(Locale.ROOT));
            if (!isDescribed) {
                parameters.put(parameter, values(parameter));
            }
        }
        var unknown = PLACEHOLDER
                .matcher(operation.path())
                .results()
                .map(found -> found.group(1))
                .filter(name -> parameters.keySet().stream()
                        .noneMatch(
                                known -> known.in() == In.PATH && known.name().equals(name)))
                .toList();
        if (!unknown.isEmpty()) {
            throw new NotPossible("its path has parameters that are not described: " + String.join(", ", unknown));
        }
        body = body();
        var least = new Draft(firsts(true), null, null);
        var most = new Draft(firsts(false), null, null);
        if (body != null) {
            var plain = Json.write(body.samples().getFirst().value());
            most = most.withBody(body.type(), plain);
            least = body.required() ? least.withBody(body.type(), plain) : least;
        }
        var requests = new ArrayList<ProbeRequest>();
        requests.add(request(most, Sample.Kind.VALID, ""));
        if (!same(most, least)) {
            requests.add(request(least, Sample.Kind.VALID, "only what is required"));
        }
        var changed = new ArrayList<ProbeRequest>();
        changeParameters(least, changed);
        changeBody(least, changed);
        Collections.shuffle(changed, random);
        requests.addAll(changed);
        return requests;
    }

    private static boolean same(Draft one, Draft other) {
        return one.values().keySet().equals(other.values().keySet()) && (one.body() == null) == (other.body() == null);
    }

    private Map<Parameter, Wired> firsts(boolean onlyRequired) {
        var firsts = new LinkedHashMap<Parameter, Wired>();
        parameters.forEach((parameter, values) -> {
            if (!onlyRequired || parameter.required() || given.containsKey(parameter.name())) {
                values.stream()
                        .filter(value -> value.kind() != Sample.Kind.WRONG)
                        .findFirst()
                        .ifPresent(value -> firsts.put(parameter, value));
            }
        });
        return firsts;
    }

    private void changeParameters(Draft least, List<ProbeRequest> changed) {
        parameters.forEach((parameter, values) -> {
            var words = words(parameter);
            var plain = least.values().get(parameter);
            for (var value : values) {
                if (!value.equals(plain)
                        && !(value.kind() == Sample.Kind.VALID && value.what().isEmpty() && plain != null)) {
                    changed.add(request(
                            least.with(parameter, value),
                            value.kind() == Sample.Kind.VALID ? Sample.Kind.BOUNDARY : value.kind(),
                            "%s: %s".formatted(words, value.what().isEmpty() ? "is there" : value.what())));
                }
            }
            if (parameter.required() && parameter.in() != In.PATH) {
                changed.add(request(least.with(parameter, null), Sample.Kind.WRONG, words + " is missing"));
            }
        });
    }

    private void changeBody(Draft least, List<ProbeRequest> changed) {
        if (body == null) {
            return;
        }
        var type = body.type();
        var plain = body.samples().getFirst();
        for (var sample : body.samples()) {
            if (!sample.equals(plain)) {
                changed.add(request(
                        least.withBody(type, Json.write(sample.value())),
                        sample.kind() == Sample.Kind.VALID ? Sample.Kind.BOUNDARY : sample.kind(),
                        "body: " + (sample.what().isEmpty() ? "is another one" : sample.what())));
            }
        }
        changed.add(request(
                least.withBody(type, "{\"seamwright\":".getBytes(StandardCharsets.UTF_8)),
                Sample.Kind.WRONG,
                "body: is no JSON"));
        if (body.required()) {
            changed.add(request(least.withBody(null, null), Sample.Kind.WRONG, "the body is missing"));
        }
        var ranges = operation
                .requestBody()
                .map(described -> described.content().keySet())
                .orElseThrow();
        if (WireCheck.range(UNKNOWN_TYPE, ranges).isEmpty()) {
            changed.add(request(
                    least.withBody(UNKNOWN_TYPE, Json.write(plain.value())),
                    Sample.Kind.WRONG,
                    "the body has a media type that the document does not take"));
        }
    }

    private static String words(Parameter parameter) {
        return "%s parameter %s".formatted(parameter.in().name().toLowerCase(Locale.ROOT), parameter.name());
    }

    private List<Wired> values(Parameter parameter) throws NotPossible {
        var schema = parameter
                .schema()
                .or(() -> parameter.content().values().stream().findFirst().flatMap(MediaType::schema))
                .orElseGet(Schema::anything);
        var values = new ArrayList<Wired>();
        var fixed = given.get(parameter.name());
        if (fixed != null) {
            values.add(given(parameter, fixed));
        }
        for (var sample : withReadable(parameter, schema)) {
            Wired.of(parameter, sample)
                    .filter(wired -> isSendable(parameter, wired))
                    .filter(wired -> agrees(parameter, wired))
                    .ifPresent(values::add);
        }
        if (parameter.required() && values.stream().allMatch(value -> value.kind() == Sample.Kind.WRONG)) {
            throw new NotPossible("no value is found for the %s; give one with --value %s=…"
                    .formatted(words(parameter), parameter.name()));
        }
        return values;
    }

    /** What a path holds is best a word: the smallest value of a text is an empty one, which is no part of a path. */
    private List<Sample> withReadable(Parameter parameter, Schema schema) {
        var all = new ArrayList<Sample>();
        var examples = examples(parameter.node(), parameter.schema());
        if (examples.isEmpty()) {
            var word = JsonNodeFactory.instance.objectNode().put("pattern", "^[A-Za-z0-9_-]{1,40}$");
            word.putArray("type").add("string").add("number").add("boolean");
            samples.value(schema, word).ifPresent(value -> all.add(new Sample(value, Sample.Kind.VALID, "")));
        }
        all.addAll(samples.of(schema, examples));
        return all;
    }

    private static Wired given(Parameter parameter, String text) {
        var sample = new Sample(TextNode.valueOf(text), Sample.Kind.VALID, "");
        var wired = Wired.of(parameter, sample).orElseThrow();
        refusal(parameter, wired).ifPresent(why -> {
            throw new InvalidInput(
                    "--value " + parameter.name(),
                    "is none that the document allows for the %s: %s".formatted(words(parameter), why));
        });
        return wired;
    }

    private static Optional<String> refusal(Parameter parameter, Wired wired) {
        return parameter.in() == In.QUERY
                ? WireCheck.refusal(parameter, wired.query())
                : WireCheck.refusal(parameter, wired.text());
    }

    /** Whether the text means what the value did: 7 as a text is a text, too. */
    private static boolean agrees(Parameter parameter, Wired wired) {
        return refusal(parameter, wired).isPresent() == (wired.kind() == Sample.Kind.WRONG);
    }

    private static boolean isSendable(Parameter parameter, Wired wired) {
        var text = wired.text();
        return switch (parameter.in()) {
            case PATH ->
                !text.isEmpty()
                        && !text.equals(".")
                        && !text.equals("..")
                        && !UNSAFE_IN_PATHS.matcher(text).find();
            case HEADER -> SENDABLE.matcher(text).matches();
            case COOKIE -> SENDABLE.matcher(text).matches() && !text.contains(";") && !text.contains(",");
            case QUERY ->
                wired.pairs().stream().noneMatch(pair -> pair.value().isEmpty() && parameter.allowEmptyValue());
            case QUERYSTRING -> false;
        };
    }

    /** The examples of a parameter or a media type, and those of its schema. */
    static List<JsonNode> examples(Node node, Optional<Schema> schema) {
        var examples = new ArrayList<JsonNode>();
        node.get("example").map(Node::toJson).ifPresent(examples::add);
        node.get("examples")
                .ifPresent(named -> named.members()
                        .forEach(example ->
                                example.get("value").map(Node::toJson).ifPresent(examples::add)));
        schema.ifPresent(described -> {
            var at = described;
            for (var hops = 0; hops < 20 && at.reference().isPresent(); hops++) {
                at = at.reference().get();
            }
            at.node().get("example").map(Node::toJson).ifPresent(examples::add);
            at.node().get("examples").ifPresent(list -> list.items().forEach(item -> examples.add(item.toJson())));
            at.defaultValue().map(Node::toJson).ifPresent(examples::add);
        });
        return examples;
    }

    private @Nullable Body body() throws NotPossible {
        var described = operation.requestBody();
        if (described.isEmpty() || described.get().content().isEmpty()) {
            return null;
        }
        for (var entry : described.get().content().entrySet()) {
            var type = entry.getKey().equals("*/*") || entry.getKey().equals("application/*")
                    ? "application/json"
                    : entry.getKey();
            if (WireCheck.isJson(type)) {
                var schema = entry.getValue().schema().orElseGet(Schema::anything);
                var bodies = samples.of(
                        schema,
                        examples(entry.getValue().node(), entry.getValue().schema()));
                if (bodies.isEmpty()) {
                    throw new NotPossible("no body is found that its schema allows; give the media type an example");
                }
                return new Body(type, described.get().required(), bodies);
            }
        }
        if (described.get().required()) {
            throw new NotPossible("its body is %s, and only bodies of JSON are made"
                    .formatted(String.join(", ", described.get().content().keySet())));
        }
        return null;
    }

    private ProbeRequest request(Draft draft, Sample.Kind kind, String what) {
        var path = Wired.encoded(operation.path(), IN_PATHS);
        var query = new ArrayList<String>();
        var headers = new ArrayList<Header>();
        var cookies = new ArrayList<String>();
        var isMadeUp = false;
        for (var entry : draft.values().entrySet()) {
            var parameter = entry.getKey();
            var wired = entry.getValue();
            switch (parameter.in()) {
                case PATH -> {
                    path = path.replace("{" + Wired.encoded(parameter.name(), IN_PATHS) + "}", wired.raw());
                    isMadeUp |= !given.containsKey(parameter.name())
                            && examples(parameter.node(), parameter.schema()).isEmpty();
                }
                case QUERY -> query.add(wired.raw());
                case HEADER -> headers.add(new Header(parameter.name(), wired.raw()));
                case COOKIE -> cookies.add(parameter.name() + "=" + wired.raw());
                case QUERYSTRING -> {
                    // nothing is made of it
                }
            }
        }
        if (!cookies.isEmpty()) {
            headers.add(new Header("Cookie", String.join("; ", cookies)));
        }
        if (draft.type() != null) {
            headers.add(new Header("Content-Type", draft.type()));
        }
        headers.add(new Header("Accept", accepted()));
        var target = query.isEmpty() ? path : path + "?" + String.join("&", query);
        return new ProbeRequest(operation, kind, what, target, headers, draft.body(), isMadeUp);
    }

    private String accepted() {
        var types = new LinkedHashSet<String>();
        operation
                .responses()
                .values()
                .forEach(response -> types.addAll(response.content().keySet()));
        types.addAll(WireCheck.typesOfTwo(operation, "produces"));
        return types.isEmpty() ? "*/*" : types.stream().limit(10).collect(Collectors.joining(", "));
    }

    /** Values of parameters by name, as people give them: {@code orderId=7}. */
    static Map<String, String> given(List<String> texts) {
        var given = new HashMap<String, String>();
        for (var text : texts) {
            var equals = text.indexOf('=');
            if (equals < 1) {
                throw new InvalidInput("--value", "'%s' names no parameter; write NAME=VALUE".formatted(text));
            }
            given.put(text.substring(0, equals), text.substring(equals + 1));
        }
        return given;
    }
}
