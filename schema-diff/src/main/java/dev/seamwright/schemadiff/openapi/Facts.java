package dev.seamwright.schemadiff.openapi;

import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.schemadiff.Direction;
import dev.seamwright.schemadiff.openapi.Change.Edit;
import dev.seamwright.schemadiff.openapi.Change.Subject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The facts that have been found so far. */
final class Facts {
    private final List<Change> changes = new ArrayList<>();

    List<Change> changes() {
        return List.copyOf(changes);
    }

    void add(
            Subject subject,
            Edit edit,
            Direction direction,
            Use use,
            String name,
            @Nullable Node before,
            @Nullable Node after,
            String detail,
            Effect effect) {
        changes.add(new Change(subject, edit, direction, use, "", name, before, after, detail, effect));
    }

    void add(Difference difference, Direction direction, Use use) {
        changes.add(new Change(
                difference.subject(),
                difference.edit(),
                direction,
                use,
                difference.keyword(),
                difference.name(),
                difference.before(),
                difference.after(),
                difference.detail(),
                difference.effect()));
    }
}
