package dev.seamwright.cli.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.seamwright.cli.setup.Change.FieldChange;
import dev.seamwright.cli.setup.Recorded.Mark;
import dev.seamwright.cli.setup.Setup.Thing;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.WebOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which fields of a thing are to change. */
final class Differ {
    private final Thing thing;
    private final @Nullable Actual actual;
    private final Mark mark;

    /**
     * @param actual null: it is not there
     * @param mark what is remembered of it
     */
    Differ(Thing thing, @Nullable Actual actual, Mark mark) {
        this.thing = thing;
        this.actual = actual;
        this.mark = mark;
    }

    /** @throws InvalidInput when a secret is to stay that is not there, or is there for another host */
    List<FieldChange> changes() {
        var changes = new ArrayList<FieldChange>();
        thing.fields().forEach((field, value) -> change(field, value).ifPresent(changes::add));
        if (thing.kind() == Kind.WEBHOOK && actual != null) {
            var said = Fields.<Boolean>map();
            thing.fields().keySet().forEach(field -> said.put(field, true));
            actual.fields().forEach((field, value) -> {
                if (!said.containsKey(field)) {
                    changes.add(open(field, value, NullNode.instance));
                }
            });
        }
        return changes;
    }

    private Optional<FieldChange> change(String field, Value value) {
        var before = actual == null ? NullNode.instance : actual.get(field);
        return switch (value) {
            case Value.Open(var after) ->
                Fields.same(before, after) ? Optional.empty() : Optional.of(open(field, before, after));
            case Value.Secret(var text) -> secret(field, before, text);
            case Value.NotLookedUp() -> before.isNull() ? Optional.of(hidden(field, before, "set")) : Optional.empty();
            case Value.Stored() -> {
                if (before.isNull()) {
                    throw new InvalidInput(
                            "",
                            "%s: %s is ${stored}, and the broker has none; write ${env:NAME} or ${file:PATH}"
                                    .formatted(thing.place(), field));
                }
                refuseElsewhere(field, before);
                yield Optional.empty();
            }
        };
    }

    private void refuseElsewhere(String field, JsonNode before) {
        var was = actual == null ? "" : actual.get(Fields.URL).asText();
        var is = switch (thing.fields().get(Fields.URL)) {
            case Value.Open(var url) -> url.asText();
            case Value.Secret(var url) -> url;
            case Value.Stored _, Value.NotLookedUp _ -> was;
            case null -> was;
        };
        if (Fields.isStarred(before) && !WebOrigin.isSame(was, is)) {
            throw new InvalidInput(
                    "",
                    "%s: %s is ${stored}, and the request goes to another host now; write ${env:NAME} or ${file:PATH}"
                            .formatted(thing.place(), field));
        }
    }

    private Optional<FieldChange> secret(String field, JsonNode before, String text) {
        if (before.isNull()) {
            return Optional.of(hidden(field, before, "set"));
        }
        if (!Fields.isStarred(before)) {
            return before.asText().equals(text) ? Optional.empty() : Optional.of(hidden(field, before, "changed"));
        }
        var fingerprint = mark.secrets().get(field);
        if (fingerprint == null) {
            return Optional.of(hidden(field, before, "not known whether it is the same; set again"));
        }
        if (actual != null && !mark.seenAt().equals(actual.seenAt())) {
            return Optional.of(hidden(field, before, "somebody changed the webhook since; set again"));
        }
        return Fingerprint.matches(fingerprint, text)
                ? Optional.empty()
                : Optional.of(hidden(field, before, "changed"));
    }

    private static FieldChange open(String field, JsonNode before, JsonNode after) {
        return Fields.isStarred(before)
                ? hidden(field, before, after.isNull() ? "removed" : "replaced by what everybody may see")
                : new FieldChange(field, before, after, null);
    }

    private static FieldChange hidden(String field, JsonNode before, String what) {
        return new FieldChange(field, before, NullNode.instance, what);
    }
}
