package dev.seamwright.schemadiff.postgres.drift;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.schemadiff.postgres.diff.SchemaChange;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Facts and changes in words. */
final class Words {
    private Words() {}

    /** The kind and the name, {@code column public.orders.note} for example. */
    static String subject(Fact.Key key) {
        return (key.kind().label().replace('-', ' ') + " " + String.join(".", key.identity())).strip();
    }

    /** What differs, in a line; the first side is the one before. */
    static String change(SchemaChange change, String before, String after) {
        var subject = subject(change.key());
        return switch (change) {
            case SchemaChange.Added _ -> "%s: %s only".formatted(subject, after);
            case SchemaChange.Removed _ -> "%s: %s only".formatted(subject, before);
            case SchemaChange.Changed changed ->
                changed.differences().entrySet().stream()
                        .map(member -> "%s is %s %s, %s %s"
                                .formatted(
                                        member.getKey(),
                                        value(member.getValue().before()),
                                        before,
                                        value(member.getValue().after()),
                                        after))
                        .collect(Collectors.joining("; ", subject + ": ", ""));
        };
    }

    static List<String> changes(List<SchemaChange> changes, String before, String after) {
        return changes.stream().map(change -> change(change, before, after)).toList();
    }

    private static String value(@Nullable JsonNode json) {
        return json == null ? "not set" : json.isTextual() ? "\"" + json.textValue() + "\"" : json.toString();
    }
}
