package dev.seamwright.cli.setup;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.NodePath;
import dev.seamwright.contracts.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The JSON Schema of {@code seamwright.yaml}, and what it says of a file. */
public final class SetupSchema {
    private SetupSchema() {}

    /** The schema, as it is published. */
    public static byte[] document() {
        try (var schema = SetupSchema.class.getResourceAsStream("seamwright.schema.json")) {
            return Objects.requireNonNull(schema, "the schema is in the jar").readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Notes everything in the file that the schema does not allow. */
    static void check(Places places) {
        var text = new String(document(), StandardCharsets.UTF_8);
        var schema = SchemaRegistry.withDialect(Dialects.getDraft202012()).getSchema(text, InputFormat.JSON);
        var document = new String(Json.write(places.root().toJson()), StandardCharsets.UTF_8);
        schema.validate(document, InputFormat.JSON).forEach(error -> note(places, error));
    }

    private static void note(Places places, Error error) {
        var pointer = pointer(error.getInstanceLocation());
        switch (error.getKeyword()) {
            case "additionalProperties" -> {
                var known = known(error);
                var meant = Words.meant(error.getProperty(), known);
                places.wrongKey(
                        pointer + "/" + Places.escaped(error.getProperty()),
                        "is not known here%s %s"
                                .formatted(
                                        meant.isEmpty() ? ";" : meant,
                                        (meant.isEmpty() ? "known are " : "Known are ") + String.join(", ", known)));
            }
            case "required" -> places.wrong(pointer, "lacks %s".formatted(error.getProperty()));
            case "enum" -> {
                var words = new ArrayList<String>();
                error.getSchemaNode().forEach(word -> words.add(word.asString()));
                var given = error.getInstanceNode().isString()
                        ? error.getInstanceNode().stringValue()
                        : error.getInstanceNode().toString();
                places.wrong(
                        pointer,
                        "%s is none of %s%s".formatted(given, String.join(", ", words), Words.meant(given, words)));
            }
            case "type" -> {
                var isSwitch = error.getSchemaNode().toString().contains("boolean");
                places.wrong(pointer, error.getMessage() + (isSwitch ? "; write true or false" : ""));
            }
            default -> places.wrong(pointer, error.getMessage());
        }
    }

    /** The members of the object that has one too many, by the schema. */
    private static List<String> known(Error error) {
        var keyword = error.getSchemaLocation().getFragment().toString();
        var object = Json.parse(document()).at(keyword.substring(0, keyword.lastIndexOf('/')));
        return object.path("properties").propertyStream().map(Map.Entry::getKey).toList();
    }

    private static String pointer(NodePath path) {
        var pointer = new StringBuilder();
        for (var i = 0; i < path.getNameCount(); i++) {
            pointer.append('/').append(Places.escaped(String.valueOf(path.getElement(i))));
        }
        return pointer.toString();
    }
}
