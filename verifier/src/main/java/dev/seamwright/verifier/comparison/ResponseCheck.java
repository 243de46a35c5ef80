package dev.seamwright.verifier.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.openapi.Header;
import dev.seamwright.contracts.openapi.MediaType;
import dev.seamwright.contracts.openapi.Operation;
import dev.seamwright.contracts.openapi.Parameter;
import dev.seamwright.contracts.openapi.Response;
import dev.seamwright.contracts.openapi.Schema;
import dev.seamwright.schemadiff.Direction;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.openapi.containment.Answer;
import dev.seamwright.schemadiff.openapi.containment.Containment;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether what a consumer expects is what it is answered. */
final class ResponseCheck {
    /** Headers that servers and what stands before them send without a word in the document. */
    private static final Set<String> STANDARD = Set.of(
            "access-control-allow-origin",
            "access-control-allow-credentials",
            "access-control-allow-headers",
            "access-control-allow-methods",
            "access-control-expose-headers",
            "access-control-max-age",
            "accept-patch",
            "accept-ranges",
            "age",
            "allow",
            "alt-svc",
            "cache-control",
            "connection",
            "content-disposition",
            "content-encoding",
            "content-language",
            "content-length",
            "content-location",
            "content-md5",
            "content-range",
            "content-security-policy",
            "date",
            "etag",
            "expires",
            "last-modified",
            "link",
            "location",
            "p3p",
            "pragma",
            "proxy-authenticate",
            "public-key-pins",
            "referrer-policy",
            "refresh",
            "retry-after",
            "server",
            "set-cookie",
            "status",
            "strict-transport-security",
            "trailer",
            "transfer-encoding",
            "tsv",
            "upgrade",
            "vary",
            "via",
            "warning",
            "www-authenticate",
            "x-content-type-options",
            "x-frame-options");

    private final Containment containment;

    ResponseCheck(Containment containment) {
        this.containment = containment;
    }

    void check(Exchange exchange, Operation operation, Report report) {
        var described = CrossCheck.response(operation, exchange.status());
        if (described.isEmpty()) {
            report.breaking(
                    CrossCheckRules.STATUS_UNKNOWN,
                    exchange.response().pointer() + "/status",
                    operation.node().get("responses").orElse(operation.node()),
                    "status %d is expected, and the document has %s"
                            .formatted(
                                    exchange.status(),
                                    operation.responses().isEmpty()
                                            ? "none"
                                            : String.join(
                                                    ", ", operation.responses().keySet())));
            return;
        }
        headers(exchange.response(), described.get(), report);
        body(exchange, operation, described.get(), report);
    }

    private void headers(Exchange.Side side, Response described, Report report) {
        var pointer = side.pointer() + "/headers";
        for (var name : side.headers().keySet()) {
            if (name.equals("content-type")) {
                continue;
            }
            var header = described.headers().get(name);
            if (header == null) {
                report.add(
                        CrossCheckRules.RESPONSE_HEADER_UNKNOWN,
                        STANDARD.contains(name) ? Level.RISKY : Level.BREAKING,
                        pointer,
                        described.node().get("headers").orElse(described.node()),
                        "the header %s is not described".formatted(name));
                continue;
            }
            var misfit = misfit(header, side.header(name).orElse(""));
            if (misfit.isPresent()) {
                report.breaking(
                        CrossCheckRules.RESPONSE_HEADER_REFUSED,
                        pointer,
                        misfit.get().node(),
                        "the header %s: %s".formatted(name, misfit.get().message()));
                continue;
            }
            kept(name, header, side, report);
            if (!header.required()) {
                report.from(
                        Strength.ALWAYS,
                        CrossCheckRules.RESPONSE_HEADER_OPTIONAL,
                        pointer,
                        header.node(),
                        "the header %s may be absent".formatted(name),
                        null);
            }
        }
    }

    /** Whether a header is always what its matcher says, where it is a text: other types look the same on the wire. */
    private void kept(String name, Header header, Exchange.Side side, Report report) {
        var rule = side.rules().header(name);
        if (rule.isEmpty()
                || header.schema().isEmpty()
                || !Wire.types(header.schema().get()).equals(Set.of(Schema.Type.STRING))) {
            return;
        }
        var schema = header.schema().get();
        var claim = BodyLanguage.ofText(side.header(name).orElse(""), rule.get());
        if (claim.isPresent()
                && containment.of(schema, claim.get().values(), Direction.RESPONSE)
                        instanceof Answer.NotContained(var witness)) {
            report.from(
                    Strength.MATCHERS,
                    CrossCheckRules.MATCHER_NOT_KEPT,
                    side.pointer() + "/headers",
                    schema.node(),
                    "the provider may send the header %s as %s, which the matcher %s refuses"
                            .formatted(name, Fit.shown(witness), claim.get().words()),
                    witness);
        }
    }

    static Optional<Misfit> misfit(Header header, String text) {
        if (header.schema().isEmpty()) {
            return Optional.empty();
        }
        var schema = header.schema().get();
        var parameter = parameter(header);
        Misfit first = null;
        for (var reading : Wire.readings(parameter, text, schema)) {
            var result = Fit.check(schema, reading, Fit.Reading.WIRE);
            if (result.fits()) {
                return Optional.empty();
            }
            first = first == null ? result.misfits().getFirst() : first;
        }
        return Optional.ofNullable(first);
    }

    /** A header travels as a parameter does. */
    static Parameter parameter(Header header) {
        return new Parameter(
                header.node(),
                header.name(),
                Parameter.In.HEADER,
                header.required(),
                false,
                false,
                false,
                Parameter.Style.SIMPLE,
                header.explode(),
                header.schema(),
                header.content());
    }

    private void body(Exchange exchange, Operation operation, Response described, Report report) {
        var side = exchange.response();
        var declared = side.contentType();
        var ranges = described.content().keySet();
        var body = side.body();
        var written = ranges.isEmpty() ? Bodies.typesOfTwo(operation, "produces") : ranges;
        if (declared.isPresent()
                && !written.isEmpty()
                && MediaTypes.best(declared.get(), written).isEmpty()) {
            report.breaking(
                    CrossCheckRules.RESPONSE_TYPE_UNKNOWN,
                    side.pointer() + "/headers",
                    described.node().get("content").orElse(described.node()),
                    "%s is expected, and the document has %s".formatted(declared.get(), String.join(", ", written)));
            return;
        }
        if (body == null
                || body.isNull()
                || (body.isTextual() && body.textValue().isEmpty())) {
            return;
        }
        if (ranges.isEmpty()) {
            report.breaking(
                    CrossCheckRules.RESPONSE_BODY_UNKNOWN,
                    side.bodyPointer(),
                    described.node(),
                    "expects a body, and the document describes none");
            return;
        }
        var range = range(exchange, described);
        var media = described.content().get(range);
        if (media == null || media.schema().isEmpty()) {
            report.risky(
                    CrossCheckRules.RESPONSE_BODY_UNKNOWN,
                    side.bodyPointer(),
                    described.node(),
                    "expects a body, and the document says nothing about it but its format");
            return;
        }
        var type = declared.orElse(range.contains("*") ? "application/json" : range);
        if (!MediaTypes.isJson(type)) {
            Bodies.undecided(
                    "the body is %s, which is not read".formatted(type), side.bodyPointer(), media.node(), report);
            return;
        }
        compare(side, body, media, media.schema().get(), report);
    }

    /** The format of a response that has some. */
    static String range(Exchange exchange, Response described) {
        var ranges = described.content().keySet();
        var wanted = exchange.response()
                .contentType()
                .or(() -> exchange.request().header("accept"))
                .orElse("application/json");
        return MediaTypes.best(wanted, ranges)
                .or(() -> MediaTypes.best("application/json", ranges))
                .orElseGet(() -> ranges.iterator().next());
    }

    private void compare(Exchange.Side side, JsonNode body, MediaType media, Schema schema, Report report) {
        var result = Fit.check(schema, body, Fit.Reading.RESPONSE);
        for (var misfit : result.misfits()) {
            report.breaking(
                    switch (misfit.kind()) {
                        case REFUSED -> CrossCheckRules.RESPONSE_BODY_REFUSED;
                        case UNDOCUMENTED -> CrossCheckRules.RESPONSE_MEMBER_UNKNOWN;
                        case OTHER_SIDE -> CrossCheckRules.RESPONSE_WRITE_ONLY;
                    },
                    side.bodyPointer() + misfit.pointer(),
                    misfit.node(),
                    "the body%s %s"
                            .formatted(misfit.pointer().isEmpty() ? "" : "'s " + misfit.pointer(), misfit.message()));
        }
        Bodies.unknown(result.unknown(), side.bodyPointer(), media.node(), report);
        if (!result.fits() || result.exhausted()) {
            return;
        }
        var language = BodyLanguage.ofResponse(body, side.rules());
        Bodies.unknown(language.unknown(), side.bodyPointer(), media.node(), report);
        for (var claim : language.claims()) {
            kept(claim, result.visits(), side, body, report);
        }
        if (!report.hasBreaking()) {
            always(side, schema, language.schema(), media, report);
        }
    }

    /** Whether what a matcher says holds for every value that the document has at its place. */
    private void kept(
            BodyLanguage.Claim claim, List<Fit.Visit> visits, Exchange.Side side, JsonNode body, Report report) {
        var pointer = Step.pointer(claim.steps());
        JsonNode witness = null;
        Schema schema = null;
        for (var visit : visits) {
            if (!Step.pointer(visit.steps()).equals(pointer)) {
                continue;
            }
            switch (containment.of(visit.schema(), claim.values(), Direction.RESPONSE)) {
                case Answer.Contained _ -> {
                    return;
                }
                case Answer.NotContained(var value) -> {
                    witness = value;
                    schema = visit.schema();
                }
                case Answer.Undecided(var reason) -> {
                    Bodies.undecided(
                            "the matcher %s: %s".formatted(claim.words(), reason),
                            side.bodyPointer() + pointer,
                            visit.schema().node(),
                            report);
                    return;
                }
            }
        }
        if (witness != null && schema != null) {
            report.from(
                    Strength.MATCHERS,
                    CrossCheckRules.MATCHER_NOT_KEPT,
                    side.bodyPointer() + pointer,
                    schema.node(),
                    "the provider may send %s, which the matcher %s refuses"
                            .formatted(Fit.shown(witness), claim.words()),
                    put(body, claim.steps(), witness));
        }
    }

    /** The example with another value at a place. */
    private static JsonNode put(JsonNode body, List<Step> steps, JsonNode value) {
        if (steps.isEmpty()) {
            return value;
        }
        var copy = body.<JsonNode>deepCopy();
        @Nullable JsonNode at = copy;
        for (var step : steps.subList(0, steps.size() - 1)) {
            at = at == null ? null : step.index() ? at.get(Integer.parseInt(step.name())) : at.get(step.name());
        }
        var last = steps.getLast().name();
        switch (at) {
            case ObjectNode object -> object.set(last, value);
            case ArrayNode array -> array.set(Integer.parseInt(last), value);
            case null, default -> {
                // steps lead through containers
            }
        }
        return copy;
    }

    private void always(Exchange.Side side, Schema schema, Schema accepted, MediaType media, Report report) {
        switch (containment.of(schema, accepted, Direction.RESPONSE)) {
            case Answer.Contained _ -> {
                // proved
            }
            case Answer.NotContained(var witness) ->
                report.from(
                        Strength.ALWAYS,
                        CrossCheckRules.NOT_ALWAYS_FITS,
                        side.bodyPointer(),
                        media.node(),
                        "the provider may answer %s, which the consumer refuses%s"
                                .formatted(Fit.shown(witness), Bodies.because(accepted, witness)),
                        witness);
            case Answer.Undecided(var reason) -> Bodies.undecided(reason, side.bodyPointer(), media.node(), report);
        }
    }
}
