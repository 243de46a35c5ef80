package dev.seamwright.broker.contract;

import dev.seamwright.broker.contract.ContractService.DocumentDraft;
import dev.seamwright.broker.problem.BrokerException.Unprocessable;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.contracts.openapi.Note;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads published OpenAPI documents. They are kept as they were written, so that places in them are those of their author. */
public final class OpenApiDocuments {
    private static final int MOST_NOTES = 20;

    private OpenApiDocuments() {}

    /**
     * The document, which is the same content as another one that says the same in other words of JSON or YAML.
     *
     * @param evidence null: none is given
     * @param pointer where the text stands in the request
     * @throws Unprocessable when it is none that is understood
     */
    public static DocumentDraft read(String text, @Nullable Evidence evidence, String pointer) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        OpenApiDocument document;
        try {
            document = OpenApiDocument.parse(bytes);
        } catch (InvalidInput refused) {
            throw new Unprocessable(
                    "The OpenAPI document cannot be read: %s".formatted(refused.getMessage()),
                    refused.details().stream()
                            .map(detail -> new InvalidInput.Detail(
                                    pointer,
                                    detail.pointer().isEmpty()
                                            ? detail.detail()
                                            : "%s: %s".formatted(detail.pointer(), detail.detail())))
                            .toList());
        }
        return new DocumentDraft(
                ContractKind.OPENAPI,
                null,
                Sha256.ofContent(Json.canonical(document.root().toJson())),
                () -> bytes,
                evidence,
                warnings(document, text));
    }

    /** The document as JSON, whatever it was written in. */
    static byte[] json(byte[] body) {
        return Json.write(OpenApiDocument.parse(body).root().toJson());
    }

    /** What is doubtful: what our reader does not understand, and what swagger-parser finds. */
    private static List<String> warnings(OpenApiDocument document, String text) {
        var warnings = new ArrayList<String>();
        document.notes().stream().limit(MOST_NOTES).forEach(note -> warnings.add(told(note)));
        if (document.notes().size() > MOST_NOTES) {
            warnings.add("%d more of that kind are not told here."
                    .formatted(document.notes().size() - MOST_NOTES));
        }
        warnings.addAll(SwaggerParser.opinion(document.dialect(), text));
        return warnings;
    }

    private static String told(Note note) {
        var place = note.place();
        return "Line %d, column %d, %s %s."
                .formatted(
                        place.line(),
                        place.column(),
                        place.pointer().isEmpty() ? "the document" : place.pointer(),
                        note.text());
    }
}
