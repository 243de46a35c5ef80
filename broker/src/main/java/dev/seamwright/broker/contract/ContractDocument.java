package dev.seamwright.broker.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** Reads the text of a contract that is JSON. */
final class ContractDocument {
    private ContractDocument() {}

    /**
     * The document.
     *
     * @param pointer where the text stands in the request
     * @throws InvalidInput when it is no JSON object
     */
    static ObjectNode object(String text, String pointer) {
        if (check(pointer, () -> Json.parse(text.getBytes(StandardCharsets.UTF_8))) instanceof ObjectNode document) {
            return document;
        }
        throw new InvalidInput(pointer, "Must be an object.");
    }

    /**
     * The statements of a consumer.
     *
     * @param pointer where the text stands in the request
     * @throws InvalidInput when they are none
     */
    static ObjectNode usage(String text, String pointer) {
        var document = object(text, pointer);
        check(pointer, () -> DatabaseUsageJson.of(document));
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
}
