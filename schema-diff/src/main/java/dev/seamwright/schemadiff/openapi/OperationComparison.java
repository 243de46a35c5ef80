package dev.seamwright.schemadiff.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.contracts.openapi.Header;
import dev.seamwright.contracts.openapi.MediaType;
import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.contracts.openapi.Operation;
import dev.seamwright.contracts.openapi.Parameter;
import dev.seamwright.contracts.openapi.Parameter.In;
import dev.seamwright.contracts.openapi.PathItem;
import dev.seamwright.contracts.openapi.RequestBody;
import dev.seamwright.contracts.openapi.Response;
import dev.seamwright.contracts.openapi.Schema;
import dev.seamwright.contracts.openapi.SecurityScheme;
import dev.seamwright.schemadiff.Direction;
import dev.seamwright.schemadiff.openapi.Change.Edit;
import dev.seamwright.schemadiff.openapi.Change.Subject;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What differs between two operations that the same requests get to. */
final class OperationComparison {
    private static final Set<String> OF_THE_PROTOCOL = Set.of("accept", "content-type", "authorization");

    private static final Schema ANY_TEXT =
            Schema.of(JsonNodeFactory.instance.objectNode().put("type", "string"));

    private final OpenApiDocument before;
    private final OpenApiDocument after;
    private final SchemaComparison comparison;
    private final CarriedComparison carried;
    private final Annotations annotations;
    private final LocalDate today;
    private final Facts facts;

    /** @param today decides whether a sunset date has come */
    OperationComparison(
            OpenApiDocument before, OpenApiDocument after, SchemaComparison comparison, LocalDate today, Facts facts) {
        this.before = before;
        this.after = after;
        this.comparison = comparison;
        this.carried = new CarriedComparison(comparison);
        this.annotations = new Annotations(comparison, today, facts);
        this.today = today;
        this.facts = facts;
    }

    private static Direction opposite(Direction direction) {
        return direction == Direction.REQUEST ? Direction.RESPONSE : Direction.REQUEST;
    }

    /**
     * Tells the differences.
     *
     * @param asks who writes the request: {@link Direction#REQUEST} where the consumer does, {@link Direction#RESPONSE} for callbacks and
     *     webhooks
     */
    void compare(Operation was, Operation is, Direction asks, String label) {
        var use = new Use(label, "");
        about(was, is, asks, use);
        parameters(was, is, asks, use);
        body(was, is, asks, use);
        responses(was, is, opposite(asks), use);
        if (asks == Direction.REQUEST) {
            security(was, is, use);
        }
        callbacks(was, is, asks, use);
    }

    private void about(Operation was, Operation is, Direction asks, Use use) {
        if (was.deprecated() != is.deprecated()) {
            facts.add(
                    Subject.DEPRECATION,
                    is.deprecated() ? Edit.ADDED : Edit.REMOVED,
                    asks,
                    use,
                    "",
                    was.node(),
                    is.node(),
                    "operation",
                    Effect.NONE);
        }
        Sunset.compare(was.node(), is.node(), asks, use, "", "operation", today, facts);
        if (!was.operationId().equals(is.operationId())) {
            facts.add(
                    Subject.OPERATION_ID,
                    edit(was.operationId(), is.operationId()),
                    asks,
                    use,
                    "",
                    was.node(),
                    is.node(),
                    "%s → %s"
                            .formatted(
                                    was.operationId().orElse("none"),
                                    is.operationId().orElse("none")),
                    Effect.NONE);
        }
        if (!new HashSet<>(was.tags()).equals(new HashSet<>(is.tags()))) {
            facts.add(
                    Subject.TAG,
                    Edit.CHANGED,
                    asks,
                    use,
                    "",
                    was.node(),
                    is.node(),
                    "%s → %s".formatted(was.tags(), is.tags()),
                    Effect.NONE);
        }
        var wasStable = Stability.said(was);
        var isStable = Stability.said(is);
        if (!wasStable.equals(isStable)) {
            facts.add(
                    Subject.STABILITY,
                    promise(was, is, edit(wasStable, isStable)),
                    asks,
                    use,
                    "",
                    was.node(),
                    is.node(),
                    "%s → %s".formatted(wasStable.orElse("none"), isStable.orElse("none")),
                    Effect.NONE);
        }
    }

    /** An operation that says nothing of its stability is stable; words that are not known are not compared. */
    private static Edit promise(Operation was, Operation is, Edit otherwise) {
        var old = Stability.said(was).isEmpty() ? Optional.of(Stability.STABLE) : Stability.of(was);
        var now = Stability.said(is).isEmpty() ? Optional.of(Stability.STABLE) : Stability.of(is);
        return old.isPresent() && now.isPresent() && now.get().compareTo(old.get()) < 0 ? Edit.NARROWED : otherwise;
    }

    private static Edit edit(Optional<?> was, Optional<?> is) {
        return was.isEmpty() ? Edit.ADDED : is.isEmpty() ? Edit.REMOVED : Edit.CHANGED;
    }

    // parameters

    private static Map<String, Parameter> parameters(Operation operation) {
        var parameters = new LinkedHashMap<String, Parameter>();
        for (var parameter : operation.parameters()) {
            var name = parameter.name();
            if (parameter.in() == In.HEADER) {
                name = name.toLowerCase(Locale.ROOT);
                if (OF_THE_PROTOCOL.contains(name)) {
                    continue;
                }
            } else if (parameter.in() == In.PATH) {
                // by position: what it is called is not seen on the wire
                var at = operation.path().indexOf("{" + name + "}");
                name = at < 0
                        ? name
                        : "#" + Route.plain(operation.path().substring(0, at)).split("\\{}", -1).length;
            }
            parameters.put(parameter.in() + " " + name, parameter);
        }
        return parameters;
    }

    private void parameters(Operation was, Operation is, Direction asks, Use use) {
        var old = parameters(was);
        var now = parameters(is);
        old.forEach((key, parameter) -> {
            var other = now.get(key);
            var at = use.at(place(parameter));
            if (other != null) {
                parameter(parameter, other, asks, at);
            } else if (parameter.in() == In.PATH) {
                undeclared(parameter, is.path(), parameter, undeclared(parameter), asks, at);
            } else {
                facts.add(
                        Subject.PARAMETER,
                        Edit.REMOVED,
                        asks,
                        at,
                        parameter.name(),
                        parameter.node(),
                        is.node(),
                        Sunset.marked(place(parameter), parameter.deprecated(), List.of(parameter.node()), today),
                        Effect.NONE);
            }
        });
        now.forEach((key, parameter) -> {
            if (!old.containsKey(key) && parameter.in() == In.PATH) {
                undeclared(parameter, was.path(), undeclared(parameter), parameter, asks, use.at(place(parameter)));
            } else if (!old.containsKey(key)) {
                facts.add(
                        Subject.PARAMETER,
                        Edit.ADDED,
                        asks,
                        use.at(place(parameter)),
                        parameter.name(),
                        was.node(),
                        parameter.node(),
                        "%s %s".formatted(parameter.required() ? "required" : "optional", place(parameter)),
                        parameter.required() && asks == Direction.REQUEST
                                ? Effect.fails("a request without %s".formatted(place(parameter)))
                                : Effect.NONE);
            }
        });
    }

    /** A parameter of a path that one side does not declare may be any text there. */
    private static Parameter undeclared(Parameter declared) {
        return new Parameter(
                declared.node(),
                declared.name(),
                In.PATH,
                true,
                false,
                false,
                false,
                Parameter.Style.SIMPLE,
                false,
                Optional.of(ANY_TEXT),
                Map.of());
    }

    private void undeclared(
            Parameter declared, String otherPath, Parameter was, Parameter is, Direction asks, Use use) {
        if (declared.schema().isPresent() && otherPath.contains("{" + declared.name() + "}")) {
            carried.between(Carried.of(was), Carried.of(is), asks)
                    .forEach(difference -> facts.add(difference, asks, use));
        }
    }

    private static String place(Parameter parameter) {
        return "%s parameter %s".formatted(parameter.in().name().toLowerCase(Locale.ROOT), parameter.name());
    }

    private void parameter(Parameter was, Parameter is, Direction asks, Use use) {
        if (was.required() != is.required()) {
            var fails = is.required() == (asks == Direction.REQUEST);
            facts.add(
                    Subject.PARAMETER_REQUIRED,
                    is.required() ? Edit.NARROWED : Edit.WIDENED,
                    asks,
                    use,
                    was.name(),
                    was.node(),
                    is.node(),
                    is.required() ? "optional → required" : "required → optional",
                    fails ? Effect.fails("a request without %s".formatted(place(was))) : Effect.NONE);
        }
        if (was.deprecated() != is.deprecated()) {
            facts.add(
                    Subject.DEPRECATION,
                    is.deprecated() ? Edit.ADDED : Edit.REMOVED,
                    asks,
                    use,
                    was.name(),
                    was.node(),
                    is.node(),
                    "parameter",
                    Effect.NONE);
        }
        Sunset.compare(was.node(), is.node(), asks, use, was.name(), "parameter", today, facts);
        var old = Carried.of(was);
        var now = Carried.of(is);
        if (was.in() == In.QUERY && was.allowEmptyValue() != is.allowEmptyValue()) {
            facts.add(
                    Subject.PARAMETER_EMPTY,
                    is.allowEmptyValue() ? Edit.WIDENED : Edit.NARROWED,
                    asks,
                    use,
                    was.name(),
                    was.node(),
                    is.node(),
                    "allowEmptyValue: %s → %s".formatted(was.allowEmptyValue(), is.allowEmptyValue()),
                    was.allowEmptyValue() && asks == Direction.REQUEST ? Effect.fails(old.with("")) : Effect.NONE);
        }
        if (was.in() == In.QUERY && was.allowReserved() != is.allowReserved()) {
            facts.add(
                    Subject.PARAMETER_RESERVED,
                    is.allowReserved() ? Edit.WIDENED : Edit.NARROWED,
                    asks,
                    use,
                    was.name(),
                    was.node(),
                    is.node(),
                    "allowReserved: %s → %s".formatted(was.allowReserved(), is.allowReserved()),
                    Effect.NONE);
        }
        standard(old, now, was.required() && is.required(), asks, use);
        carried.between(old, now, asks).forEach(difference -> facts.add(difference, asks, use));
        inner(old, now, asks, use);
    }

    /** What a parameter that is left out stands for. */
    private void standard(Carried was, Carried is, boolean alwaysThere, Direction asks, Use use) {
        var old = Annotations.standard(Views.conjuncts(was.schema()));
        var now = Annotations.standard(Views.conjuncts(is.schema()));
        if (!Annotations.same(old, now)) {
            facts.add(
                    Subject.PARAMETER_DEFAULT,
                    Annotations.edit(old, now),
                    asks,
                    use,
                    was.name(),
                    was.schema().node(),
                    is.schema().node(),
                    "default: %s → %s".formatted(Annotations.text(old), Annotations.text(now)),
                    alwaysThere || asks == Direction.RESPONSE
                            ? Effect.NONE
                            : Effect.fails("a request without %s, which means %s now and meant %s"
                                    .formatted(was.name(), Annotations.text(now), Annotations.text(old))));
        }
    }

    private void inner(Carried was, Carried is, Direction direction, Use use) {
        if (was.content().isEmpty() && is.content().isEmpty()) {
            annotations.compareBelow(was.schema(), is.schema(), direction, use);
        }
    }

    // bodies

    private void body(Operation was, Operation is, Direction asks, Use use) {
        var old = was.requestBody();
        var now = is.requestBody();
        var at = use.at("request body");
        if (old.isEmpty() && now.isEmpty()) {
            return;
        }
        if (old.isEmpty() || now.isEmpty()) {
            var required = now.or(() -> old).map(RequestBody::required).orElse(false);
            var added = old.isEmpty();
            var fails = required && added == (asks == Direction.REQUEST);
            facts.add(
                    Subject.BODY,
                    added ? Edit.ADDED : Edit.REMOVED,
                    asks,
                    at,
                    "",
                    old.map(RequestBody::node).orElse(was.node()),
                    now.map(RequestBody::node).orElse(is.node()),
                    required ? "required" : "optional",
                    fails ? Effect.fails("a request without a body") : Effect.NONE);
            return;
        }
        if (old.get().required() != now.get().required()) {
            var fails = now.get().required() == (asks == Direction.REQUEST);
            facts.add(
                    Subject.BODY_REQUIRED,
                    now.get().required() ? Edit.NARROWED : Edit.WIDENED,
                    asks,
                    at,
                    "",
                    old.get().node(),
                    now.get().node(),
                    now.get().required() ? "optional → required" : "required → optional",
                    fails ? Effect.fails("a request without a body") : Effect.NONE);
        }
        contents(
                old.get().content(),
                now.get().content(),
                asks,
                at,
                old.get().node(),
                now.get().node(),
                false);
    }

    /** @param negotiated whether the reader says what it can read, so that one more type harms nobody */
    private void contents(
            Map<String, MediaType> was,
            Map<String, MediaType> is,
            Direction direction,
            Use use,
            Node wasAt,
            Node isAt,
            boolean negotiated) {
        if (was.isEmpty() || is.isEmpty()) {
            if (!was.isEmpty() || !is.isEmpty()) {
                var added = was.isEmpty();
                facts.add(
                        Subject.BODY,
                        added ? Edit.ADDED : Edit.REMOVED,
                        direction,
                        use,
                        "",
                        wasAt,
                        isAt,
                        "content",
                        !added && direction == Direction.RESPONSE
                                ? Effect.fails("an answer without a body")
                                : Effect.NONE);
            }
            return;
        }
        var used = new HashSet<MediaType>();
        for (var old : was.values()) {
            var other = negotiated
                    ? MediaRanges.findReadable(is, old.range()).or(() -> MediaRanges.find(is, old.range()))
                    : MediaRanges.find(is, old.range());
            var at = use.at(old.range());
            if (other.isPresent()) {
                used.add(other.get());
                media(old, other.get(), direction, at);
                continue;
            }
            var fails = direction == Direction.REQUEST || negotiated;
            facts.add(
                    Subject.MEDIA_TYPE,
                    Edit.REMOVED,
                    direction,
                    at,
                    old.range(),
                    old.node(),
                    isAt,
                    "%s → %s".formatted(String.join(", ", was.keySet()), String.join(", ", is.keySet())),
                    fails
                            ? Effect.fails(
                                    (negotiated ? "Accept: " : "Content-Type: ") + MediaRanges.example(old.range()))
                            : Effect.NONE);
        }
        for (var now : is.values()) {
            if (used.contains(now)) {
                continue;
            }
            var covering = MediaRanges.find(was, now.range());
            if (covering.isPresent() && direction == Direction.RESPONSE) {
                media(covering.get(), now, direction, use.at(now.range()));
                continue;
            }
            facts.add(
                    Subject.MEDIA_TYPE,
                    Edit.ADDED,
                    direction,
                    use.at(now.range()),
                    now.range(),
                    wasAt,
                    now.node(),
                    "%s → %s".formatted(String.join(", ", was.keySet()), String.join(", ", is.keySet())),
                    direction == Direction.RESPONSE && !negotiated
                            ? Effect.fails("Content-Type: " + MediaRanges.example(now.range()))
                            : Effect.NONE);
        }
    }

    private void media(MediaType was, MediaType is, Direction direction, Use use) {
        schemas(was.schema(), is.schema(), direction, use);
        if (was.itemSchema().isPresent() || is.itemSchema().isPresent()) {
            schemas(was.itemSchema(), is.itemSchema(), direction, use.at("item"));
        }
        encodings(was, is, direction, use);
    }

    private void schemas(Optional<Schema> was, Optional<Schema> is, Direction direction, Use use) {
        if (was.isEmpty() && is.isEmpty()) {
            return;
        }
        var old = was.orElseGet(Schema::anything);
        var now = is.orElseGet(Schema::anything);
        comparison.between(old, now, direction).forEach(difference -> facts.add(difference, direction, use));
        annotations.compare(old, now, direction, use);
    }

    private void encodings(MediaType was, MediaType is, Direction direction, Use use) {
        var names = new LinkedHashSet<>(was.encoding().keySet());
        names.addAll(is.encoding().keySet());
        for (var name : names) {
            var old = Optional.ofNullable(was.encoding().get(name));
            var now = Optional.ofNullable(is.encoding().get(name));
            var oldType = old.flatMap(MediaType.Encoding::contentType);
            var newType = now.flatMap(MediaType.Encoding::contentType);
            if (!oldType.equals(newType)) {
                var fails = direction == Direction.REQUEST
                        ? newType.isPresent()
                                && !List.of(newType.get().split(",")).stream()
                                        .map(String::strip)
                                        .anyMatch(range -> MediaRanges.covers(range, firstOf(oldType)))
                        : oldType.isPresent();
                facts.add(
                        Subject.ENCODING,
                        edit(oldType, newType),
                        direction,
                        use.at("part " + name),
                        name,
                        was.node(),
                        is.node(),
                        "contentType: %s → %s".formatted(oldType.orElse("default"), newType.orElse("default")),
                        fails
                                ? Effect.fails("part %s with Content-Type: %s".formatted(name, firstOf(oldType)))
                                : Effect.NONE);
            }
            var oldForm = form(old);
            var newForm = form(now);
            var type = was.schema()
                    .flatMap(schema -> Views.property(Views.conjuncts(schema), name))
                    .map(Views::types)
                    .orElse(Set.of());
            if (!oldForm.equals(newForm)) {
                var matters = type.contains(Schema.Type.ARRAY) || type.contains(Schema.Type.OBJECT);
                facts.add(
                        Subject.ENCODING,
                        Edit.CHANGED,
                        direction,
                        use.at("part " + name),
                        name,
                        was.node(),
                        is.node(),
                        "%s → %s".formatted(oldForm, newForm),
                        matters ? Effect.fails("part %s as %s".formatted(name, oldForm)) : Effect.NONE);
            }
        }
    }

    private static String firstOf(Optional<String> types) {
        return MediaRanges.example(types.orElse("text/plain").split(",", 2)[0].strip());
    }

    private static String form(Optional<MediaType.Encoding> encoding) {
        var style = encoding.flatMap(MediaType.Encoding::style).orElse(Parameter.Style.FORM);
        var explode = encoding.flatMap(MediaType.Encoding::explode).orElse(style == Parameter.Style.FORM);
        return style.name().toLowerCase(Locale.ROOT) + (explode ? " exploded" : "");
    }

    // answers

    private void responses(Operation was, Operation is, Direction direction, Use use) {
        var statuses = new LinkedHashSet<String>();
        was.responses().keySet().forEach(statuses::add);
        is.responses().keySet().forEach(statuses::add);
        record Met(Response was, Response is) {}
        var met = new HashSet<Met>();
        for (var status : statuses) {
            var concrete = concrete(status, statuses);
            var old = effective(was.responses(), concrete);
            var now = effective(is.responses(), concrete);
            var at = use.at("response " + status);
            if (old != null && now != null) {
                if (met.add(new Met(old, now))) {
                    response(old, now, direction, at, concrete);
                }
            } else {
                var added = old == null;
                facts.add(
                        Subject.STATUS,
                        added ? Edit.ADDED : Edit.REMOVED,
                        direction,
                        at,
                        status,
                        old == null ? was.node() : old.node(),
                        now == null ? is.node() : now.node(),
                        status,
                        !added && isSuccess(concrete) && direction == Direction.RESPONSE
                                ? Effect.fails("the answer %s no longer comes".formatted(status))
                                : Effect.NONE);
            }
        }
    }

    static boolean isSuccess(String status) {
        return status.startsWith("2") || status.startsWith("3");
    }

    /** A status that only this key decides. */
    private static String concrete(String status, Set<String> all) {
        if (status.length() == 3 && status.endsWith("XX")) {
            for (var code = 99; code > 0; code--) {
                var one = "%s%02d".formatted(status.substring(0, 1), code);
                if (!all.contains(one)) {
                    return one;
                }
            }
        }
        return status;
    }

    private static @Nullable Response effective(Map<String, Response> responses, String status) {
        var exact = responses.get(status);
        if (exact != null) {
            return exact;
        }
        var range = status.equals("default") ? null : responses.get(status.substring(0, 1) + "XX");
        return range != null ? range : responses.get("default");
    }

    private void response(Response was, Response is, Direction direction, Use use, String status) {
        contents(was.content(), is.content(), direction, use, was.node(), is.node(), direction == Direction.RESPONSE);
        headers(was.headers(), is.headers(), direction, use, was.node(), is.node());
        if (!was.links().keySet().equals(is.links().keySet())) {
            facts.add(
                    Subject.LINK,
                    Edit.CHANGED,
                    direction,
                    use,
                    status,
                    was.node(),
                    is.node(),
                    "%s → %s".formatted(was.links().keySet(), is.links().keySet()),
                    Effect.NONE);
        }
    }

    private void headers(
            Map<String, Header> was, Map<String, Header> is, Direction direction, Use use, Node wasAt, Node isAt) {
        was.forEach((name, old) -> {
            if (name.equals("content-type")) {
                return;
            }
            var now = is.get(name);
            var at = use.at("header " + old.name());
            if (now == null) {
                var fails = old.required() && direction == Direction.RESPONSE;
                facts.add(
                        Subject.HEADER,
                        Edit.REMOVED,
                        direction,
                        at,
                        old.name(),
                        old.node(),
                        isAt,
                        old.required() ? "required" : "optional",
                        fails ? Effect.fails("an answer without the header " + old.name()) : Effect.NONE);
                return;
            }
            if (old.required() != now.required()) {
                var fails = now.required() == (direction == Direction.REQUEST);
                facts.add(
                        Subject.HEADER_REQUIRED,
                        now.required() ? Edit.NARROWED : Edit.WIDENED,
                        direction,
                        at,
                        old.name(),
                        old.node(),
                        now.node(),
                        now.required() ? "optional → required" : "required → optional",
                        fails ? Effect.fails("an answer without the header " + old.name()) : Effect.NONE);
            }
            var carriedWas = Carried.of(old);
            var carriedIs = Carried.of(now);
            carried.between(carriedWas, carriedIs, direction)
                    .forEach(difference -> facts.add(difference, direction, at));
            inner(carriedWas, carriedIs, direction, at);
        });
        is.forEach((name, now) -> {
            if (!was.containsKey(name) && !name.equals("content-type")) {
                var fails = now.required() && direction == Direction.REQUEST;
                facts.add(
                        Subject.HEADER,
                        Edit.ADDED,
                        direction,
                        use.at("header " + now.name()),
                        now.name(),
                        wasAt,
                        now.node(),
                        now.required() ? "required" : "optional",
                        fails ? Effect.fails("an answer without the header " + now.name()) : Effect.NONE);
            }
        });
    }

    // security

    private void security(Operation was, Operation is, Use use) {
        var old = Credentials.of(before, was);
        var now = Credentials.of(after, is);
        var at = use.at("security");
        for (var shown : old) {
            if (now.stream().noneMatch(shown::satisfy)) {
                facts.add(
                        Subject.SECURITY,
                        Edit.NARROWED,
                        Direction.REQUEST,
                        at,
                        "",
                        securityNode(before, was),
                        securityNode(after, is),
                        "%s → %s".formatted(text(old), text(now)),
                        Effect.fails("a request with " + shown));
                return;
            }
        }
        if (!new HashSet<>(old).equals(new HashSet<>(now))) {
            facts.add(
                    Subject.SECURITY,
                    Edit.WIDENED,
                    Direction.REQUEST,
                    at,
                    "",
                    securityNode(before, was),
                    securityNode(after, is),
                    "%s → %s".formatted(text(old), text(now)),
                    Effect.NONE);
        }
    }

    private static String text(List<Credentials> credentials) {
        return String.join(
                " or ", credentials.stream().map(Credentials::toString).toList());
    }

    private static Node securityNode(OpenApiDocument document, Operation operation) {
        return operation
                .node()
                .get("security")
                .or(() -> document.root().get("security"))
                .orElse(operation.node());
    }

    /** Where tokens come from, by the schemes that have one name in both documents. */
    void addresses() {
        before.securitySchemes().forEach((name, was) -> {
            var is = after.securitySchemes().get(name);
            if (is != null && was.type().equals(is.type()) && !addresses(was).equals(addresses(is))) {
                facts.add(
                        Subject.SECURITY_ADDRESS,
                        Edit.CHANGED,
                        Direction.REQUEST,
                        new Use("security scheme " + name, ""),
                        name,
                        was.node(),
                        is.node(),
                        "%s → %s".formatted(addresses(was), addresses(is)),
                        Effect.NONE);
            }
        });
    }

    private static List<String> addresses(SecurityScheme scheme) {
        return scheme.flows().values().stream()
                .flatMap(flow -> Stream.of(flow.authorizationUrl(), flow.tokenUrl(), flow.refreshUrl()))
                .flatMap(Optional::stream)
                .distinct()
                .sorted()
                .toList();
    }

    // callbacks

    private void callbacks(Operation was, Operation is, Direction asks, Use use) {
        var old = expressions(was);
        var now = expressions(is);
        old.forEach((expression, item) -> {
            var other = now.get(expression);
            if (other == null) {
                facts.add(
                        Subject.CALLBACK,
                        Edit.REMOVED,
                        opposite(asks),
                        use,
                        expression,
                        item.node(),
                        is.node(),
                        expression,
                        Effect.fails("the request to %s no longer comes".formatted(expression)));
            } else {
                items(item, other, opposite(asks), use.operation() + Use.CALLBACK, Subject.CALLBACK);
            }
        });
        now.forEach((expression, item) -> {
            if (!old.containsKey(expression)) {
                facts.add(
                        Subject.CALLBACK,
                        Edit.ADDED,
                        opposite(asks),
                        use,
                        expression,
                        was.node(),
                        item.node(),
                        expression,
                        Effect.NONE);
            }
        });
    }

    private static Map<String, PathItem> expressions(Operation operation) {
        var all = new LinkedHashMap<String, PathItem>();
        operation.callbacks().values().forEach(all::putAll);
        return all;
    }

    /** What differs between two webhooks, or two callbacks. */
    void items(PathItem was, PathItem is, Direction asks, String prefix, Subject subject) {
        for (var old : was.operations()) {
            var label = prefix + old.method() + " " + was.path();
            var now = is.operations().stream()
                    .filter(other -> other.method().equals(old.method()))
                    .findFirst();
            if (now.isPresent()) {
                compare(old, now.get(), asks, label);
            } else {
                facts.add(
                        subject,
                        Edit.REMOVED,
                        asks,
                        new Use(label, ""),
                        was.path(),
                        old.node(),
                        is.node(),
                        label,
                        Effect.fails("the request %s no longer comes".formatted(label)));
            }
        }
        for (var now : is.operations()) {
            if (was.operations().stream().noneMatch(old -> old.method().equals(now.method()))) {
                var label = prefix + now.method() + " " + is.path();
                facts.add(
                        subject,
                        Edit.ADDED,
                        asks,
                        new Use(label, ""),
                        is.path(),
                        was.node(),
                        now.node(),
                        label,
                        Effect.NONE);
            }
        }
    }
}
