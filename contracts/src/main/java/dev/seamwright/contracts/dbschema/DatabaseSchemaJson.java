package dev.seamwright.contracts.dbschema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A schema as a JSON document, written and read fact by fact:
 *
 * <pre>
 * {"format": "db-schema/1", "hash": "…", "origin": {"serverVersion": 180006, "database": "shop", "identity": "…"},
 *  "unmodelled": {"large object": 3}, "extensionMembers": {"citext": {"proc": 48}},
 *  "facts": [{"kind": "column", "identity": ["public", "orders", "id"], "payload": {"type": "bigint"}, "object": [16402, 1]}]}
 * </pre>
 */
public final class DatabaseSchemaJson {
    private static final String FORMAT = "db-schema/1";
    private static final int MAX_DEPTH = 20;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(Json.MAX_STRING_LENGTH)
                    .maxNumberLength(Json.MAX_NUMBER_LENGTH)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private static final ObjectReader TREES =
            Json.mapper().reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private DatabaseSchemaJson() {}

    /** Writes the document as UTF-8; one schema of one origin is always the same bytes. The stream stays open. */
    public static void write(DatabaseSchema schema, OutputStream out) throws IOException {
        try (var json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("format", FORMAT);
            json.writeStringField("hash", schema.hash().hex());
            json.writeObjectFieldStart("origin");
            json.writeNumberField("serverVersion", schema.origin().serverVersion());
            json.writeStringField("database", schema.origin().database());
            if (schema.origin().identity() != null) {
                json.writeStringField("identity", schema.origin().identity());
            }
            json.writeEndObject();
            json.writeFieldName("unmodelled");
            counts(json, schema.unmodelled());
            json.writeObjectFieldStart("extensionMembers");
            for (var extension : schema.extensionMembers().entrySet()) {
                json.writeFieldName(extension.getKey());
                counts(json, extension.getValue());
            }
            json.writeEndObject();
            json.writeArrayFieldStart("facts");
            for (var fact : schema.facts()) {
                fact(json, fact, schema.objectIds().get(fact.key()));
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void counts(JsonGenerator json, SortedMap<String, Long> counts) throws IOException {
        json.writeStartObject();
        for (var count : counts.entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
        }
        json.writeEndObject();
    }

    private static void fact(JsonGenerator json, Fact fact, @Nullable ObjectId object) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", fact.key().kind().label());
        json.writeArrayFieldStart("identity");
        for (var part : fact.key().identity()) {
            json.writeString(part);
        }
        json.writeEndArray();
        json.writeFieldName("payload");
        json.writeRawValue(fact.payload());
        if (object != null) {
            json.writeArrayFieldStart("object");
            json.writeNumber(object.oid());
            json.writeNumber(object.part());
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    /**
     * Reads a document that {@link #write} made, and checks its hash. The stream stays open.
     *
     * @throws InvalidInput when it is anything else
     * @throws IOException when the stream fails
     */
    public static DatabaseSchema read(InputStream in) throws IOException {
        try (var json = FACTORY.createParser(in)) {
            return new Reader(json).document();
        } catch (StreamReadException e) {
            throw new InvalidInput(
                    "", "is not acceptable JSON: %s; correct it there".formatted(e.getOriginalMessage()));
        }
    }

    private static final class Reader {
        private final JsonParser json;
        private final List<Fact> facts = new ArrayList<>();
        private final Map<Fact.Key, ObjectId> objectIds = new HashMap<>();
        private final SortedMap<String, SortedMap<String, Long>> extensionMembers = new TreeMap<>();
        private SortedMap<String, Long> unmodelled = new TreeMap<>();
        private @Nullable Origin origin;
        private String format = "";
        private String hash = "";

        private Reader(JsonParser json) {
            this.json = json;
        }

        private DatabaseSchema document() throws IOException {
            expect(json.nextToken() == JsonToken.START_OBJECT, "", "an object");
            for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                switch (name) {
                    case "format" -> format = json.getText();
                    case "hash" -> hash = json.getText();
                    case "origin" -> origin = origin(tree("/origin"));
                    case "unmodelled" -> unmodelled = counts(tree("/unmodelled"), "/unmodelled");
                    case "extensionMembers" ->
                        tree("/extensionMembers")
                                .properties()
                                .forEach(extension -> extensionMembers.put(
                                        extension.getKey(),
                                        counts(extension.getValue(), "/extensionMembers/" + extension.getKey())));
                    case "facts" -> facts();
                    default ->
                        throw new InvalidInput("/" + name, "is no member of a " + FORMAT + " document; leave it out");
                }
            }
            expect(json.nextToken() == null, "", "nothing behind the document");
            expect(format.equals(FORMAT), "/format", FORMAT);
            if (origin == null) {
                throw new InvalidInput("/origin", "is missing; say which server and database the schema is of");
            }
            var schema = schema(origin);
            expect(hash.equals(schema.hash().hex()), "/hash", schema.hash() + ", the hash of its facts");
            return schema;
        }

        private DatabaseSchema schema(Origin origin) {
            try {
                return new DatabaseSchema(origin, facts, objectIds, unmodelled, extensionMembers);
            } catch (IllegalArgumentException e) {
                throw new InvalidInput("/facts", "has %s; keep one".formatted(e.getMessage()));
            }
        }

        private void facts() throws IOException {
            expect(json.currentToken() == JsonToken.START_ARRAY, "/facts", "an array");
            while (json.nextToken() != JsonToken.END_ARRAY) {
                var pointer = "/facts/" + facts.size();
                var fact = tree(pointer);
                var key = key(fact, pointer);
                expect(fact.path("payload").isObject(), pointer + "/payload", "an object");
                facts.add(Fact.of(key, fact.path("payload")));
                var object = fact.path("object");
                if (!object.isMissingNode()) {
                    expect(
                            object.size() == 2
                                    && object.path(0).isIntegralNumber()
                                    && object.path(1).isInt(),
                            pointer + "/object",
                            "an object id and a number of a column");
                    objectIds.put(
                            key,
                            new ObjectId(
                                    object.path(0).longValue(), object.path(1).intValue()));
                }
            }
        }

        private static Fact.Key key(JsonNode fact, String pointer) {
            var label = fact.path("kind").asText();
            var kind = Kind.of(label)
                    .orElseThrow(() -> new InvalidInput(
                            pointer + "/kind",
                            "is \"%s\", which is no kind of fact; a newer release may know it".formatted(label)));
            var identity = new ArrayList<String>();
            for (var part : fact.path("identity")) {
                expect(part.isTextual(), pointer + "/identity", "an array of strings");
                identity.add(part.textValue());
            }
            expect(identity.size() >= kind.depth(), pointer + "/identity", "at least %d names".formatted(kind.depth()));
            return new Fact.Key(kind, identity);
        }

        private static Origin origin(JsonNode origin) {
            expect(origin.path("serverVersion").isInt(), "/origin/serverVersion", "an integer");
            expect(origin.path("database").isTextual(), "/origin/database", "a string");
            var identity = origin.path("identity");
            return new Origin(
                    origin.path("serverVersion").intValue(),
                    origin.path("database").textValue(),
                    identity.isTextual() ? identity.textValue() : null);
        }

        private static SortedMap<String, Long> counts(JsonNode node, String pointer) {
            var counts = new TreeMap<String, Long>();
            node.properties().forEach(count -> {
                expect(count.getValue().isIntegralNumber(), pointer + "/" + count.getKey(), "an integer");
                counts.put(count.getKey(), count.getValue().longValue());
            });
            return counts;
        }

        private JsonNode tree(String pointer) throws IOException {
            expect(json.currentToken() == JsonToken.START_OBJECT, pointer, "an object");
            return TREES.readTree(json);
        }

        private static void expect(boolean holds, String pointer, String what) {
            if (!holds) {
                throw new InvalidInput(pointer, "must be " + what);
            }
        }
    }
}
