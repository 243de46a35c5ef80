package dev.seamwright.schemadiff.postgres.seam;

/**
 * Something that a consumer does with a relation.
 *
 * @param column empty when it is the whole row, as in a delete or a count
 */
public record Need(String schema, String relation, String column, Action action) {
    /** What is done, with the privilege that it takes. */
    public enum Action {
        READ("SELECT"),
        INSERT("INSERT"),
        UPDATE("UPDATE"),
        DELETE("DELETE");

        private final String privilege;

        Action(String privilege) {
            this.privilege = privilege;
        }

        String privilege() {
            return privilege;
        }
    }

    String name() {
        return column.isEmpty() ? "%s.%s".formatted(schema, relation) : "%s.%s.%s".formatted(schema, relation, column);
    }
}
