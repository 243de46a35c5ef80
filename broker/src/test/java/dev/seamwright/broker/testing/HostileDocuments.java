package dev.seamwright.broker.testing;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** OpenAPI documents that are wrong, huge, or made to do harm. */
public final class HostileDocuments {
    /** What is to become of a document. */
    public enum Fate {
        /** It is no OpenAPI document, and the place is told. */
        REFUSED,
        /** It is one, whatever it means. */
        READ,
        /** Both will do. */
        EITHER
    }

    /**
     * A document.
     *
     * @param other almost the same, to compare it with
     */
    @SuppressWarnings("ArrayRecordComponent") // read once and compared never
    public record Case(String name, Fate fate, byte[] document, byte[] other) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final String HEAD = "openapi: 3.1.0\n";
    private static final String USE = """
            paths:
              /x:
                post:
                  requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/A" } } } }
                  responses: { 200: { description: x, content: { application/json: { schema: { $ref: "#/components/schemas/A" } } } } }
            components:
              schemas:
            """;

    /** Stands for one number in the one document, and for the next in the other. */
    private static final String EDIT = "@@";

    private static final String WHOLE = """
            {"openapi": "3.1.0", "info": {"title": "é", "version": "1"}, "paths": {"/x": {"post": {"parameters": [{"name": "q", "in": "query"}],
             "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}},
             "responses": {"200": {"description": "\\u00e9\\ud83d\\ude00", "content": {"a/b": {"schema": true}}}}}}},
             "components": {"schemas": {"A": {"type": ["object", "null"], "enum": [1.5e3, null, {"a": [true, false]}]}}}}
            """.strip();

    private final Map<String, Case> cases = new LinkedHashMap<>();

    private HostileDocuments() {}

    public static List<Case> all() {
        var documents = new HostileDocuments();
        documents.broken();
        documents.encodings();
        documents.duplicates();
        documents.yaml();
        documents.deep();
        documents.circles();
        documents.fans();
        documents.patterns();
        documents.numbers();
        documents.huge();
        documents.references();
        documents.versions();
        documents.types();
        return List.copyOf(documents.cases.values());
    }

    private void add(String name, Fate fate, byte[] document, byte[] other) {
        if (cases.put(name, new Case(name, fate, document, other)) != null) {
            throw new IllegalStateException("two documents are called " + name);
        }
    }

    private void add(String name, Fate fate, byte[] document) {
        add(name, fate, document, document);
    }

    private void add(String name, Fate fate, String document) {
        add(name, fate, utf8(document.replace(EDIT, "10")), utf8(document.replace(EDIT, "11")));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A document that sends and answers the schema A, which is written with two spaces in front. */
    private void schemas(String name, Fate fate, String schemas) {
        add(name, fate, HEAD + USE + schemas.indent(4));
    }

    /** The same in JSON, where it may be long. */
    private void json(String name, Fate fate, String schemas) {
        add(name, fate, """
                {"openapi":"3.1.0","paths":{"/x":{"post":{"requestBody":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/A"}}}},
                "responses":{"200":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/A"}}}}}}}},"components":{"schemas":{%s}}}
                """.formatted(schemas));
    }

    private static String list(int count, IntFunction<String> item) {
        return IntStream.range(0, count).mapToObj(item).collect(Collectors.joining(","));
    }

    private void broken() {
        var whole = utf8(WHOLE);
        for (var i = 0; i < 40; i++) {
            var length = i * (whole.length - 1) / 39;
            add("JSON cut after %d bytes".formatted(length), Fate.REFUSED, Arrays.copyOf(whole, length));
        }
        var yaml = utf8(HEAD + USE + "    A: { type: object, properties: { a: { type: [string, \"null\"] } } }\n");
        for (var i = 1; i < 20; i++) {
            var length = i * yaml.length / 20;
            add("YAML cut after %d bytes".formatted(length), Fate.EITHER, Arrays.copyOf(yaml, length));
        }
        Map.of(
                        "blanks", "  \n\t ",
                        "a comment", "# nothing\n",
                        "a text", "hello",
                        "a list", "[]",
                        "a closing brace", "}",
                        "words after the document", "{\"openapi\": \"3.1.0\"} x",
                        "a comma too many", "{\"openapi\": \"3.1.0\",}",
                        "a comment in JSON", "{\"openapi\": \"3.1.0\" /* 3.1 */}",
                        "single quotes in JSON", "{'openapi': '3.1.0', \"x\": tru}",
                        "a control character in JSON", "{\"openapi\": \"3.1.0\", \"x\": \"\u0001\"}")
                .forEach((name, text) -> add(name, Fate.REFUSED, text));
        add("NaN in JSON", Fate.REFUSED, "{\"openapi\": \"3.1.0\", \"x\": NaN}");
        add("a leading zero in JSON", Fate.REFUSED, "{\"openapi\": \"3.1.0\", \"x\": 012}");
        add("a wrong escape in JSON", Fate.REFUSED, "{\"openapi\": \"3.1.0\", \"x\": \"\\q\"}");
        add("HTML", Fate.REFUSED, "<!DOCTYPE html><html><body>502 Bad Gateway</body></html>");
    }

    private void encodings() {
        for (var name : List.of("UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE")) {
            var charset = Charset.forName(name);
            add("JSON in " + name, Fate.REFUSED, WHOLE.getBytes(charset));
            add("YAML in " + name, Fate.REFUSED, (HEAD + "paths: {}\n").getBytes(charset));
            add(name + " with its mark", Fate.REFUSED, ("\uFEFF" + WHOLE).getBytes(charset));
        }
        add("UTF-8 with a mark", Fate.REFUSED, "\uFEFF" + WHOLE);
        add("two marks", Fate.REFUSED, "\uFEFF\uFEFF" + HEAD);
        add("Latin-1", Fate.REFUSED, WHOLE.getBytes(StandardCharsets.ISO_8859_1));
        add("an overlong slash", Fate.REFUSED, inside((byte) 0xC0, (byte) 0xAF));
        add("a surrogate in UTF-8", Fate.REFUSED, inside((byte) 0xED, (byte) 0xA0, (byte) 0x80));
        add("a byte that continues nothing", Fate.REFUSED, inside((byte) 0x80));
        add("a byte that UTF-8 never has", Fate.REFUSED, inside((byte) 0xFF));
        add("a character beyond Unicode", Fate.REFUSED, inside((byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80));
        add("half a character at the end", Fate.REFUSED, new byte[] {'{', '"', (byte) 0xC3});
        add("NUL in JSON", Fate.REFUSED, "{\"openapi\": \"3.1.0\u0000\"}");
        add("NUL in YAML", Fate.REFUSED, HEAD + "x-a: \"\u0000\"\n");
        add("NUL escaped", Fate.READ, "{\"openapi\": \"3.1.0\", \"paths\": {\"/\\u0000\": {\"get\": {}}}}");
        add("NUL alone", Fate.REFUSED, new byte[1000]);
        add("half a pair", Fate.REFUSED, "{\"openapi\": \"3.1.0\", \"x\": \"\\ud800\"}");
        add("half a pair in a name", Fate.REFUSED, "{\"openapi\": \"3.1.0\", \"\\udc00\": 1}");
        add("half a pair in YAML", Fate.REFUSED, HEAD + "x: \"\\ud800\"\n");
        add("gzip", Fate.REFUSED, new byte[] {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, 3});
    }

    private static byte[] inside(byte... bytes) {
        var head = utf8("{\"openapi\": \"3.1.0\",\n \"x\": \"");
        var tail = utf8("\"}");
        return ByteBuffer.allocate(head.length + bytes.length + tail.length)
                .put(head)
                .put(bytes)
                .put(tail)
                .array();
    }

    private void duplicates() {
        add("a member twice", Fate.REFUSED, "{\"openapi\": \"3.1.0\",\n \"openapi\": \"3.1.0\"}");
        add("a member twice, once escaped", Fate.REFUSED, "{\"openapi\": \"3.1.0\", \"a\": 1, \"\\u0061\": 2}");
        add("paths twice", Fate.REFUSED, HEAD + "paths: {}\npaths: {}\n");
        add("a path twice", Fate.REFUSED, HEAD + "paths:\n  /x: {}\n  /x: {}\n");
        add("a status twice", Fate.REFUSED, HEAD + "paths: {/x: {get: {responses: {200: {}, '200': {}}}}}\n");
        schemas("a schema twice", Fate.REFUSED, "A: {}\nA: {}\n");
        schemas("a property twice", Fate.REFUSED, "A: { properties: { a: {}, \"a\": {} } }\n");
        schemas("a keyword twice", Fate.REFUSED, "A: { type: string, type: string }\n");
        schemas("a name twice among those required", Fate.READ, "A: { required: [a, a], maxProperties: @@ }\n");
        schemas("a value twice in an enum", Fate.READ, "A: { enum: [1, 1.0, 1e0, @@] }\n");
        add(
                "a parameter twice",
                Fate.READ,
                HEAD
                        + "paths: {/x: {get: {parameters: [{name: a, in: query, schema: {maxLength: @@}}, {name: a, in: query}]}}}\n");
    }

    private void yaml() {
        add("an unknown alias", Fate.REFUSED, HEAD + "x: *nobody\n");
        add("an alias of what it is in", Fate.REFUSED, HEAD + "x: &a [*a]\n");
        add("an alias bomb of lists", Fate.REFUSED, HEAD + bomb("[", "]", "*x%d"));
        add("an alias bomb of mappings", Fate.REFUSED, HEAD + bomb("{", "}", "k%2$d: *x%1$d"));
        add("an alias bomb of merges", Fate.REFUSED, HEAD + merges());
        add("many aliases", Fate.REFUSED, HEAD + "x: &a 1\ny: [" + "*a, ".repeat(10_000) + "]\n");
        add("some aliases", Fate.READ, HEAD + "paths: {}\nx: &a {b: 1}\ny: [*a, *a, *a]\n");
        add("an anchor given twice", Fate.READ, HEAD + "paths: {}\nx: &a 1\ny: &a 2\nz: *a\n");
        add("a merge of a number", Fate.REFUSED, HEAD + "x: {<<: 1}\n");
        add("a merge of a list of numbers", Fate.REFUSED, HEAD + "x: {<<: [1, 2]}\n");
        add("a merge", Fate.READ, HEAD + "paths: {}\nx: &a {b: 1}\ny: {<<: *a, c: 2}\n");
        for (var tag : List.of(
                "!!java.lang.Runtime",
                "!!javax.script.ScriptEngineManager",
                "!!binary",
                "!!set",
                "!include",
                "!!float")) {
            add("the tag " + tag, Fate.REFUSED, HEAD + "x: " + tag + " {}\n");
        }
        add("a tag of another document", Fate.REFUSED, "%TAG ! tag:example.org,2000:\n---\n" + HEAD + "x: !y {}\n");
        add("two documents", Fate.REFUSED, HEAD + "---\n" + HEAD);
        add("a thousand empty documents", Fate.REFUSED, HEAD + "---\n".repeat(1000));
        add("a list as a name", Fate.REFUSED, HEAD + "x: {[1]: 2}\n");
        add("a mapping as a name", Fate.REFUSED, HEAD + "? {a: b}\n: c\n");
        add("infinity", Fate.REFUSED, HEAD + "x: .inf\n");
        add("no number", Fate.REFUSED, HEAD + "x: .NaN\n");
        add("a tab", Fate.REFUSED, HEAD + "\tx: y\n");
        add("an open list", Fate.REFUSED, HEAD + "x: [\n");
        add("an open text", Fate.REFUSED, HEAD + "x: \"abc\n");
        add("wrong indentation", Fate.REFUSED, HEAD + "x:\n    a: 1\n  b: 2\n");
        add("words of YAML 1.1", Fate.READ, HEAD + "paths: {}\nx: [on, no, 012, 1_000, 1:30, 2020-01-01, 0b1]\n");
        add("open brackets without end", Fate.REFUSED, HEAD + "x: " + "[".repeat(100_000));
        add("open braces without end", Fate.REFUSED, HEAD + "x: " + "{a: ".repeat(100_000));
        add("dashes without end", Fate.REFUSED, HEAD + "x:\n" + "- ".repeat(100_000) + "1\n");
        add("question marks without end", Fate.REFUSED, HEAD + "? ".repeat(100_000) + "1\n");
    }

    private static String bomb(String open, String close, String item) {
        var text = new StringBuilder(
                "x0: &x0 %s%s%s\n".formatted(open, open.equals("[") ? "a, a, a" : "a: 1, b: 2", close));
        for (var i = 1; i < 12; i++) {
            var before = i - 1;
            text.append("x%d: &x%d ".formatted(i, i))
                    .append(open)
                    .append(IntStream.range(0, 4)
                            .mapToObj(k -> item.formatted(before, k))
                            .collect(Collectors.joining(", ")))
                    .append(close)
                    .append('\n');
        }
        return text.toString();
    }

    private static String merges() {
        var text = new StringBuilder("x0: &x0 {")
                .append(list(2_000, i -> "k%d: 1".formatted(i)))
                .append("}\n");
        for (var i = 1; i < 12; i++) {
            text.append(
                    "x%d: &x%d {a: *x%d, b: *x%d, c: *x%d, <<: *x%d}\n".formatted(i, i, i - 1, i - 1, i - 1, i - 1));
        }
        return text.toString();
    }

    private void deep() {
        for (var pair : List.of("[ ]", "{\"a\": }")) {
            var open = pair.substring(0, pair.indexOf(' '));
            var close = pair.substring(pair.length() - 1);
            add(
                    "deep JSON of " + open,
                    Fate.REFUSED,
                    "{\"openapi\":\"3.1.0\",\"x\":" + open.repeat(150) + "1" + close.repeat(150) + "}");
            add("bottomless JSON of " + open, Fate.REFUSED, "{\"openapi\":\"3.1.0\",\"x\":" + open.repeat(200_000));
        }
        add("deep YAML", Fate.REFUSED, HEAD + "x: " + "[".repeat(150) + "]".repeat(150) + "\n");
        for (var keyword : List.of("not", "items", "additionalProperties", "if", "propertyNames", "contains")) {
            schemas(
                    "deep " + keyword,
                    Fate.READ,
                    "A: " + "{%s: ".formatted(keyword).repeat(85) + "{maxLength: @@}" + "}".repeat(85) + "\n");
        }
        schemas("deep allOf", Fate.READ, "A: " + "{allOf: [".repeat(45) + "{maxLength: @@}" + "]}".repeat(45) + "\n");
        schemas(
                "deep anyOf",
                Fate.READ,
                "A: " + "{anyOf: [{type: 'null'}, ".repeat(45) + "{maxLength: @@}" + "]}".repeat(45) + "\n");
        schemas(
                "deep oneOf",
                Fate.READ,
                "A: " + "{oneOf: [{minLength: 3}, ".repeat(45) + "{maxLength: @@}" + "]}".repeat(45) + "\n");
        json("a long chain of references", Fate.READ, chain("{\"$ref\":\"#/components/schemas/%s\"}"));
        json("a long chain of allOf", Fate.READ, chain("{\"allOf\":[{\"$ref\":\"#/components/schemas/%s\"}]}"));
        json(
                "a long chain of anyOf",
                Fate.READ,
                chain("{\"anyOf\":[{\"type\":\"null\"},{\"$ref\":\"#/components/schemas/%s\"}]}"));
        json("a long chain of not", Fate.READ, chain("{\"not\":{\"$ref\":\"#/components/schemas/%s\"}}"));
        json(
                "a long chain of properties",
                Fate.READ,
                chain("{\"required\":[\"a\"],\"properties\":{\"a\":{\"$ref\":\"#/components/schemas/%s\"}}}"));
        json(
                "a long chain of items",
                Fate.READ,
                chain("{\"minItems\":1,\"items\":{\"$ref\":\"#/components/schemas/%s\"}}"));
    }

    private static String chain(String link) {
        return "\"A\":" + link.formatted("S0") + ","
                + list(5_000, i -> "\"S%d\":".formatted(i) + link.formatted("S" + (i + 1)))
                + ",\"S5000\":{\"type\":\"string\",\"maxLength\":@@}";
    }

    private void circles() {
        for (var keyword : List.of(
                "not",
                "items",
                "additionalProperties",
                "if",
                "then",
                "propertyNames",
                "contains",
                "unevaluatedProperties")) {
            schemas("a circle of " + keyword, Fate.READ, """
                    A: { maxLength: @@, %s: { $ref: "#/components/schemas/B" } }
                    B: { %s: { $ref: "#/components/schemas/A" } }
                    """.formatted(keyword, keyword));
        }
        for (var keyword : List.of("allOf", "anyOf", "oneOf", "prefixItems")) {
            schemas("a circle of " + keyword, Fate.READ, """
                    A: { maxLength: @@, %s: [{ $ref: "#/components/schemas/B" }, { minimum: 1 }] }
                    B: { %s: [{ $ref: "#/components/schemas/A" }, { maximum: 9 }] }
                    """.formatted(keyword, keyword));
        }
        schemas("a reference to itself", Fate.READ, "A: { $ref: \"#/components/schemas/A\", maxLength: @@ }\n");
        schemas(
                "a schema that is none of itself",
                Fate.READ,
                "A: { type: object, minProperties: @@, not: { $ref: \"#/components/schemas/A\" } }\n");
        schemas(
                "a schema that must hold itself",
                Fate.READ,
                "A: { type: object, required: [a], maxProperties: @@, properties: { a: { $ref: \"#/components/schemas/A\" } } }\n");
        schemas(
                "dependent schemas in a circle",
                Fate.READ,
                "A: { maxLength: @@, dependentSchemas: { a: { $ref: \"#/components/schemas/A\" } } }\n");
        schemas(
                "a name that is a circle",
                Fate.READ,
                "A: { maxLength: @@, patternProperties: { a: { $ref: \"#/components/schemas/A\" } } }\n");
        schemas(
                "dynamic references in a circle",
                Fate.READ,
                "A: { $dynamicAnchor: n, maxLength: @@, items: { $dynamicRef: \"#n\" } }\n");
        schemas("heirs in a circle", Fate.READ, """
                A: { type: object, maxProperties: @@, discriminator: { propertyName: k }, allOf: [{ $ref: "#/components/schemas/B" }] }
                B: { type: object, discriminator: { propertyName: k }, allOf: [{ $ref: "#/components/schemas/A" }] }
                """);
        schemas("alternatives that inherit from what they are alternatives of", Fate.READ, """
                A: { type: object, maxProperties: @@, discriminator: { propertyName: k }, oneOf: [{ $ref: "#/components/schemas/B" }] }
                B: { allOf: [{ $ref: "#/components/schemas/A" }] }
                """);
        for (var kind : List.of(
                "parameters",
                "responses",
                "requestBodies",
                "headers",
                "securitySchemes",
                "callbacks",
                "pathItems",
                "links",
                "examples")) {
            add("a circle of " + kind, Fate.READ, HEAD + """
                    paths: { /x: { get: { parameters: [{ $ref: "#/components/parameters/A" }], requestBody: { $ref: "#/components/requestBodies/A" },
                      callbacks: { c: { $ref: "#/components/callbacks/A" } }, security: [{ A: [] }],
                      responses: { 200: { $ref: "#/components/responses/A", headers: { h: { $ref: "#/components/headers/A" } } } } } },
                      /y: { $ref: "#/components/pathItems/A" } }
                    components: { %s: { A: { $ref: "#/components/%s/B" }, B: { $ref: "#/components/%s/A" } } }
                    """.formatted(kind, kind, kind));
        }
        add("a callback that is its own operation", Fate.READ, HEAD + """
                paths: { /x: { post: { callbacks: { c: { "{$url}": { $ref: "#/paths/~1x" } }, d: { "{$url}": { $ref: "#/paths/~1x" } } } } } }
                """);
        add("a path that is the whole document", Fate.READ, HEAD + "paths: { /x: { $ref: '#' } }\n");
    }

    private void fans() {
        for (var keyword : List.of("allOf", "anyOf", "oneOf", "prefixItems")) {
            json(
                    "a fan of " + keyword,
                    Fate.READ,
                    fan("{\"%s\":[{\"$ref\":\"#/components/schemas/%%1$s\"},{\"$ref\":\"#/components/schemas/%%1$s\"}]}"
                            .formatted(keyword)));
        }
        json(
                "a fan of properties",
                Fate.READ,
                fan(
                        "{\"required\":[\"a\",\"b\"],\"properties\":{\"a\":{\"$ref\":\"#/components/schemas/%1$s\"},\"b\":{\"$ref\":\"#/components/schemas/%1$s\"}}}"));
        json(
                "a fan of if, then and else",
                Fate.READ,
                fan(
                        "{\"if\":{\"$ref\":\"#/components/schemas/%1$s\"},\"then\":{\"$ref\":\"#/components/schemas/%1$s\"},\"else\":{\"$ref\":\"#/components/schemas/%1$s\"}}"));
        json(
                "a fan of not and allOf",
                Fate.READ,
                fan(
                        "{\"allOf\":[{\"not\":{\"$ref\":\"#/components/schemas/%1$s\"}},{\"$ref\":\"#/components/schemas/%1$s\"}]}"));
        json(
                "a fan of allOf that says something at each fold",
                Fate.READ,
                fan(
                        "{\"minLength\":1,\"allOf\":[{\"maxLength\":50,\"allOf\":[{\"$ref\":\"#/components/schemas/%1$s\"}]},{\"minLength\":2,\"allOf\":[{\"$ref\":\"#/components/schemas/%1$s\"}]}]}"));
        json(
                "an alternative of each of many properties",
                Fate.READ,
                "\"A\":{\"type\":\"object\",\"required\":[%s],\"properties\":{%s}}"
                        .formatted(
                                list(40, i -> "\"p%d\"".formatted(i)),
                                list(
                                        40,
                                        i ->
                                                "\"p%d\":{\"oneOf\":[{\"maxLength\":@@},{\"minLength\":5},{\"type\":\"integer\"}]}"
                                                        .formatted(i))));
        json(
                "many conditions",
                Fate.READ,
                "\"A\":{\"type\":\"object\",\"allOf\":[%s]}"
                        .formatted(list(
                                60,
                                i ->
                                        "{\"if\":{\"properties\":{\"p%d\":{\"const\":1}},\"required\":[\"p%d\"]},\"then\":{\"required\":[\"q%d\"]},\"else\":{\"maxProperties\":@@}}"
                                                .formatted(i, i, i))));
        json(
                "alternatives that all overlap",
                Fate.READ,
                "\"A\":{\"oneOf\":[%s]}"
                        .formatted(list(
                                200,
                                i -> "{\"type\":\"object\",\"properties\":{\"p%d\":{\"maxLength\":@@}}}"
                                        .formatted(i))));
        json(
                "a grid of schemas",
                Fate.READ,
                "\"A\":{\"$ref\":\"#/components/schemas/S0\"},"
                        + list(
                                400,
                                i -> "\"S%d\":{\"type\":\"object\",\"maxProperties\":@@,\"properties\":{%s}}"
                                        .formatted(
                                                i,
                                                list(
                                                        20,
                                                        k -> "\"p%d\":{\"$ref\":\"#/components/schemas/S%d\"}"
                                                                .formatted(k, (i * 7 + k * 13 + 1) % 400)))));
        json(
                "a fan of one reference",
                Fate.REFUSED,
                "\"S\":{},\"A\":{\"anyOf\":[%s]}"
                        .formatted(list(50_001, i -> "{\"$ref\":\"#/components/schemas/S\"}")));
        add(
                "paths that are all one path of many operations",
                Fate.REFUSED,
                "{\"openapi\":\"3.2.0\",\"paths\":{%s},\"components\":{\"pathItems\":{\"P\":{\"parameters\":[%s],\"additionalOperations\":{%s}}}}}"
                        .formatted(
                                list(20_000, i -> "\"/p%d\":{\"$ref\":\"#/components/pathItems/P\"}".formatted(i)),
                                list(300, i -> "{\"name\":\"q%d\",\"in\":\"query\"}".formatted(i)),
                                list(300, i -> "\"M%d\":{}".formatted(i))));
        add(
                "callbacks within callbacks",
                Fate.EITHER,
                "{\"openapi\":\"3.1.0\",\"paths\":{\"/x\":{\"$ref\":\"#/components/pathItems/P\"}},\"components\":{\"pathItems\":{\"P\":{\"post\":{\"callbacks\":{%s}}}}}}"
                        .formatted(list(
                                30, i -> "\"c%d\":{\"{$url}\":{\"$ref\":\"#/components/pathItems/P\"}}".formatted(i))));
        add(
                "operations that share many parameters",
                Fate.EITHER,
                "{\"openapi\":\"3.2.0\",\"paths\":{\"/x\":{\"parameters\":[%s],\"additionalOperations\":{%s}}}}"
                        .formatted(
                                list(3_000, i -> "{\"name\":\"q%d\",\"in\":\"query\"}".formatted(i)),
                                list(
                                        3_000,
                                        i -> "\"M%d\":{\"parameters\":[{\"name\":\"q%d\",\"in\":\"query\"}]}"
                                                .formatted(i, i))));
        add(
                "references to the end of a long list",
                Fate.READ,
                "{\"openapi\":\"3.1.0\",\"paths\":{},\"x-list\":[%s],\"components\":{\"schemas\":{%s}}}"
                        .formatted(
                                list(300_000, i -> "0"),
                                list(20_000, i -> "\"S%d\":{\"$ref\":\"#/x-list/%d\"}".formatted(i, 299_999 - i))));
    }

    private static String fan(String fold) {
        return "\"A\":" + fold.formatted("S0") + ","
                + list(60, i -> "\"S%d\":".formatted(i) + fold.formatted("S" + (i + 1)))
                + ",\"S60\":{\"maxLength\":@@}";
    }

    private void patterns() {
        var number = 0;
        for (var pattern : List.of(
                "^(a+)+$",
                "^(a|aa)+$",
                "^(a|a?)+$",
                "(.*)*x",
                "^(([a-z])+.)+[A-Z]([a-z])+$",
                "^([a-zA-Z0-9])(([\\\\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}$",
                "(x+x+)+y",
                "a{1000}{1000}{1000}",
                "(a{0,1000}){0,1000}",
                "[a-z]{0,100000}",
                "(.{1,500}a.{1,500}){20}",
                "(?=a)(?!b)(?<=c)d",
                "(a)(b)\\\\1\\\\2",
                "(?<n>a)\\\\k<n>",
                "(",
                "[",
                "a{2,1}",
                "*",
                "\\\\",
                "\\\\p{Letter}+",
                "\\\\u{110000}",
                "[z-a]",
                "(a|b|ab)*(a|b|ab)*(a|b|ab)*c",
                "(0|1)*1(0|1){60}",
                ".*.*.*.*.*.*.*.*=.*")) {
            number++;
            schemas("the pattern %d, %s".formatted(number, pattern), Fate.READ, """
                    A: { type: object, patternProperties: { "%s": { maxLength: @@ } }, properties: { a: { type: string, pattern: "%s", maxLength: @@ } } }
                    """.formatted(pattern, pattern));
        }
        json(
                "a pattern of many alternatives",
                Fate.READ,
                "\"A\":{\"pattern\":\"^(%s)*$\",\"maxLength\":@@}"
                        .formatted(IntStream.range(0, 5_000)
                                .mapToObj("w%d"::formatted)
                                .collect(Collectors.joining("|"))));
        json(
                "a pattern as long as a text may be",
                Fate.READ,
                "\"A\":{\"pattern\":\"%s\",\"maxLength\":@@}".formatted("a?".repeat(100_000)));
        json(
                "a pattern of many parentheses",
                Fate.READ,
                "\"A\":{\"pattern\":\"%s\",\"maxLength\":@@}".formatted("(".repeat(20_000) + "a" + ")".repeat(20_000)));
        json(
                "many patterns of names",
                Fate.READ,
                "\"A\":{\"type\":\"object\",\"patternProperties\":{%s}}"
                        .formatted(list(300, i -> "\"a.*%d.*b\":{\"maxLength\":@@}".formatted(i))));
        json(
                "long texts for a bad pattern",
                Fate.READ,
                "\"A\":{\"pattern\":\"^(a+)+$\",\"enum\":[%s],\"maxLength\":@@}"
                        .formatted(list(20, i -> "\"%s!\"".formatted("a".repeat(10_000 + i)))));
    }

    private void numbers() {
        for (var value : List.of("1e1000", "-1e1000", "1e-1000", "9".repeat(100), "0.1", "-0.0", "0", "-1", "1e300")) {
            schemas("the bound " + (value.length() > 20 ? "of 100 digits" : value), Fate.READ, """
                    A: { minimum: %1$s, exclusiveMaximum: %1$s, multipleOf: %1$s, maxLength: %1$s, minItems: %1$s, maxProperties: %1$s, minContains: %1$s, contains: {}, enum: [%1$s, @@] }
                    """.formatted(value));
            schemas("values from " + (value.length() > 20 ? "100 digits" : value), Fate.READ, """
                    A: { type: object, maxProperties: @@, properties: { n: { type: number, minimum: %1$s, multipleOf: 0.0000001 }, t: { type: string, minLength: %1$s }, l: { type: array, minItems: %1$s, uniqueItems: true, items: {} } } }
                    """.formatted(value));
        }
        for (var value : List.of(
                "1e1001",
                "1e-1001",
                "1e999999999",
                "1e99999999999999999999",
                "9".repeat(101),
                "1." + "0".repeat(200))) {
            var name = value.length() > 25 ? value.length() + " digits" : value;
            add("the YAML number " + name, Fate.REFUSED, HEAD + "x: " + value + "\n");
            add("the JSON number " + name, Fate.REFUSED, "{\"openapi\":\"3.1.0\",\"x\":" + value + "}");
        }
        schemas(
                "an object of very many members",
                Fate.READ,
                "A: { type: object, minProperties: 1000000, propertyNames: { maxLength: @@ } }\n");
        schemas(
                "a list of very many items",
                Fate.READ,
                "A: { type: array, minItems: 1000000, uniqueItems: true, items: { type: integer, maximum: @@ } }\n");
        schemas("a very long text", Fate.READ, "A: { type: string, minLength: 100000000, maxLength: 1000000@@ }\n");
        schemas(
                "numbers that share no multiple nearby",
                Fate.READ,
                "A: { type: number, allOf: [%s], maximum: 1@@ }\n"
                        .formatted(list(12, i -> "{multipleOf: %d.00000%d}".formatted(1_000_003 + 2 * i, 7 + i % 2))));
    }

    private void huge() {
        json(
                "many properties",
                Fate.READ,
                "\"A\":{\"type\":\"object\",\"maxProperties\":@@,\"properties\":{%s}}"
                        .formatted(list(10_000, i -> "\"p%d\":{\"maxLength\":@@}".formatted(i))));
        json(
                "many names that are required",
                Fate.READ,
                "\"A\":{\"type\":\"object\",\"required\":[%s,\"z@@\"]}"
                        .formatted(list(3_000, i -> "\"p%d\"".formatted(i))));
        json(
                "an enum of many values",
                Fate.READ,
                "\"A\":{\"enum\":[%s,@@]}".formatted(list(20_000, i -> "\"v%d\"".formatted(i))));
        json(
                "two enums of many values",
                Fate.READ,
                "\"A\":{\"allOf\":[{\"enum\":[%s]},{\"enum\":[%s,@@]}]}"
                        .formatted(
                                list(20_000, i -> "\"v%d\"".formatted(i)), list(20_000, i -> "\"w%d\"".formatted(i))));
        json(
                "many alternatives",
                Fate.READ,
                "\"A\":{\"anyOf\":[%s]}"
                        .formatted(list(
                                1_000,
                                i -> "{\"type\":\"object\",\"required\":[\"p%d\"],\"maxProperties\":@@}"
                                        .formatted(i))));
        json(
                "many parts",
                Fate.READ,
                "\"A\":{\"allOf\":[%s]}"
                        .formatted(list(2_000, i -> "{\"properties\":{\"p%d\":{\"maxLength\":@@}}}".formatted(i))));
        json(
                "many items of a tuple",
                Fate.READ,
                "\"A\":{\"prefixItems\":[%s]}".formatted(list(3_000, i -> "{\"maxLength\":@@}")));
        json(
                "many keywords that nobody knows",
                Fate.READ,
                list(20_000, i -> "\"S%d\":{\"$recursiveRef\":\"#\",\"unevaluatedItems\":@@}".formatted(i))
                        + ",\"A\":{}");
        json(
                "many heirs",
                Fate.READ,
                "\"A\":{\"type\":\"object\",\"discriminator\":{\"propertyName\":\"k\"}},"
                        + list(
                                3_000,
                                i ->
                                        "\"H%d\":{\"allOf\":[{\"$ref\":\"#/components/schemas/A\"},{\"maxProperties\":@@}]}"
                                                .formatted(i)));
        add(
                "many paths",
                Fate.READ,
                "{\"openapi\":\"3.1.0\",\"paths\":{%s}}"
                        .formatted(list(5_000, i -> "\"/{a}/p%d@@/{b}\":{\"get\":{}}".formatted(i))));
        add(
                "many paths that differ in every step",
                Fate.READ,
                "{\"openapi\":\"3.1.0\",\"paths\":{%s}}"
                        .formatted(list(
                                1_000,
                                i -> "\"/p%d@@/{b}/c\":{\"get\":{}},\"/{a}/q%d@@/c\":{\"get\":{}}".formatted(i, i))));
        add(
                "many webhooks",
                Fate.READ,
                "{\"openapi\":\"3.1.0\",\"paths\":{},\"webhooks\":{%s}}"
                        .formatted(list(5_000, i -> "\"w%d@@\":{\"post\":{}}".formatted(i))));
        add(
                "many servers",
                Fate.READ,
                "{\"openapi\":\"3.1.0\",\"servers\":[%s],\"paths\":{%s}}"
                        .formatted(
                                list(
                                        100,
                                        i ->
                                                "{\"url\":\"https://h%d@@/{v}\",\"variables\":{\"v\":{\"default\":\"1\",\"enum\":[\"1\",\"2\"]}}}"
                                                        .formatted(i)),
                                list(200, i -> "\"/p%d\":{\"get\":{}}".formatted(i))));
        add(
                "a server of many variables",
                Fate.READ,
                "{\"openapi\":\"3.1.0\",\"servers\":[{\"url\":\"/%s\",\"variables\":{%s}}],\"paths\":{\"/x@@\":{\"get\":{}}}}"
                        .formatted(
                                IntStream.range(0, 60)
                                        .mapToObj("{v%d}"::formatted)
                                        .collect(Collectors.joining()),
                                list(60, i -> "\"v%d\":{\"default\":\"1\",\"enum\":[\"1\",\"2\"]}".formatted(i))));
        add(
                "many ways to sign in",
                Fate.READ,
                "{\"openapi\":\"3.1.0\",\"paths\":{\"/x\":{\"post\":{\"security\":[%s]}}},\"components\":{\"securitySchemes\":{%s}}}"
                        .formatted(
                                list(1_000, i -> "{\"s%d\":[\"a@@\"],\"s%d\":[]}".formatted(i, (i + 1) % 1_000))
                                        .replace("{\"s999\":[\"a@@\"],\"s0\":[]}", "{\"s999\":[]}"),
                                list(
                                        1_000,
                                        i -> "\"s%d\":{\"type\":\"apiKey\",\"in\":\"header\",\"name\":\"k%d\"}"
                                                .formatted(i, i))));
        add(
                "many parameters",
                Fate.READ,
                "{\"openapi\":\"3.1.0\",\"paths\":{\"/x\":{\"post\":{\"parameters\":[%s]}}}}"
                        .formatted(list(
                                3_000,
                                i -> "{\"name\":\"q%d\",\"in\":\"query\",\"schema\":{\"maxLength\":@@}}"
                                        .formatted(i))));
        add(
                "many statuses and types",
                Fate.READ,
                "{\"openapi\":\"3.1.0\",\"paths\":{\"/x\":{\"post\":{\"responses\":{%s}}}}}"
                        .formatted(list(
                                100,
                                i -> "\"%d\":{\"content\":{%s}}"
                                        .formatted(
                                                200 + i,
                                                list(
                                                        20,
                                                        k -> "\"a/b%d\":{\"schema\":{\"maxLength\":@@}}"
                                                                .formatted(k))))));
        add("a long text", Fate.REFUSED, "{\"openapi\":\"3.1.0\",\"x\":\"" + "a".repeat(2_000_000) + "\"}");
        add("a long name", Fate.REFUSED, "{\"openapi\":\"3.1.0\",\"" + "a".repeat(2_000_000) + "\":1}");
        add("a long text in YAML", Fate.REFUSED, HEAD + "x: " + "a".repeat(2_000_000) + "\n");
        add("a long line of a comment", Fate.READ, HEAD + "paths: {} # " + "a".repeat(2_000_000) + "\n");
        add(
                "a long path",
                Fate.REFUSED,
                "{\"openapi\":\"3.1.0\",\"paths\":{\"" + "/{a}".repeat(50_000)
                        + "\":{\"get\":{\"deprecated\":true}}}}");
        add("too many values", Fate.REFUSED, "{\"openapi\":\"3.1.0\",\"x\":[" + "0,".repeat(2_100_000) + "0]}");
        add("too many values in YAML", Fate.REFUSED, HEAD + "x: [" + "0,".repeat(2_100_000) + "0]\n");
        add("empty lines without end", Fate.READ, HEAD + "\n".repeat(2_000_000) + "paths: {}\n");
    }

    private void references() {
        for (var reference : List.of(
                "#/nowhere",
                "#nobody",
                "#/components/schemas/%",
                "#/components/schemas/%ZZ",
                "#/components/schemas/~2",
                "#/components/schemas/-",
                "#/components/schemas/A/x/0",
                "#/paths/~1x/post/requestBody/content/application~1json/schema",
                "#//",
                "#/openapi",
                "#/components/schemas/%E0%A4%A")) {
            schemas(
                    "the reference " + reference,
                    Fate.READ,
                    "A: { maxLength: @@, items: { $ref: \"%s\" } }\n".formatted(reference));
        }
        for (var reference : List.of(
                "http://example.org/a.json",
                "file:///etc/passwd",
                "../other.yaml",
                "//example.org/x",
                "other.yaml#/A",
                "",
                "jar:file:a!/b",
                "A")) {
            schemas(
                    "the reference '%s'".formatted(reference),
                    Fate.REFUSED,
                    "A: { items: { $ref: \"%s\" } }\n".formatted(reference));
        }
        for (var reference : List.of("1", "null", "[]", "{}", "true")) {
            schemas(
                    "the reference of the wrong type " + reference,
                    Fate.READ,
                    "A: { maxLength: @@, items: { $ref: %s } }\n".formatted(reference));
        }
        schemas(
                "a mapping that leads out",
                Fate.EITHER,
                "A: { oneOf: [{ $ref: \"#/components/schemas/B\" }], discriminator: { propertyName: k, mapping: { b: \"http://example.org/b\", c: \"#/nope\", d: Nope } } }\nB: { maxLength: @@ }\n");
        schemas(
                "a base elsewhere",
                Fate.READ,
                "A: { $id: \"http://example.org/\", maxLength: @@, items: { $ref: \"#/components/schemas/A\" } }\n");
        schemas(
                "another dialect",
                Fate.READ,
                "A: { $schema: \"http://json-schema.org/draft-04/schema#\", maxLength: @@, exclusiveMinimum: true }\n");
    }

    private void versions() {
        for (var version : List.of(
                "1.2", "2.1", "3.9.0", "4.0.0", "'3.1.0 '", "3", "'3'", "''", "latest", "null", "true", "[3]", "{}")) {
            add("openapi " + version, Fate.REFUSED, "openapi: " + version + "\npaths: {}\n");
        }
        for (var version : List.of("1.2", "3.0", "'2'", "null")) {
            add("swagger " + version, Fate.REFUSED, "swagger: " + version + "\npaths: {}\n");
        }
        add("openapi 2.0", Fate.REFUSED, "openapi: '2.0'\npaths: {}\n");
        add("swagger 3.0.0", Fate.REFUSED, "swagger: 3.0.0\npaths: {}\n");
        add("AsyncAPI", Fate.REFUSED, "asyncapi: 3.0.0\nchannels: {}\n");
        add("no version", Fate.REFUSED, "paths: {}\n");
        add("both versions", Fate.EITHER, "openapi: 3.1.0\nswagger: '2.0'\npaths: {}\n");
    }

    private void types() {
        var places = new ArrayList<>(List.of(
                "info: %s",
                "paths: %s",
                "paths: { /x: %s }",
                "paths: { /x: { parameters: %s } }",
                "paths: { /x: { post: %s } }",
                "paths: { /x: { post: { parameters: %s } } }",
                "paths: { /x: { post: { parameters: [%s] } } }",
                "paths: { /x: { post: { parameters: [{ name: a, in: query, schema: %s, content: %s }] } } }",
                "paths: { /x: { post: { requestBody: %s } } }",
                "paths: { /x: { post: { requestBody: { content: %s } } } }",
                "paths: { /x: { post: { requestBody: { content: { application/json: %s } } } } }",
                "paths: { /x: { post: { requestBody: { content: { multipart/form-data: { encoding: %s } } } } } }",
                "paths: { /x: { post: { responses: %s } } }",
                "paths: { /x: { post: { responses: { 200: %s } } } }",
                "paths: { /x: { post: { responses: { 200: { content: %s, headers: %s, links: %s } } } } }",
                "paths: { /x: { post: { callbacks: %s, security: %s, servers: %s, tags: %s, operationId: %s } } }",
                "webhooks: %s",
                "components: %s",
                "components: { schemas: %s, securitySchemes: %s }",
                "components: { securitySchemes: { k: %s } }",
                "servers: %s",
                "servers: [{ url: %s, variables: %s }]",
                "security: %s",
                "tags: %s"));
        for (var keyword : Set.of(
                "type",
                "enum",
                "allOf",
                "oneOf",
                "not",
                "items",
                "properties",
                "required",
                "pattern",
                "minimum",
                "maxLength",
                "discriminator",
                "dependentRequired",
                "additionalProperties",
                "format",
                "if")) {
            places.add(
                    "paths: { /x: { post: { requestBody: { content: { application/json: { schema: { maxProperties: @@, %s: %%s } } } } } } }"
                            .formatted(keyword));
        }
        for (var place : places) {
            for (var wrong : List.of("null", "-1", "text", "[[]]", "{a: 1}")) {
                add(
                        "%s with %s"
                                .formatted(
                                        place.replace("paths: { /x: { post: ", "… ")
                                                .replace("requestBody: { content: { application/json: ", ""),
                                        wrong),
                        Fate.EITHER,
                        HEAD + place.replace("%s", wrong) + "\n");
            }
        }
    }
}
