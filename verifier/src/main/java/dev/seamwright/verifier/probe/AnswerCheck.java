package dev.seamwright.verifier.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.contracts.openapi.Response;
import dev.seamwright.schemadiff.Direction;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.openapi.containment.Validator;
import dev.seamwright.verifier.comparison.WireCheck;
import dev.seamwright.verifier.replay.ProviderHttp.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Holds an answer against what the document says of it. */
final class AnswerCheck {
    /** How a request is refused that is wrong in itself, whatever the provider holds. */
    private static final Set<Integer> REFUSALS = Set.of(400, 405, 406, 411, 413, 414, 415, 422, 431);

    private final Validator validator = new Validator(Direction.RESPONSE);

    /**
     * Something about an answer.
     *
     * @param subject what tells it from others of the same operation
     */
    record Remark(Rule rule, Level level, Node node, String subject, String message) {}

    List<Remark> check(ProbeRequest request, Answer answer) {
        var remarks = new ArrayList<Remark>();
        var operation = request.operation();
        var described = WireCheck.response(operation, answer.status());
        var isExact = described.isPresent() && !described.get().status().equals("default");
        var responses = operation.node().get("responses").orElse(operation.node());
        if (answer.status() >= 500 && !(isExact && request.kind() != Sample.Kind.WRONG)) {
            remarks.add(new Remark(
                    ConformanceRules.SERVER_ERROR,
                    Level.BREAKING,
                    responses,
                    "",
                    "a %s request is answered with %d".formatted(request.kind().word(), answer.status())));
        } else if (described.isEmpty()) {
            remarks.add(undocumented(request, answer, responses));
        }
        if (request.kind() == Sample.Kind.WRONG) {
            if (answer.status() < 300) {
                remarks.add(new Remark(
                        ConformanceRules.ACCEPTED,
                        Level.RISKY,
                        operation.node(),
                        request.what(),
                        "a wrong request is answered with %d".formatted(answer.status())));
            }
        } else if (REFUSALS.contains(answer.status()) && described.isPresent()) {
            remarks.add(new Remark(
                    ConformanceRules.REFUSED,
                    Level.RISKY,
                    operation.node(),
                    part(request.what()),
                    "a %s request is refused with %d".formatted(request.kind().word(), answer.status())));
        }
        described.ifPresent(response -> {
            headers(answer, response, remarks);
            body(request, answer, response, remarks);
        });
        return remarks;
    }

    /** Which part of a request was another one: a provider that refuses it at all is told once. */
    private static String part(String what) {
        var colon = what.indexOf(':');
        return colon < 0 ? what : what.substring(0, colon);
    }

    /** What was made up may not exist, and a wrong request may be refused in any way: nobody who keeps to the document meets that. */
    private static Remark undocumented(ProbeRequest request, Answer answer, Node responses) {
        var isExpected = answer.status() >= 400
                && (request.kind() == Sample.Kind.WRONG || (answer.status() == 404 && request.isMadeUp()));
        return new Remark(
                ConformanceRules.STATUS,
                isExpected ? Level.RISKY : Level.BREAKING,
                responses,
                Integer.toString(answer.status()),
                "a %s request is answered with %d, and the document has %s"
                        .formatted(
                                request.kind().word(),
                                answer.status(),
                                request.operation().responses().isEmpty()
                                        ? "no response"
                                        : String.join(
                                                ", ",
                                                request.operation().responses().keySet())));
    }

    private static void headers(Answer answer, Response response, List<Remark> remarks) {
        for (var header : response.headers().values()) {
            var text = answer.header(header.name());
            if (header.name().equalsIgnoreCase("content-type")) {
                continue;
            }
            if (text == null) {
                if (header.required()) {
                    remarks.add(new Remark(
                            ConformanceRules.HEADER_MISSING,
                            Level.BREAKING,
                            header.node(),
                            "%d %s".formatted(answer.status(), header.name()),
                            "the answer %d lacks the header %s".formatted(answer.status(), header.name())));
                }
                continue;
            }
            WireCheck.refusal(header, text)
                    .ifPresent(why -> remarks.add(new Remark(
                            ConformanceRules.HEADER,
                            Level.BREAKING,
                            header.node(),
                            "%d %s".formatted(answer.status(), header.name()),
                            "the header %s of the answer %d: %s".formatted(header.name(), answer.status(), why))));
        }
    }

    private void body(ProbeRequest request, Answer answer, Response response, List<Remark> remarks) {
        if (answer.body().length == 0) {
            var isNeeded = !response.content().isEmpty()
                    && !request.operation().method().equals("HEAD")
                    && answer.status() != 204
                    && answer.status() != 304;
            if (isNeeded) {
                remarks.add(body(answer, response.node(), "", "has no body, and the document describes one"));
            }
            return;
        }
        var ranges = response.content().keySet();
        if (ranges.isEmpty()) {
            return; // more than what is promised
        }
        var type = answer.header("content-type");
        var range = WireCheck.range(type == null ? "" : type, ranges);
        if (type == null || range.isEmpty()) {
            remarks.add(new Remark(
                    ConformanceRules.CONTENT_TYPE,
                    Level.BREAKING,
                    response.node().get("content").orElse(response.node()),
                    "%d %s".formatted(answer.status(), type == null ? "" : WireCheck.bare(type)),
                    "the answer %d %s, and the document has %s"
                            .formatted(
                                    answer.status(),
                                    type == null ? "has no Content-Type" : "is " + type,
                                    String.join(", ", ranges))));
            return;
        }
        if (!WireCheck.isJson(type)) {
            return;
        }
        var media = response.content().get(range.get());
        JsonNode value;
        try {
            value = Json.parse(answer.body());
        } catch (InvalidInput notJson) {
            remarks.add(body(answer, response.node(), "json", "is no JSON: " + notJson.getMessage()));
            return;
        }
        if (media != null && media.schema().isPresent()) {
            var schema = media.schema().get();
            validator
                    .refusals(schema, value)
                    .filter(refusals -> !refusals.isEmpty())
                    .ifPresent(refusals -> remarks.add(
                            body(answer, schema.node(), refusals.getFirst(), "is refused: " + refusals.getFirst())));
        }
    }

    private static Remark body(Answer answer, Node node, String subject, String message) {
        return new Remark(
                ConformanceRules.BODY,
                Level.BREAKING,
                node,
                "%d %s".formatted(answer.status(), subject.replaceAll("\\d+", "#")),
                "the body of the answer %d %s".formatted(answer.status(), message));
    }
}
