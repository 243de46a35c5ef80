package dev.seamwright.schemadiff.postgres.rules;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.schemadiff.postgres.load.SchemaLoader;
import dev.seamwright.schemadiff.postgres.load.Unloaded;
import dev.seamwright.schemadiff.postgres.shadow.Shadow;
import dev.seamwright.schemadiff.postgres.shadow.ShadowDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeSet;

/** Reviews the change between two captured schemas: both are made in the shadow, and what is said to break is executed on both. */
public final class StoredReview {
    private final Shadow shadow;

    public StoredReview(Shadow shadow) {
        this.shadow = shadow;
    }

    /**
     * The review, and what could not be tried.
     *
     * @param unloaded what the shadow could not make of the schema after: nothing was executed against that
     */
    public record Reviewed(SchemaReview review, List<Unloaded> unloaded) {
        public Reviewed {
            unloaded = List.copyOf(unloaded);
        }
    }

    /** A review that may need the schema before, and what was not made of the one after. */
    private record Tried(SchemaReview.Draft draft, List<Unloaded> unloaded) {}

    public Reviewed review(DatabaseSchema before, DatabaseSchema after) {
        var draft = SchemaReview.Draft.of(before, after);
        if (before.hash().equals(after.hash())) {
            return new Reviewed(draft.withoutWitness(), List.of());
        }
        var names = new TreeSet<>(SchemaLoader.roles(before));
        names.addAll(SchemaLoader.roles(after));
        var roles = List.copyOf(names);
        var tried = shadow.run(roles, database -> tryAfter(draft, after, database));
        var review = tried.draft().hasFailures()
                ? shadow.run(roles, database -> tryBefore(draft, before, database))
                : draft.withoutWitness();
        return new Reviewed(
                review, tried.unloaded().stream().filter(Unloaded::isInDatabase).toList());
    }

    private static Tried tryAfter(SchemaReview.Draft draft, DatabaseSchema after, ShadowDatabase database) {
        try {
            var unloaded = SchemaLoader.load(after, database);
            try (var connection = database.connect()) {
                return new Tried(draft.tryAfter(connection), unloaded);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("The shadow database failed.", failure);
        }
    }

    private static SchemaReview tryBefore(SchemaReview.Draft draft, DatabaseSchema before, ShadowDatabase database) {
        try {
            SchemaLoader.load(before, database);
            try (var connection = database.connect()) {
                return draft.tryBefore(connection);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("The shadow database failed.", failure);
        }
    }
}
