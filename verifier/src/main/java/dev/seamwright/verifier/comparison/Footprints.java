package dev.seamwright.verifier.comparison;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.openapi.MediaType;
import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.contracts.openapi.Operation;
import dev.seamwright.contracts.openapi.Parameter;
import dev.seamwright.contracts.openapi.Response;
import dev.seamwright.contracts.openapi.Schema;
import dev.seamwright.contracts.pact.Interaction;
import dev.seamwright.contracts.pact.Pact;
import dev.seamwright.verifier.comparison.MatchingRules.Matcher;
import dev.seamwright.verifier.comparison.Spot.Part;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What pacts touch of a document: where an example goes, the document's own schemas for it say. */
public final class Footprints {
    private static final String EQUALITY = "equality";

    private final Routes routes;

    /** Prepares for any number of pacts. */
    public Footprints(OpenApiDocument document) {
        this.routes = new Routes(document);
    }

    /** One for each HTTP interaction, in the order of the pact. */
    public List<Footprint> of(Pact pact) {
        return each(pact).stream().map(Reached::footprint).toList();
    }

    /** As {@link #of}, each of them read only when it is asked for. */
    public List<Reached> each(Pact pact) {
        var json = pact.toJson();
        return pact.interactions().stream()
                .flatMap(interaction -> Exchange.of(interaction, json.at(interaction.pointer())).stream())
                .map(Reached::new)
                .toList();
    }

    /** An interaction, and the operation that it reaches. */
    public final class Reached {
        private final Exchange exchange;
        private final Optional<Routes.Match> match;
        private @Nullable Footprint footprint;

        private Reached(Exchange exchange) {
            this.exchange = exchange;
            this.match = CrossCheck.reached(routes, exchange);
        }

        public Interaction interaction() {
            return exchange.interaction();
        }

        /** The operation as reports name it; empty when there is none. */
        public String label() {
            return match.map(Routes.Match::operation).map(Footprint::label).orElse("");
        }

        public Footprint footprint() {
            if (footprint == null) {
                footprint = of(exchange, match);
            }
            return footprint;
        }
    }

    /** The schemas that a schema is made of, and what it refers to. */
    public static List<Schema> parts(Schema schema) {
        return Places.children(schema);
    }

    private static Footprint of(Exchange exchange, Optional<Routes.Match> match) {
        var spots = new ArrayList<Spot>();
        var refusal = CrossCheck.expectsRefusal(exchange);
        if (match.isPresent()) {
            var operation = match.get().operation();
            if (!refusal) {
                parameters(exchange, match.get(), spots);
                requestBody(exchange, operation, spots);
            }
            CrossCheck.response(operation, exchange.status())
                    .ifPresent(described -> response(exchange, described, spots));
        }
        return new Footprint(
                exchange.interaction(),
                "%s %s".formatted(exchange.method(), exchange.path()),
                match.map(Routes.Match::operation),
                spots,
                given(exchange),
                refusal);
    }

    private static Map<Part, Set<String>> given(Exchange exchange) {
        var given = new EnumMap<Part, Set<String>>(Part.class);
        given.put(
                Part.QUERY,
                exchange.query().keySet().stream()
                        .map(name -> name.replaceFirst("\\[.*", ""))
                        .collect(Collectors.toSet()));
        given.put(Part.HEADER, exchange.request().headers().keySet());
        given.put(Part.COOKIE, RequestCheck.cookies(exchange).keySet());
        if (exchange.request().body() != null && !exchange.request().body().isNull()) {
            given.put(Part.REQUEST_BODY, Set.of(""));
        }
        return given;
    }

    // requests

    private static void parameters(Exchange exchange, Routes.Match match, List<Spot> spots) {
        var rules = exchange.request().rules();
        var cookies = RequestCheck.cookies(exchange);
        for (var parameter : match.operation().parameters()) {
            var schema = RequestCheck.schema(parameter);
            var name = parameter.name();
            switch (parameter.in()) {
                case PATH -> text(parameter, Part.PATH, match.parameters().get(name), words(rules.path()), spots);
                case HEADER ->
                    text(
                            parameter,
                            Part.HEADER,
                            exchange.request().header(name).orElse(null),
                            words(rules.header(name)),
                            spots);
                case COOKIE -> text(parameter, Part.COOKIE, cookies.get(name), words(rules.header("cookie")), spots);
                case QUERY -> {
                    var readings = Wire.query(parameter, exchange.query(), schema);
                    if (!readings.isEmpty()) {
                        spots.add(spot(parameter, Part.QUERY, readings, words(rules.query(name))));
                    }
                }
                case QUERYSTRING -> {
                    if (!exchange.query().isEmpty()) {
                        spots.add(spot(parameter, Part.QUERY, List.of(), EQUALITY));
                    }
                }
            }
        }
    }

    private static void text(Parameter parameter, Part part, @Nullable String text, String language, List<Spot> spots) {
        if (text != null) {
            var readings = Wire.readings(parameter, text, RequestCheck.schema(parameter));
            spots.add(spot(parameter, part, readings, language));
        }
    }

    private static Spot spot(Parameter parameter, Part part, List<JsonNode> readings, String language) {
        var schema = RequestCheck.schema(parameter);
        var nodes = new HashSet<Node>();
        nodes.add(parameter.node());
        parameter.content().values().forEach(media -> {
            nodes.add(media.node());
            media.schema().ifPresent(inner -> Places.below(inner, nodes));
        });
        JsonNode example = null;
        for (var reading : readings) {
            var result = Fit.check(schema, reading, Fit.Reading.WIRE);
            if (example == null || result.fits()) {
                example = reading;
                add(result, schema, Fit.Reading.WIRE, nodes);
            }
            if (result.fits()) {
                break;
            }
        }
        return new Spot(part, parameter.name(), language, example, List.of(schema), Optional.empty(), nodes);
    }

    private static void add(Fit.Result result, Schema schema, Fit.Reading reading, Set<Node> nodes) {
        if (result.exhausted() || !result.unknown().isEmpty()) {
            Places.below(schema, nodes);
        }
        result.visits().forEach(visit -> Places.at(visit.schema(), visit.value(), reading, nodes));
    }

    private static void requestBody(Exchange exchange, Operation operation, List<Spot> spots) {
        var side = exchange.request();
        var body = side.body();
        if (operation.requestBody().isEmpty() || body == null) {
            return;
        }
        var described = operation.requestBody().get();
        var media = RequestCheck.media(described, side.contentType());
        if (media.isEmpty()) {
            return;
        }
        var type = side.contentType().orElse("application/json");
        var value = media.get()
                .schema()
                .map(schema -> RequestCheck.read(body, type, schema))
                .orElse(null);
        var reading = MediaTypes.isJson(type) ? Fit.Reading.REQUEST : Fit.Reading.WIRE;
        body(Part.REQUEST_TYPE, Part.REQUEST_BODY, media.get(), described.node(), value, side, reading, spots);
    }

    // responses

    private static void response(Exchange exchange, Response described, List<Spot> spots) {
        var side = exchange.response();
        spots.add(new Spot(
                Part.STATUS,
                described.status(),
                Integer.toString(exchange.status()),
                null,
                List.of(),
                Optional.empty(),
                Set.of(described.node())));
        for (var name : side.headers().keySet()) {
            var header = described.headers().get(name);
            if (header == null || name.equals("content-type")) {
                continue;
            }
            var parameter = ResponseCheck.parameter(header);
            var readings = Wire.readings(
                    parameter, side.header(name).orElse(""), header.schema().orElseGet(Schema::anything));
            spots.add(spot(
                    parameter,
                    Part.RESPONSE_HEADER,
                    readings,
                    words(side.rules().header(name))));
        }
        var body = side.body();
        var reads = body != null
                && !body.isNull()
                && !(body.isTextual() && body.textValue().isEmpty());
        if (described.content().isEmpty() || (!reads && side.contentType().isEmpty())) {
            return;
        }
        var media = described.content().get(ResponseCheck.range(exchange, described));
        if (media != null) {
            var type = side.contentType().orElse(media.range().contains("*") ? "application/json" : media.range());
            var value = reads && MediaTypes.isJson(type) ? body : null;
            if (reads) {
                body(
                        Part.RESPONSE_TYPE,
                        Part.RESPONSE_BODY,
                        media,
                        media.node(),
                        value,
                        side,
                        Fit.Reading.RESPONSE,
                        spots);
            } else {
                spots.add(format(Part.RESPONSE_TYPE, media, Set.of(media.node())));
            }
        }
    }

    private static Spot format(Part part, MediaType media, Set<Node> nodes) {
        return new Spot(part, media.range(), EQUALITY, null, List.of(), Optional.empty(), nodes);
    }

    // bodies

    /** @param value null if the format is not read: then all that is described there counts as touched */
    private static void body(
            Part format,
            Part part,
            MediaType media,
            Node around,
            @Nullable JsonNode value,
            Exchange.Side side,
            Fit.Reading reading,
            List<Spot> spots) {
        var nodes = new HashSet<Node>();
        nodes.add(media.node());
        nodes.add(around);
        var result = value == null || media.schema().isEmpty()
                ? null
                : Fit.check(media.schema().get(), value, reading);
        if (result == null || result.exhausted() || !result.unknown().isEmpty()) {
            media.schema().ifPresent(schema -> Places.below(schema, nodes));
            media.itemSchema().ifPresent(schema -> Places.below(schema, nodes));
        }
        spots.add(format(format, media, nodes));
        if (result == null || value == null) {
            return;
        }
        var language = reading == Fit.Reading.RESPONSE
                ? BodyLanguage.ofResponse(value, side.rules())
                : BodyLanguage.ofRequest(value, side.rules());
        var known = language.unknown().isEmpty() && reading != Fit.Reading.WIRE;
        var places = new LinkedHashMap<List<Step>, List<Fit.Visit>>();
        result.visits()
                .forEach(visit -> places.computeIfAbsent(visit.steps(), any -> new ArrayList<>())
                        .add(visit));
        places.forEach((steps, visits) -> {
            var rule = side.rules().body(steps);
            var about = new HashSet<Node>();
            visits.forEach(visit -> Places.at(visit.schema(), visit.value(), reading, about));
            // without a matcher a request shows one value of many that may be sent
            var told = part == Part.RESPONSE_BODY || rule.isPresent();
            spots.add(new Spot(
                    part,
                    Places.name(steps),
                    rule.map(found -> found.fromAbove() ? "type" : words(Optional.of(found.rule())))
                            .orElse(EQUALITY),
                    visits.getFirst().value(),
                    visits.stream().map(Fit.Visit::schema).distinct().toList(),
                    known && told ? Places.inside(language.schema(), steps) : Optional.empty(),
                    about));
        });
    }

    private static String words(Optional<MatchingRules.Rule> rule) {
        return rule.filter(found -> !found.matchers().isEmpty())
                .map(found -> found.matchers().stream()
                        .map(Matcher::type)
                        .collect(Collectors.joining(found.one() ? " or " : " and ")))
                .orElse(EQUALITY);
    }
}
