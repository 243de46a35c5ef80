package dev.seamwright.contracts.openapi;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.openapi.Parameter.In;
import dev.seamwright.contracts.openapi.Parameter.Style;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what stands around the schemas. */
final class DocumentReader {
    private static final int MAX_HOPS = 100;
    private static final int MAX_CALLBACK_DEPTH = 5;

    /** Operations, and parameters and responses of each: what references repeat counts each time. */
    private static final int MAX_PARTS = 300_000;

    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace", "query");
    private static final Set<String> OF_A_PARAMETER = Set.of(
            "name", "in", "description", "required", "allowEmptyValue", "collectionFormat", "example", "examples");
    private static final Set<String> FORMS = Set.of("application/x-www-form-urlencoded", "multipart/form-data");
    private static final String ANY = "*/*";

    private final Dialect dialect;
    private final Node root;
    private final List<Note> notes;
    private final References references;
    private final SchemaReader schemas;

    private List<Server> servers = List.of();
    private List<SecurityRequirement> security = List.of();
    private int parts;

    /** All that a document has. */
    record Contents(
            List<PathItem> paths,
            List<PathItem> webhooks,
            Map<String, Schema> schemas,
            Map<String, SecurityScheme> securitySchemes,
            List<Server> servers) {}

    DocumentReader(Dialect dialect, Node root, List<Note> notes) {
        this.dialect = dialect;
        this.root = root;
        this.notes = notes;
        this.references = new References(root);
        var foreign = root.get("jsonSchemaDialect")
                .filter(node -> !node.text().orElse("").startsWith("https://spec.openapis.org/oas/3.")
                        && !node.text().orElse("").startsWith("https://json-schema.org/draft/2020-12/"))
                .orElse(null);
        if (foreign != null) {
            notes.add(new Note(
                    Note.Kind.UNSUPPORTED,
                    foreign.place(),
                    "this dialect of schemas is not understood; they are undecided"));
        }
        this.schemas = new SchemaReader(
                dialect, references, notes, components("schemas").orElse(null), foreign);
    }

    private boolean two() {
        return dialect == Dialect.SWAGGER_2_0;
    }

    private Optional<Node> components(String kind) {
        if (!two()) {
            return root.get("components").flatMap(node -> node.get(kind));
        }
        return root.get(
                switch (kind) {
                    case "schemas" -> "definitions";
                    case "securitySchemes" -> "securityDefinitions";
                    default -> kind;
                });
    }

    Contents read() {
        servers = two()
                ? List.of(addressOfTwo())
                : servers(root).orElseGet(() -> List.of(new Server(root, "/", Map.of())));
        security = security(root).orElse(List.of());
        var named = new LinkedHashMap<String, Schema>();
        components("schemas")
                .ifPresent(node -> node.members().forEach(member -> named.put(member.step(), schemas.at(member))));
        var paths = new ArrayList<PathItem>();
        for (var member : root.get("paths").map(Node::members).orElse(List.of())) {
            if (!member.step().startsWith("x-")) {
                paths.add(pathItem(member, member.step(), 0));
            }
        }
        var webhooks = new ArrayList<PathItem>();
        root.get("webhooks")
                .ifPresent(node -> node.members().forEach(member -> webhooks.add(pathItem(member, member.step(), 0))));
        var schemes = new LinkedHashMap<String, SecurityScheme>();
        components("securitySchemes")
                .ifPresent(node -> node.members()
                        .forEach(member -> resolve(member)
                                .ifPresent(
                                        target -> schemes.put(member.step(), securityScheme(member.step(), target)))));
        // components that nothing refers to are read too, so that what is wrong with them is told
        components("responses")
                .ifPresent(node -> node.members()
                        .forEach(member ->
                                resolve(member).ifPresent(target -> response(member.step(), target, List.of(ANY)))));
        schemas.finish();
        return new Contents(
                List.copyOf(paths),
                List.copyOf(webhooks),
                Collections.unmodifiableMap(named),
                Collections.unmodifiableMap(schemes),
                servers);
    }

    /** What a node stands for: itself, or what its reference leads to. */
    private Optional<Node> resolve(Node node) {
        var target = node;
        for (var hops = 0; hops < MAX_HOPS; hops++) {
            var reference = target.get("$ref");
            if (reference.isEmpty()) {
                return Optional.of(target);
            }
            var at = reference.get();
            var next = at.text().flatMap(text -> references.target(text, at));
            if (next.isEmpty()) {
                unsupported(at, "leads nowhere");
                return Optional.empty();
            }
            target = next.get();
        }
        unsupported(node, "is a reference that leads to references without end");
        return Optional.empty();
    }

    private PathItem pathItem(Node node, String path, int callbackDepth) {
        var item = resolve(node).orElse(node);
        if (item != node && node.members().size() > 1) {
            unsupported(
                    node,
                    "has members beside its reference, which the specification leaves undefined; they are ignored");
        }
        var shared = parameters(item, path);
        var itemServers = servers(item).orElse(servers);
        var operations = new ArrayList<Operation>();
        for (var member : item.members()) {
            if (METHODS.contains(member.step()) && member.isObject()) {
                operations.add(operation(member, member.step(), path, shared, itemServers, callbackDepth));
            }
        }
        for (var member : item.get("additionalOperations").map(Node::members).orElse(List.of())) {
            operations.add(operation(member, member.step(), path, shared, itemServers, callbackDepth));
        }
        return new PathItem(item, path, List.copyOf(operations));
    }

    private Operation operation(
            Node node, String method, String path, List<Node> shared, List<Server> itemServers, int callbackDepth) {
        var own = parameters(node, path);
        count(node, 1 + own.size() + shared.size());
        var overridden = own.stream().map(DocumentReader::identity).collect(Collectors.toSet());
        var nodes = new ArrayList<Node>();
        for (var parameter : shared) {
            if (!overridden.contains(identity(parameter))) {
                nodes.add(parameter);
            }
        }
        nodes.addAll(own);
        var produces = types(node, "produces");
        var responses = new LinkedHashMap<String, Response>();
        for (var member : node.get("responses").map(Node::members).orElse(List.of())) {
            if (!member.step().startsWith("x-")) {
                var status = member.step().equals("default")
                        ? "default"
                        : member.step().toUpperCase(Locale.ROOT);
                resolve(member).ifPresent(target -> responses.put(status, response(status, target, produces)));
            }
        }
        return new Operation(
                node,
                method.toUpperCase(Locale.ROOT),
                path,
                node.get("operationId").flatMap(Node::text),
                texts(node, "tags"),
                flag(node, "deprecated"),
                nodes.stream()
                        .filter(parameter -> !ofBody(parameter))
                        .flatMap(parameter -> parameter(parameter).stream())
                        .toList(),
                two()
                        ? bodyOfTwo(node, nodes)
                        : node.get("requestBody").flatMap(this::resolve).map(this::requestBody),
                Collections.unmodifiableMap(responses),
                callbackDepth < MAX_CALLBACK_DEPTH ? callbacks(node, callbackDepth + 1) : Map.of(),
                security(node).orElse(security),
                servers(node).orElse(itemServers));
    }

    private void count(Node node, int more) {
        parts += more;
        if (parts > MAX_PARTS) {
            throw new InvalidInput(
                    node.pointer(),
                    "is where the document has more than %d operations and parameters, repeated ones counted each time (%s)"
                            .formatted(MAX_PARTS, node.place().spot()));
        }
    }

    private Map<String, Map<String, PathItem>> callbacks(Node operation, int depth) {
        var callbacks = new LinkedHashMap<String, Map<String, PathItem>>();
        for (var member : operation.get("callbacks").map(Node::members).orElse(List.of())) {
            var expressions = new LinkedHashMap<String, PathItem>();
            resolve(member)
                    .ifPresent(target -> target.members().stream()
                            .filter(expression -> !expression.step().startsWith("x-"))
                            .forEach(expression -> expressions.put(
                                    expression.step(), pathItem(expression, expression.step(), depth))));
            callbacks.put(member.step(), Collections.unmodifiableMap(expressions));
        }
        return Collections.unmodifiableMap(callbacks);
    }

    private List<Node> parameters(Node node, String path) {
        var parameters = new ArrayList<Node>();
        for (var item : node.get("parameters").map(Node::items).orElse(List.of())) {
            resolve(item).ifPresent(parameters::add);
        }
        if (parameters.stream().map(DocumentReader::identity).distinct().count() < parameters.size()) {
            unsupported(node, "has a parameter twice, in %s".formatted(path));
        }
        return parameters;
    }

    private static String identity(Node parameter) {
        var in = parameter.get("in").flatMap(Node::text).orElse("");
        var name = parameter.get("name").flatMap(Node::text).orElse("");
        return in + ":" + (in.equals("header") ? name.toLowerCase(Locale.ROOT) : name);
    }

    private boolean ofBody(Node parameter) {
        var in = parameter.get("in").flatMap(Node::text).orElse("");
        return two() && (in.equals("body") || in.equals("formData"));
    }

    private Optional<Parameter> parameter(Node node) {
        var name = node.get("name").flatMap(Node::text);
        var word = node.get("in").flatMap(Node::text).orElse("");
        var in = constant(In.values(), word);
        if (name.isEmpty() || in.isEmpty()) {
            unsupported(node, "is a parameter without a name, or in no place that is known");
            return Optional.empty();
        }
        var style = style(node).orElseGet(() -> switch (in.get()) {
            case PATH, HEADER -> Style.SIMPLE;
            case QUERY, QUERYSTRING, COOKIE -> Style.FORM;
        });
        var explode = two()
                ? "multi".equals(format(node))
                : explode(node).orElse(style == Style.FORM || style == Style.COOKIE);
        return Optional.of(new Parameter(
                node,
                name.get(),
                in.get(),
                flag(node, "required") || in.get() == In.PATH,
                flag(node, "deprecated"),
                flag(node, "allowEmptyValue"),
                flag(node, "allowReserved"),
                style,
                explode,
                two()
                        ? Optional.of(schemas.at(node, OF_A_PARAMETER))
                        : node.get("schema").map(schemas::at),
                content(node)));
    }

    private static @Nullable String format(Node node) {
        return node.get("collectionFormat").flatMap(Node::text).orElse(null);
    }

    private Optional<Style> style(Node node) {
        if (!two()) {
            return node.get("style").flatMap(Node::text).flatMap(word -> constant(Style.values(), word));
        }
        return switch (format(node)) {
            case "ssv" -> Optional.of(Style.SPACE_DELIMITED);
            case "tsv" -> Optional.of(Style.TAB_DELIMITED);
            case "pipes" -> Optional.of(Style.PIPE_DELIMITED);
            case null, default -> Optional.empty();
        };
    }

    private static Optional<Boolean> explode(Node node) {
        return node.get("explode").filter(Node::isBoolean).map(Node::isTrue);
    }

    private RequestBody requestBody(Node node) {
        return new RequestBody(node, flag(node, "required"), content(node));
    }

    private Optional<RequestBody> bodyOfTwo(Node operation, List<Node> parameters) {
        var consumes = types(operation, "consumes");
        for (var parameter : parameters) {
            if (parameter.get("in").flatMap(Node::text).orElse("").equals("body")) {
                var schema = parameter.get("schema").map(schemas::at);
                var content = new LinkedHashMap<String, MediaType>();
                consumes.forEach(range ->
                        content.put(range, new MediaType(parameter, range, schema, Optional.empty(), Map.of())));
                return Optional.of(new RequestBody(parameter, flag(parameter, "required"), content));
            }
        }
        var fields = parameters.stream()
                .filter(parameter ->
                        parameter.get("in").flatMap(Node::text).orElse("").equals("formData"))
                .toList();
        return fields.isEmpty() ? Optional.empty() : Optional.of(formOfTwo(operation, fields, consumes));
    }

    private RequestBody formOfTwo(Node operation, List<Node> fields, List<String> consumes) {
        var form = new Schema(operation, null);
        form.types = Set.of(Schema.Type.OBJECT);
        var properties = new LinkedHashMap<String, Schema>();
        var required = new ArrayList<String>();
        var encoding = new LinkedHashMap<String, MediaType.Encoding>();
        var file = false;
        for (var field : fields) {
            var name = field.get("name").flatMap(Node::text).orElse("");
            properties.put(name, schemas.at(field, OF_A_PARAMETER));
            if (flag(field, "required")) {
                required.add(name);
            }
            file |= field.get("type").flatMap(Node::text).orElse("").equals("file");
            encoding.put(
                    name,
                    new MediaType.Encoding(
                            field,
                            Optional.empty(),
                            Map.of(),
                            Optional.of(style(field).orElse(Style.FORM)),
                            Optional.of("multi".equals(format(field))),
                            false));
        }
        form.properties = Collections.unmodifiableMap(properties);
        form.required = List.copyOf(required);
        var ranges = consumes.stream().filter(FORMS::contains).toList();
        if (ranges.isEmpty()) {
            ranges = List.of(file ? "multipart/form-data" : "application/x-www-form-urlencoded");
        }
        var content = new LinkedHashMap<String, MediaType>();
        ranges.forEach(range -> content.put(
                range, new MediaType(operation, range, Optional.of(form), Optional.empty(), Map.copyOf(encoding))));
        return new RequestBody(operation, !required.isEmpty(), Collections.unmodifiableMap(content));
    }

    private Response response(String status, Node node, List<String> produces) {
        count(node, 1);
        var headers = headers(node);
        var content = content(node);
        if (two()) {
            var schema = node.get("schema").map(schemas::at);
            var ofTwo = new LinkedHashMap<String, MediaType>();
            if (schema.isPresent()) {
                produces.forEach(
                        range -> ofTwo.put(range, new MediaType(node, range, schema, Optional.empty(), Map.of())));
            }
            content = Collections.unmodifiableMap(ofTwo);
        }
        var links = new LinkedHashMap<String, Node>();
        for (var member : node.get("links").map(Node::members).orElse(List.of())) {
            resolve(member).ifPresent(target -> links.put(member.step(), target));
        }
        return new Response(node, status, headers, content, Collections.unmodifiableMap(links));
    }

    private Map<String, Header> headers(Node node) {
        var headers = new LinkedHashMap<String, Header>();
        for (var member : node.get("headers").map(Node::members).orElse(List.of())) {
            resolve(member)
                    .ifPresent(target -> headers.put(
                            member.step().toLowerCase(Locale.ROOT),
                            new Header(
                                    target,
                                    member.step(),
                                    flag(target, "required"),
                                    flag(target, "deprecated"),
                                    explode(target).orElse(false),
                                    two()
                                            ? Optional.of(schemas.at(target, OF_A_PARAMETER))
                                            : target.get("schema").map(schemas::at),
                                    content(target))));
        }
        return Collections.unmodifiableMap(headers);
    }

    private Map<String, MediaType> content(Node node) {
        var content = new LinkedHashMap<String, MediaType>();
        if (two()) {
            return content;
        }
        for (var member : node.get("content").map(Node::members).orElse(List.of())) {
            resolve(member).ifPresent(target -> content.put(member.step(), mediaType(member.step(), target)));
        }
        return Collections.unmodifiableMap(content);
    }

    private MediaType mediaType(String range, Node node) {
        var encoding = new LinkedHashMap<String, MediaType.Encoding>();
        for (var member : node.get("encoding").map(Node::members).orElse(List.of())) {
            encoding.put(
                    member.step(),
                    new MediaType.Encoding(
                            member,
                            member.get("contentType").flatMap(Node::text),
                            headers(member),
                            style(member),
                            explode(member),
                            flag(member, "allowReserved")));
        }
        return new MediaType(
                node,
                range,
                node.get("schema").map(schemas::at),
                node.get("itemSchema").map(schemas::at),
                Collections.unmodifiableMap(encoding));
    }

    private Optional<List<Server>> servers(Node node) {
        return node.get("servers")
                .filter(list -> !list.items().isEmpty())
                .map(list -> list.items().stream()
                        .map(item -> new Server(
                                item, item.get("url").flatMap(Node::text).orElse("/"), variables(item)))
                        .toList());
    }

    private static Map<String, Server.Variable> variables(Node server) {
        var variables = new LinkedHashMap<String, Server.Variable>();
        for (var member : server.get("variables").map(Node::members).orElse(List.of())) {
            variables.put(
                    member.step(),
                    new Server.Variable(
                            member.get("default").map(DocumentReader::word).orElse(""),
                            member.get("enum").map(Node::items).orElse(List.of()).stream()
                                    .map(DocumentReader::word)
                                    .toList()));
        }
        return Collections.unmodifiableMap(variables);
    }

    private static String word(Node node) {
        return node.text().orElseGet(() -> node.toJson().asText());
    }

    private Server addressOfTwo() {
        var base = root.get("basePath").flatMap(Node::text).orElse("/");
        var host = root.get("host").flatMap(Node::text);
        if (host.isEmpty()) {
            return new Server(root, base, Map.of());
        }
        var schemes = texts(root, "schemes");
        return new Server(
                root,
                "{scheme}://" + host.get() + (base.startsWith("/") ? base : "/" + base),
                Map.of("scheme", new Server.Variable(schemes.isEmpty() ? "https" : schemes.getFirst(), schemes)));
    }

    private Optional<List<SecurityRequirement>> security(Node node) {
        return node.get("security")
                .map(list -> list.items().stream()
                        .map(item -> {
                            var schemes = new LinkedHashMap<String, List<String>>();
                            item.members()
                                    .forEach(member -> schemes.put(
                                            member.step(),
                                            member.items().stream()
                                                    .flatMap(scope -> scope.text().stream())
                                                    .toList()));
                            return new SecurityRequirement(item, Collections.unmodifiableMap(schemes));
                        })
                        .toList());
    }

    private SecurityScheme securityScheme(String name, Node node) {
        Function<String, Optional<String>> text = key -> node.get(key).flatMap(Node::text);
        var type = text.apply("type").orElse("");
        var flows = new LinkedHashMap<String, SecurityScheme.Flow>();
        for (var member : node.get("flows").map(Node::members).orElse(List.of())) {
            flows.put(member.step(), flow(member));
        }
        if (two() && type.equals("oauth2")) {
            var flow = text.apply("flow").orElse("");
            flows.put(
                    switch (flow) {
                        case "application" -> "clientCredentials";
                        case "accessCode" -> "authorizationCode";
                        default -> flow;
                    },
                    flow(node));
        }
        var basic = type.equals("basic");
        return new SecurityScheme(
                node,
                name,
                basic ? "http" : type,
                text.apply("in"),
                text.apply("name"),
                basic ? Optional.of("basic") : text.apply("scheme").map(scheme -> scheme.toLowerCase(Locale.ROOT)),
                text.apply("bearerFormat"),
                Collections.unmodifiableMap(flows),
                text.apply("openIdConnectUrl"));
    }

    private static SecurityScheme.Flow flow(Node node) {
        var scopes = new LinkedHashSet<String>();
        node.get("scopes").map(Node::members).orElse(List.of()).stream()
                .map(Node::step)
                .filter(scope -> !scope.startsWith("x-"))
                .forEach(scopes::add);
        return new SecurityScheme.Flow(
                node.get("authorizationUrl").flatMap(Node::text),
                node.get("tokenUrl").flatMap(Node::text),
                node.get("refreshUrl").flatMap(Node::text),
                Collections.unmodifiableSet(scopes));
    }

    /** Media types of 2.0: the operation's, else the document's, else any. */
    private List<String> types(Node operation, String key) {
        var node = operation.get(key).or(() -> root.get(key));
        var types = node.map(list -> list.items().stream()
                        .flatMap(item -> item.text().stream())
                        .distinct()
                        .toList())
                .orElse(List.of());
        return types.isEmpty() ? List.of(ANY) : types;
    }

    private static List<String> texts(Node node, String key) {
        return node.get(key).map(Node::items).orElse(List.of()).stream()
                .flatMap(item -> item.text().stream())
                .toList();
    }

    private static boolean flag(Node node, String key) {
        return node.get(key).filter(Node::isTrue).isPresent();
    }

    private static <E extends Enum<E>> Optional<E> constant(E[] constants, String word) {
        for (var constant : constants) {
            if (constant.name().replace("_", "").equalsIgnoreCase(word)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }

    private void unsupported(Node node, String what) {
        notes.add(new Note(Note.Kind.UNSUPPORTED, node.place(), what + "; what depends on it is undecided"));
    }
}
