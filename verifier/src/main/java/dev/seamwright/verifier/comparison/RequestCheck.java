package dev.seamwright.verifier.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.contracts.openapi.MediaType;
import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.contracts.openapi.Operation;
import dev.seamwright.contracts.openapi.Parameter;
import dev.seamwright.contracts.openapi.Parameter.In;
import dev.seamwright.contracts.openapi.RequestBody;
import dev.seamwright.contracts.openapi.Schema;
import dev.seamwright.schemadiff.Direction;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.openapi.containment.Answer;
import dev.seamwright.schemadiff.openapi.containment.Containment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether what a consumer asks is accepted. */
final class RequestCheck {
    /** Headers that OpenAPI 3 describes elsewhere (3.1 §4.8.12.2); 2.0 describes them as parameters. */
    private static final Set<String> NOT_DESCRIBED_AS_PARAMETERS = Set.of("accept", "content-type", "authorization");

    private final Credentials credentials;
    private final Containment containment;

    /** Something that is refused, and who says so. */
    record Refusal(Node node, String message) {}

    RequestCheck(Credentials credentials, Containment containment) {
        this.credentials = credentials;
        this.containment = containment;
    }

    /** What the path has that its parameters do not allow. */
    static List<Refusal> path(Routes.Match match) {
        var refusals = new ArrayList<Refusal>();
        for (var parameter : match.operation().parameters()) {
            var text = match.parameters().get(parameter.name());
            if (parameter.in() == In.PATH
                    && text != null
                    && !parameter.content().isEmpty()) {
                content(parameter, text).ifPresent(refusals::addAll);
            } else if (parameter.in() == In.PATH && text != null) {
                refused(parameter, Wire.readings(parameter, text, schema(parameter)))
                        .ifPresent(refusals::add);
            }
        }
        return refusals;
    }

    /** Tells what of a path is in a format that is not read. */
    static void pathNotCompared(Exchange exchange, Routes.Match match, Report report) {
        for (var parameter : match.operation().parameters()) {
            var text = match.parameters().get(parameter.name());
            if (parameter.in() == In.PATH
                    && text != null
                    && !parameter.content().isEmpty()
                    && content(parameter, text).isEmpty()) {
                notCompared(parameter, exchange.request().pointer() + "/path", report);
            }
        }
    }

    /** @param meantToSucceed false if the consumer expects a refusal, which may be the very point of what it sends */
    void check(Exchange exchange, Operation operation, boolean meantToSucceed, Report report) {
        accept(exchange, operation, report);
        if (!meantToSucceed) {
            return;
        }
        var cookies = cookies(exchange);
        credentials(exchange, operation, cookies, report);
        query(exchange, operation, report);
        headers(exchange, operation, report);
        cookies(exchange, operation, cookies, report);
        body(exchange, operation, report);
    }

    private static void accept(Exchange exchange, Operation operation, Report report) {
        var accept = exchange.request().header("accept");
        var ranges = new ArrayList<String>();
        operation
                .responses()
                .values()
                .forEach(response -> ranges.addAll(response.content().keySet()));
        var ofTwo = Bodies.typesOfTwo(operation, "produces");
        ranges.addAll(ofTwo);
        if (accept.isEmpty() || accept.get().isBlank() || ranges.isEmpty()) {
            return;
        }
        var own = CrossCheck.response(operation, exchange.status());
        if (own.isPresent() && own.get().content().isEmpty() && ofTwo.isEmpty()) {
            return; // there is nothing to be in a format
        }
        if (MediaTypes.best(accept.get(), ranges).isEmpty()) {
            report.breaking(
                    CrossCheckRules.ACCEPT_UNMET,
                    exchange.request().pointer() + "/headers",
                    operation.node().get("responses").orElse(operation.node()),
                    "%s is accepted, and the document has %s"
                            .formatted(
                                    accept.get(),
                                    String.join(", ", ranges.stream().distinct().toList())));
        }
    }

    private void credentials(Exchange exchange, Operation operation, Map<String, String> cookies, Report report) {
        credentials
                .missing(operation, exchange, cookies)
                .ifPresent(words -> report.breaking(
                        CrossCheckRules.CREDENTIALS_MISSING,
                        exchange.request().pointer(),
                        operation.security().getFirst().node(),
                        "lacks %s".formatted(words)));
    }

    private void query(Exchange exchange, Operation operation, Report report) {
        var known = new HashSet<String>();
        var pointer = exchange.request().pointer() + "/query";
        for (var parameter : operation.parameters()) {
            if (parameter.in() == In.QUERYSTRING) {
                querystring(parameter, exchange, pointer, report);
                return;
            }
            if (parameter.in() != In.QUERY) {
                continue;
            }
            if (!parameter.content().isEmpty() && exchange.query().containsKey(parameter.name())) {
                known.add(parameter.name());
                var text = String.join(",", exchange.query().get(parameter.name()));
                content(parameter, text, pointer, CrossCheckRules.QUERY_REFUSED, report);
                continue;
            }
            var schema = schema(parameter);
            known.add(parameter.name());
            known.addAll(Wire.names(schema));
            var readings = Wire.query(parameter, exchange.query(), schema);
            if (readings.isEmpty()) {
                if (parameter.required()) {
                    report.breaking(
                            CrossCheckRules.QUERY_MISSING,
                            pointer,
                            parameter.node(),
                            "lacks the query parameter %s".formatted(parameter.name()));
                }
                continue;
            }
            var values = exchange.query().getOrDefault(parameter.name(), List.of());
            if (values.size() > 1 && !parameter.explode() && parameter.style() != Parameter.Style.DEEP_OBJECT) {
                report.breaking(
                        CrossCheckRules.QUERY_REFUSED,
                        pointer,
                        parameter.node(),
                        "the query parameter %s is sent %d times, and its values stand in one"
                                .formatted(parameter.name(), values.size()));
                continue;
            }
            var empty = List.of("").equals(exchange.query().get(parameter.name()));
            if (!(empty && parameter.allowEmptyValue())) {
                refused(parameter, readings)
                        .ifPresent(refusal -> report.breaking(
                                CrossCheckRules.QUERY_REFUSED,
                                pointer,
                                refusal.node(),
                                "the query parameter %s: %s".formatted(parameter.name(), refusal.message())));
            }
        }
        var carriers = credentials.names(operation, "query");
        for (var name : exchange.query().keySet()) {
            var plain = name.replaceFirst("\\[.*", "");
            if (!known.contains(name) && !known.contains(plain) && !carriers.contains(name.toLowerCase(Locale.ROOT))) {
                report.risky(
                        CrossCheckRules.QUERY_UNKNOWN,
                        pointer,
                        operation.node(),
                        "the query parameter %s is not described".formatted(name));
            }
        }
    }

    private void headers(Exchange exchange, Operation operation, Report report) {
        for (var parameter : operation.parameters()) {
            var name = parameter.name().toLowerCase(Locale.ROOT);
            if (parameter.in() != In.HEADER
                    || (NOT_DESCRIBED_AS_PARAMETERS.contains(name) && !Bodies.isOfTwo(operation))) {
                continue;
            }
            given(
                    parameter,
                    exchange.request().header(name),
                    exchange.request().pointer() + "/headers",
                    CrossCheckRules.HEADER_MISSING,
                    CrossCheckRules.HEADER_REFUSED,
                    report);
        }
    }

    private static void given(
            Parameter parameter, Optional<String> text, String pointer, Rule missing, Rule refused, Report report) {
        var words = parameter.in().name().toLowerCase(Locale.ROOT) + " " + parameter.name();
        if (text.isEmpty()) {
            if (parameter.required()) {
                report.breaking(missing, pointer, parameter.node(), "lacks the " + words);
            }
            return;
        }
        if (!parameter.content().isEmpty()) {
            content(parameter, text.get(), pointer, refused, report);
            return;
        }
        refused(parameter, Wire.readings(parameter, text.get(), schema(parameter)))
                .ifPresent(refusal -> report.breaking(
                        refused, pointer, refusal.node(), "the %s: %s".formatted(words, refusal.message())));
    }

    static Map<String, String> cookies(Exchange exchange) {
        var cookies = new HashMap<String, String>();
        for (var pair : exchange.request().header("cookie").orElse("").split(";", -1)) {
            var equals = pair.indexOf('=');
            if (equals > 0) {
                cookies.put(
                        pair.substring(0, equals).strip(),
                        pair.substring(equals + 1).strip());
            }
        }
        return cookies;
    }

    private static void cookies(Exchange exchange, Operation operation, Map<String, String> cookies, Report report) {
        for (var parameter : operation.parameters()) {
            if (parameter.in() == In.COOKIE) {
                given(
                        parameter,
                        Optional.ofNullable(cookies.get(parameter.name())),
                        exchange.request().pointer() + "/headers",
                        CrossCheckRules.COOKIE_MISSING,
                        CrossCheckRules.COOKIE_REFUSED,
                        report);
            }
        }
    }

    /** Empty if one of the readings is allowed. */
    static Optional<Refusal> refused(Parameter parameter, List<JsonNode> readings) {
        if (!parameter.content().isEmpty() || readings.isEmpty()) {
            return Optional.empty(); // a value in a format of its own is not read
        }
        var schema = schema(parameter);
        Misfit first = null;
        for (var reading : readings) {
            var result = Fit.check(schema, reading, Fit.Reading.WIRE);
            if (result.fits()) {
                return Optional.empty();
            }
            first = first == null ? result.misfits().getFirst() : first;
        }
        return Optional.ofNullable(first).map(misfit -> new Refusal(misfit.node(), misfit.message()));
    }

    /** The whole query is one value (OpenAPI 3.2 §4.12.2.1). */
    private static void querystring(Parameter parameter, Exchange exchange, String pointer, Report report) {
        if (exchange.query().isEmpty()) {
            if (parameter.required()) {
                report.breaking(CrossCheckRules.QUERY_MISSING, pointer, parameter.node(), "lacks a query");
            }
            return;
        }
        var media = parameter.content().values().stream().findFirst();
        if (media.isEmpty() || !MediaTypes.isForm(media.get().range())) {
            report.add(
                    CrossCheckRules.PARAMETER_NOT_COMPARED,
                    Level.UNDECIDED,
                    pointer,
                    parameter.node(),
                    "the query as a whole is described in a format that is not read");
            return;
        }
        var schema = media.get().schema().orElseGet(Schema::anything);
        for (var misfit : Fit.check(schema, Wire.form(exchange.query(), schema), Fit.Reading.WIRE)
                .misfits()) {
            report.breaking(
                    CrossCheckRules.QUERY_REFUSED,
                    pointer,
                    misfit.node(),
                    "the query%s %s"
                            .formatted(misfit.pointer().isEmpty() ? "" : "'s " + misfit.pointer(), misfit.message()));
        }
    }

    /** A parameter that is a document of its own. */
    private static void content(Parameter parameter, String text, String pointer, Rule refused, Report report) {
        var refusals = content(parameter, text);
        if (refusals.isEmpty()) {
            notCompared(parameter, pointer, report);
            return;
        }
        refusals.get().forEach(refusal -> report.breaking(refused, pointer, refusal.node(), refusal.message()));
    }

    private static void notCompared(Parameter parameter, String pointer, Report report) {
        report.add(
                CrossCheckRules.PARAMETER_NOT_COMPARED,
                Level.UNDECIDED,
                pointer,
                parameter.node(),
                "%s is %s, which is not read"
                        .formatted(words(parameter), media(parameter).range()));
    }

    private static String words(Parameter parameter) {
        return "the %s parameter %s".formatted(parameter.in().name().toLowerCase(Locale.ROOT), parameter.name());
    }

    private static MediaType media(Parameter parameter) {
        return parameter.content().values().iterator().next();
    }

    /** What a parameter that is a document of its own does not allow; empty if it is in a format that is not read. */
    static Optional<List<Refusal>> content(Parameter parameter, String text) {
        var media = media(parameter);
        if (!MediaTypes.isJson(media.range())) {
            return Optional.empty();
        }
        JsonNode value;
        try {
            value = Json.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidInput notJson) {
            return Optional.of(List.of(new Refusal(parameter.node(), "%s is no JSON".formatted(words(parameter)))));
        }
        return Optional.of(
                Fit.check(media.schema().orElseGet(Schema::anything), value, Fit.Reading.REQUEST).misfits().stream()
                        .map(misfit -> new Refusal(
                                misfit.node(),
                                "%s%s %s"
                                        .formatted(
                                                words(parameter),
                                                misfit.pointer().isEmpty() ? ":" : ": its " + misfit.pointer(),
                                                misfit.message())))
                        .toList());
    }

    static Schema schema(Parameter parameter) {
        return parameter.schema().orElseGet(Schema::anything);
    }

    private void body(Exchange exchange, Operation operation, Report report) {
        var side = exchange.request();
        var body = side.body() == null || side.body().isNull() ? null : side.body();
        if (operation.requestBody().isEmpty()) {
            var taken = Bodies.typesOfTwo(operation, "consumes");
            side.contentType()
                    .filter(type ->
                            !taken.isEmpty() && MediaTypes.best(type, taken).isEmpty())
                    .ifPresent(type -> report.breaking(
                            CrossCheckRules.CONTENT_TYPE_REFUSED,
                            side.pointer() + "/headers",
                            operation.node(),
                            "the body is %s, and the document takes %s".formatted(type, String.join(", ", taken))));
            if (body != null && !(body.isTextual() && body.textValue().isEmpty())) {
                report.risky(
                        CrossCheckRules.BODY_UNKNOWN,
                        side.bodyPointer(),
                        operation.node(),
                        "sends a body, and the document describes none");
            }
            return;
        }
        var described = operation.requestBody().get();
        var ranges = described.content().keySet();
        var declared = side.contentType();
        if (declared.isPresent()
                && !ranges.isEmpty()
                && MediaTypes.best(declared.get(), ranges).isEmpty()) {
            report.breaking(
                    CrossCheckRules.CONTENT_TYPE_REFUSED,
                    side.pointer() + "/headers",
                    described.node().get("content").orElse(described.node()),
                    "the body is %s, and the document takes %s".formatted(declared.get(), String.join(", ", ranges)));
            return;
        }
        if (body == null && !(side.body() != null && takesNull(described, declared))) {
            if (described.required()) {
                report.breaking(CrossCheckRules.BODY_MISSING, side.pointer(), described.node(), "lacks the body");
            }
            return;
        }
        if (declared.isEmpty() && !ranges.isEmpty() && !ranges.contains("*/*")) {
            report.risky(
                    CrossCheckRules.CONTENT_TYPE_MISSING,
                    side.pointer(),
                    described.node(),
                    "does not say in which format the body is");
        }
        var media = media(described, declared);
        if (side.body() != null && media.isPresent()) {
            compare(exchange, media.get(), side.body(), declared.orElse("application/json"), report);
        }
    }

    private static boolean takesNull(RequestBody described, Optional<String> declared) {
        return media(described, declared)
                .filter(media -> MediaTypes.isJson(declared.orElse(media.range())))
                .flatMap(MediaType::schema)
                .filter(schema -> Fit.check(schema, NullNode.instance, Fit.Reading.REQUEST)
                        .fits())
                .isPresent();
    }

    static Optional<MediaType> media(RequestBody described, Optional<String> declared) {
        return MediaTypes.best(
                        declared.orElse("application/json"), described.content().keySet())
                .map(range -> described.content().get(range));
    }

    private void compare(Exchange exchange, MediaType media, JsonNode body, String type, Report report) {
        var side = exchange.request();
        if (media.schema().isEmpty()) {
            return; // anything is taken
        }
        var schema = media.schema().get();
        var read = read(body, type, schema);
        if (read == null) {
            report.add(
                    CrossCheckRules.NOT_COMPARED,
                    Level.UNDECIDED,
                    side.bodyPointer(),
                    media.node(),
                    "the body is %s, which is not read".formatted(type));
            return;
        }
        var isJson = MediaTypes.isJson(type);
        var result = Fit.check(schema, read, isJson ? Fit.Reading.REQUEST : Fit.Reading.WIRE);
        for (var misfit : result.misfits()) {
            var readOnly = misfit.kind() == Misfit.Kind.OTHER_SIDE;
            report.add(
                    readOnly ? CrossCheckRules.READ_ONLY_SENT : CrossCheckRules.BODY_REFUSED,
                    readOnly ? Level.RISKY : Level.BREAKING,
                    side.bodyPointer() + (isJson ? misfit.pointer() : ""),
                    misfit.node(),
                    "the body%s %s"
                            .formatted(misfit.pointer().isEmpty() ? "" : "'s " + misfit.pointer(), misfit.message()));
        }
        Bodies.unknown(result.unknown(), side.bodyPointer(), media.node(), report);
        if (isJson && side.rules().hasBodyRules() && result.fits() && !result.exhausted()) {
            always(side, schema, media, report);
        }
    }

    /** Whether all that the matchers allow is accepted. */
    private void always(Exchange.Side side, Schema schema, MediaType media, Report report) {
        var body = side.body();
        if (body == null) {
            return;
        }
        var language = BodyLanguage.ofRequest(body, side.rules());
        Bodies.unknown(language.unknown(), side.bodyPointer(), media.node(), report);
        switch (containment.of(language.schema(), schema, Direction.REQUEST)) {
            case Answer.Contained _ -> {
                // proved
            }
            case Answer.NotContained(var witness) ->
                report.from(
                        Strength.ALWAYS,
                        CrossCheckRules.NOT_ALWAYS_SENT,
                        side.bodyPointer(),
                        media.node(),
                        "the matchers allow the body %s, which the document does not%s"
                                .formatted(Fit.shown(witness), Bodies.because(schema, witness)),
                        witness);
            case Answer.Undecided(var reason) -> Bodies.undecided(reason, side.bodyPointer(), media.node(), report);
        }
    }

    /** A body as the value that its schema is about; null if its format is not read. */
    static @Nullable JsonNode read(JsonNode body, String type, Schema schema) {
        if (MediaTypes.isJson(type)) {
            return body;
        }
        if (MediaTypes.isForm(type)) {
            if (body.isObject()) {
                return body;
            }
            return body.isTextual() ? Wire.form(Bodies.form(body.textValue()), schema) : null;
        }
        if (MediaTypes.isMultipart(type) && body.isTextual()) {
            var fields = Bodies.multipart(body.textValue(), type);
            return fields.isEmpty() ? null : Wire.form(new LinkedHashMap<>(fields), schema);
        }
        return null;
    }
}
