package dev.seamwright.broker.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code openapi.yaml}, to check requests and answers against. An object with a member that is not described is wrong. */
public final class OpenApi {
    private static final String URI = "https://seamwright.dev/openapi.json";
    private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");
    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");

    private static final OpenApi INSTANCE = new OpenApi();

    private final JsonNode document;
    private final List<Operation> operations = new ArrayList<>();
    private final SchemaRegistry schemas;

    /**
     * A method of a path.
     *
     * @param pointer to the operation in the document (RFC 6901)
     */
    public record Operation(String method, String path, String pointer, JsonNode node, Pattern pattern) {
        public String id() {
            return node.path("operationId").asText();
        }

        boolean matches(String method, String rawPath) {
            return this.method.equals(method) && pattern.matcher(rawPath).matches();
        }
    }

    private OpenApi() {
        try (var yaml = OpenApi.class.getResourceAsStream("/openapi/openapi.yaml")) {
            document = new YAMLMapper().readTree(Objects.requireNonNull(yaml, "openapi.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (var path : document.get("paths").properties()) {
            for (var method : path.getValue().properties()) {
                if (METHODS.contains(method.getKey())) {
                    operations.add(operation(path.getKey(), method.getKey(), method.getValue()));
                }
            }
        }
        var closed = document.deepCopy();
        close(closed.at("/components/schemas"));
        schemas = SchemaRegistry.withDialect(
                Dialects.getDraft202012(),
                registry -> registry.schemas(Map.of(URI, closed.toString()))
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build()));
    }

    private static Operation operation(String path, String method, JsonNode node) {
        var pattern = new StringBuilder();
        var matcher = PARAMETER.matcher(path);
        var end = 0;
        while (matcher.find()) {
            pattern.append(Pattern.quote(path.substring(end, matcher.start()))).append("([^/]+)");
            end = matcher.end();
        }
        pattern.append(Pattern.quote(path.substring(end)));
        var pointer = "/paths/" + path.replace("~", "~0").replace("/", "~1") + "/" + method;
        return new Operation(
                method.toUpperCase(java.util.Locale.ROOT), path, pointer, node, Pattern.compile(pattern.toString()));
    }

    /** What is not described is not allowed, where the document does not say otherwise. */
    private static void close(JsonNode components) {
        for (var schema : components) {
            if (schema instanceof ObjectNode object
                    && object.path("type").asText().equals("object")
                    && !object.has("additionalProperties")) {
                object.put("additionalProperties", false);
            }
        }
    }

    public static OpenApi get() {
        return INSTANCE;
    }

    public JsonNode document() {
        return document;
    }

    public List<Operation> operations() {
        return List.copyOf(operations);
    }

    /** The operation that a request is for. */
    public Optional<Operation> find(String method, String rawPath) {
        return operations.stream().filter(o -> o.matches(method, rawPath)).findFirst();
    }

    /** What is wrong with the request; empty: nothing. */
    public List<String> request(
            Operation operation, String rawPath, String rawQuery, Headers headers, @Nullable String body) {
        var wrong = new ArrayList<String>();
        var segments = operation.pattern().matcher(rawPath);
        segments.matches();
        var names = PARAMETER.matcher(operation.path());
        var path = new java.util.HashMap<String, String>();
        for (var i = 1; names.find(); i++) {
            path.put(names.group(1), decode(segments.group(i)));
        }
        var query = new java.util.LinkedHashMap<String, String>();
        for (var pair : rawQuery.isEmpty() ? new String[0] : rawQuery.split("&")) {
            var equals = pair.indexOf('=');
            query.put(decode(equals < 0 ? pair : pair.substring(0, equals)), decode(pair.substring(equals + 1)));
        }
        for (var parameter : parameters(operation)) {
            var node = resolve(parameter).node();
            var name = node.get("name").asText();
            var value = switch (node.get("in").asText()) {
                case "path" -> path.remove(name);
                case "query" -> query.remove(name);
                case "header" -> headers.get(name);
                default -> throw new IllegalStateException("parameter in " + node.get("in"));
            };
            if (value != null) {
                var schema = resolve(parameter).pointer() + "/schema";
                wrong.addAll(validate(schema, parameterValue(schema, value)));
            } else if (node.path("required").asBoolean()) {
                wrong.add("the parameter '%s' is missing".formatted(name));
            }
        }
        path.keySet().forEach(name -> wrong.add("the path parameter '%s' is not described".formatted(name)));
        query.keySet().forEach(name -> wrong.add("the query parameter '%s' is not described".formatted(name)));
        wrong.addAll(requestBody(operation, headers, body));
        return wrong;
    }

    private List<String> requestBody(Operation operation, Headers headers, @Nullable String body) {
        var described = operation.node().get("requestBody");
        if (described == null) {
            return body == null ? List.of() : List.of("a body is not described");
        }
        if (body == null) {
            return described.path("required").asBoolean() ? List.of("the body is missing") : List.of();
        }
        var type = mediaType(headers.get("Content-Type"));
        var content = operation.pointer() + "/requestBody/content/" + escape(type);
        return document.at(content).isMissingNode()
                ? List.of("the request's content type '%s' is not described".formatted(type))
                : validate(content + "/schema", body);
    }

    /** What is wrong with the answer; empty: nothing. A failure of the server is always wrong. */
    public List<String> response(Operation operation, TestBroker.Answer answer) {
        var responses = operation.pointer() + "/responses/";
        var pointer = responses + answer.status();
        if (document.at(pointer).isMissingNode()) {
            if (answer.status() < 400 || (answer.status() >= 500 && answer.status() != 503)) {
                return List.of("the status %d is not described: %s".formatted(answer.status(), answer.body()));
            }
            pointer = responses + "default";
        }
        pointer = resolve(pointer).pointer();
        var content = document.at(pointer + "/content");
        if (content.isMissingNode()) {
            return answer.body().isEmpty() ? List.of() : List.of("a body is not described: " + answer.body());
        }
        var type = mediaType(answer.header("Content-Type"));
        return content.has(type)
                ? validate(pointer + "/content/" + escape(type) + "/schema", answer.body())
                : List.of("the answer's content type '%s' is not described".formatted(type));
    }

    /** What is wrong with a JSON text, after the schema at the pointer. */
    public List<String> validate(String schemaPointer, String json) {
        return schemas.getSchema(SchemaLocation.of(URI + "#" + schemaPointer)).validate(json, InputFormat.JSON).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    /** Names of the parameters that the operation takes in its query. */
    public List<String> queryParameters(Operation operation) {
        return parameters(operation).stream()
                .map(pointer -> resolve(pointer).node())
                .filter(node -> node.path("in").asText().equals("query"))
                .map(node -> node.get("name").asText())
                .toList();
    }

    /** Pointers to the operation's parameters and its path's. */
    private List<String> parameters(Operation operation) {
        var pointers = new ArrayList<String>();
        var path = operation.pointer().substring(0, operation.pointer().lastIndexOf('/'));
        for (var list : List.of(path + "/parameters", operation.pointer() + "/parameters")) {
            for (var i = 0; i < document.at(list).size(); i++) {
                pointers.add(list + "/" + i);
            }
        }
        return pointers;
    }

    private String parameterValue(String schemaPointer, String value) {
        var type = resolve(schemaPointer).node().path("type").asText();
        var isJson = type.equals("boolean") || type.equals("integer") || type.equals("number");
        return isJson && value.matches("true|false|-?[0-9]+")
                ? value
                : com.fasterxml.jackson.databind.node.TextNode.valueOf(value).toString();
    }

    private record Resolved(String pointer, JsonNode node) {}

    private Resolved resolve(String pointer) {
        var node = document.at(pointer);
        return node.has("$ref") ? resolve(node.get("$ref").asText().substring(1)) : new Resolved(pointer, node);
    }

    private static String escape(String segment) {
        return segment.replace("~", "~0").replace("/", "~1");
    }

    private static String mediaType(@Nullable String contentType) {
        return contentType == null ? "" : contentType.replaceFirst(";.*", "").trim();
    }

    private static String decode(String text) {
        return java.net.URLDecoder.decode(text.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8);
    }

    /** Headers of a request. */
    @SuppressWarnings("ArrayRecordComponent") // varargs, never compared
    public record Headers(String... pairs) {
        @Nullable
        String get(String name) {
            for (var i = 0; i < pairs.length; i += 2) {
                if (pairs[i].equalsIgnoreCase(name)) {
                    return pairs[i + 1];
                }
            }
            return null;
        }
    }
}
