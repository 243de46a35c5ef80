package dev.seamwright.schemadiff.openapi.rules;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.openapi.Note;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.contracts.openapi.Place;
import dev.seamwright.schemadiff.Level;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A review as the API and the command line print it. */
public final class OpenApiJson {
    /** How many uses of a finding are listed; their number is told. */
    static final int MOST_USES = 50;

    private static final int MOST_NOTES = 100;

    private OpenApiJson() {}

    public static ObjectNode of(OpenApiReview review) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("verdict", review.verdict());
        if (review.dimensions().contains(Dimension.CODEGEN)) {
            json.put("codegen", review.level(Dimension.CODEGEN).map(Level::word).orElse("identical"));
        }
        var findings = json.putArray("findings");
        review.findings().forEach(found -> put(findings.addObject(), found));
        if (!review.warnings().isEmpty()) {
            review.warnings().forEach(json.putArray("warnings")::add);
        }
        var notes = json.putObject("notes");
        put(notes, "before", review.diff().before());
        put(notes, "after", review.diff().after());
        return json;
    }

    private static void put(ObjectNode item, OpenApiFinding found) {
        var finding = found.finding();
        item.put("rule", finding.rule().id())
                .put("fingerprint", found.fingerprint())
                .put("level", finding.level().word())
                .put("dimension", found.dimension().word())
                .put("direction", found.direction().name().toLowerCase(Locale.ROOT))
                .put("subject", finding.subject())
                .put("message", finding.message())
                .put("rationale", finding.rule().rationale())
                .put("remedy", finding.remedy());
        finding.witness().forEach(item.putArray("witness")::add);
        if (found.judgement().accepted() != null) {
            item.put("accepted", found.judgement().accepted());
        }
        if (!found.judgement().notes().isEmpty()) {
            found.judgement().notes().forEach(item.putArray("policy")::add);
        }
        put(item, "before", found.before());
        put(item, "after", found.after());
        item.put("useCount", found.uses().size());
        var uses = item.putArray("uses");
        found.uses().stream()
                .limit(MOST_USES)
                .forEach(use ->
                        uses.addObject().put("operation", use.operation()).put("place", use.place()));
    }

    private static void put(ObjectNode item, String side, @Nullable Place place) {
        if (place != null) {
            var json = item.putObject(side).put("pointer", place.pointer());
            if (place.file() != null) {
                json.put("file", place.file());
            }
            json.put("line", place.line()).put("column", place.column());
        }
    }

    private static void put(ObjectNode notes, String side, OpenApiDocument document) {
        var list = notes.putArray(side);
        for (Note note : document.notes().stream().limit(MOST_NOTES).toList()) {
            list.addObject()
                    .put("kind", note.kind().name().toLowerCase(Locale.ROOT))
                    .put("pointer", note.place().pointer())
                    .put("line", note.place().line())
                    .put("text", note.text());
        }
    }
}
