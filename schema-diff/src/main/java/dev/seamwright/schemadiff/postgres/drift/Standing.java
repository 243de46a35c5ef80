package dev.seamwright.schemadiff.postgres.drift;

import dev.seamwright.schemadiff.postgres.diff.SchemaDiff;
import java.util.List;

/** Where one database of a group stands. */
public sealed interface Standing {
    /**
     * It has the schema of a recorded version.
     *
     * @param behind by how many versions it is behind the expected one; negative when it is ahead
     */
    record AtVersion(String version, int behind) implements Standing {}

    /** No version is recorded with its schema, and it is the one that most databases have. */
    record Majority() implements Standing {}

    /**
     * It has a schema of its own.
     *
     * @param nearest the recorded version, or the database, from which it differs least
     * @param diff from there to its schema
     */
    record Diverged(String nearest, SchemaDiff diff) implements Standing {}

    /** Too little of it was seen. */
    record Unknown(List<Unseen> reasons) implements Standing {
        public Unknown {
            reasons = List.copyOf(reasons);
        }
    }
}
