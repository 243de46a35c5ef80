package dev.seamwright.schemadiff.postgres.replay;

import java.util.List;

/** What becomes of a statement on a schema. */
public sealed interface Outcome {
    /**
     * PostgreSQL accepts it.
     *
     * @param executed whether it ran, in a transaction that was undone; else it was only prepared
     */
    record Works(boolean executed) implements Outcome {}

    /** PostgreSQL refuses it, whatever its parameters. */
    record Fails(Failure failure) implements Outcome {}

    /** It inserts, and leaves out columns that need a value. */
    record MissingColumns(String relation, List<String> columns, Failure failure) implements Outcome {
        public MissingColumns {
            columns = List.copyOf(columns);
        }
    }

    /** The consumer's role may not do it, or its policies reject every row. */
    record NotPermitted(String role, Failure failure) implements Outcome {}

    /**
     * PostgreSQL refuses it where it writes a row that breaks a constraint which is NOT VALID; on other rows it works.
     *
     * @param query finds such rows
     */
    record FailsOnRows(String constraint, String query, Failure failure) implements Outcome {}

    /** It works, with other types than those that the consumer recorded. */
    record TypesChanged(List<TypeChange> changes) implements Outcome {
        public TypesChanged {
            changes = List.copyOf(changes);
        }

        public boolean breaking() {
            return changes.stream().anyMatch(TypeChange::breaking);
        }
    }

    /** Nobody can say, and why. */
    record Unresolved(String reason) implements Outcome {}

    /** Whether PostgreSQL refuses it. */
    default boolean fails() {
        return this instanceof Fails || this instanceof MissingColumns || this instanceof NotPermitted;
    }
}
