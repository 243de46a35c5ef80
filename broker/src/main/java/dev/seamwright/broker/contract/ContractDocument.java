package dev.seamwright.broker.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.DatabaseSchemaJson;
import dev.seamwright.contracts.dbusage.DatabaseUsageJson;
import dev.seamwright.contracts.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Reads the text of a contract. */
final class ContractDocument {
    private static final YAMLMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private ContractDocument() {}

    /**
     * The document; YAML is read where the kind is {@link ContractKind#OPENAPI}.
     *
     * @param pointer where the text stands in the request
     * @throws InvalidInput when it is none
     */
    static ObjectNode read(ContractKind kind, String text, String pointer) {
        var isYaml = kind == ContractKind.OPENAPI && !text.stripLeading().startsWith("{");
        if (!(parse(isYaml ? yaml(text, pointer) : text.getBytes(StandardCharsets.UTF_8), pointer)
                instanceof ObjectNode document)) {
            throw new InvalidInput(pointer, "Must be an object.");
        }
        if (kind == ContractKind.OPENAPI
                && !document.path("openapi").isTextual()
                && !document.path("swagger").isTextual()) {
            throw new InvalidInput(
                    pointer, "Is no OpenAPI document: say its version, as in 'openapi: 3.1.0' or 'swagger: \"2.0\"'.");
        }
        switch (kind) {
            case DB_USAGE -> check(pointer, () -> DatabaseUsageJson.of(document));
            case DB_SCHEMA -> throw new IllegalArgumentException("is read by schema");
            case PACT, OPENAPI -> {}
        }
        return document;
    }

    /**
     * A schema, read fact by fact: those of large databases are many times what a tree may be.
     *
     * @param pointer where the text stands in the request
     * @throws InvalidInput when it is none
     */
    static DatabaseSchema schema(String text, String pointer) {
        return check(pointer, () -> schema(text));
    }

    private static DatabaseSchema schema(String text) {
        try {
            return DatabaseSchemaJson.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory cannot fail", impossible);
        }
    }

    /** What the format's own reader says, with places in the request. */
    private static <T> T check(String pointer, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (InvalidInput invalid) {
            throw new InvalidInput(invalid.details().stream()
                    .map(detail -> new InvalidInput.Detail(pointer + detail.pointer(), detail.detail()))
                    .toList());
        }
    }

    private static JsonNode parse(byte[] utf8, String pointer) {
        return check(pointer, () -> Json.parse(utf8));
    }

    /** As JSON. An alias could grow a small document to any size, so there is none. */
    private static byte[] yaml(String text, String pointer) {
        try (var parser = YAML.getFactory().createParser(text)) {
            while (parser.nextToken() != null) {
                if (parser.isCurrentAlias()) {
                    throw new InvalidInput(
                            pointer,
                            "Has a YAML alias in line %d: write the value out, or use $ref."
                                    .formatted(parser.currentTokenLocation().getLineNr()));
                }
            }
            return Json.mapper().writeValueAsBytes(YAML.readTree(text));
        } catch (JsonProcessingException notYaml) {
            var place = notYaml.getLocation();
            throw new InvalidInput(
                    pointer,
                    "Is neither JSON nor YAML%s: %s"
                            .formatted(
                                    place == null ? "" : " (line %d)".formatted(place.getLineNr()),
                                    notYaml.getOriginalMessage()));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
