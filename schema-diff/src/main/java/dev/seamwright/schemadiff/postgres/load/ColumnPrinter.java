package dev.seamwright.schemadiff.postgres.load;

import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import java.util.List;
import java.util.Locale;

/** Columns: their definitions in a table, and what is said of them afterwards. */
final class ColumnPrinter {
    private final Contents contents;
    private final Printout out;

    ColumnPrinter(Contents contents, Printout out) {
        this.contents = contents;
        this.out = out;
    }

    /** The definition in CREATE TABLE or ADD COLUMN; empty for a column of a typed table of which nothing more is said. */
    String definition(Item column, boolean ofType) {
        var text = new StringBuilder();
        if (!ofType) {
            text.append(' ').append(column.text("type")).append(column.clause(" COLLATE ", "collation"));
        }
        var constraints = new StringBuilder();
        if (column.has("generated")) {
            constraints
                    .append(" GENERATED ALWAYS AS (")
                    .append(column.get("generated").path("expression").asText())
                    .append(") ")
                    .append(column.get("generated").path("kind").asText().toUpperCase(Locale.ROOT));
        }
        if (column.has("identity")) {
            var identity = new Item(column.key(), column.get("identity"));
            constraints
                    .append(" GENERATED ")
                    .append(identity.text("generation").toUpperCase(Locale.ROOT))
                    .append(" AS IDENTITY (SEQUENCE NAME ")
                    .append(identity.text("sequence"))
                    .append(sequenceOptions(identity))
                    .append(')');
        }
        if (isDefaultAtOnce(column)) {
            constraints.append(" DEFAULT ").append(column.text("default"));
        }
        if (column.is("notNull") && !column.has("notNullValidated")) {
            constraints
                    .append(
                            column.has("notNullConstraint")
                                    ? " CONSTRAINT " + Sql.name(column.text("notNullConstraint"))
                                    : "")
                    .append(" NOT NULL")
                    .append(column.is("notNullNoInherit") ? " NO INHERIT" : "");
        }
        if (ofType) {
            return constraints.isEmpty() ? "" : column.name() + " WITH OPTIONS" + constraints;
        }
        return column.name() + text + constraints;
    }

    /**
     * Whether the default can be part of the definition, which is faster: without a point it names nothing but what PostgreSQL has
     * itself. The default of a parent would become that of its children.
     */
    private boolean isDefaultAtOnce(Item column) {
        return column.has("default")
                && !column.is("inherited")
                && !column.text("default").contains(".")
                && contents.item(Kind.TABLE, column.key().place())
                        .filter(table -> table.has("partitionKey")
                                || !contents.isParent(column.key().place()))
                        .isPresent();
    }

    static String sequenceOptions(Item sequence) {
        return " INCREMENT BY " + sequence.text("increment")
                + " MINVALUE " + sequence.text("minimum")
                + " MAXVALUE " + sequence.text("maximum")
                + " START WITH " + sequence.text("start")
                + " CACHE " + sequence.text("cache")
                + (sequence.is("cycle") ? " CYCLE" : "");
    }

    void print() {
        contents.all(Kind.COLUMN).forEach(column -> {
            var relation = contents.relation(column.key().place());
            if (relation.isEmpty()) {
                out.impossible(column, "its relation is no part of the contract");
            } else {
                afterwards(relation.get(), column);
            }
        });
    }

    private void afterwards(Item relation, Item column) {
        boolean view = relation.kind() == Kind.VIEW;
        if (column.has("default") && !isDefaultAtOnce(column)) {
            alter(view ? Phase.BEHAVIOUR : Phase.DEFAULTS, column, "SET DEFAULT " + column.text("default"));
        }
        if (column.has("storage")) {
            alter(Phase.BEHAVIOUR, column, "SET STORAGE " + column.text("storage"));
        }
        if (column.has("compression")) {
            alter(Phase.BEHAVIOUR, column, "SET COMPRESSION " + column.text("compression"));
        }
        if (column.has("statistics")) {
            alter(Phase.BEHAVIOUR, column, "SET STATISTICS " + column.text("statistics"));
        }
        if (column.has("options")) {
            alter(
                    Phase.BEHAVIOUR,
                    column,
                    "SET (" + String.join(", ", Sql.parameters("", column.get("options"))) + ")");
        }
        if (column.has("foreignOptions")) {
            out.add(
                    Phase.BEHAVIOUR,
                    column,
                    "ALTER FOREIGN TABLE ONLY %s ALTER COLUMN %s OPTIONS (%s)"
                            .formatted(
                                    column.qualified(),
                                    column.name(),
                                    Sql.foreign("ADD ", column.get("foreignOptions"))));
        }
        if (column.is("notNull") && column.has("notNullValidated")) {
            notValidated(relation, column);
        } else if (column.is("notNull") && column.is("inherited") && !inherits(relation, column, "notNull")) {
            if (column.has("notNullConstraint") && out.target().namesNotNull()) {
                out.add(
                        Phase.ATTACHMENTS,
                        column,
                        "ALTER TABLE ONLY %s ADD CONSTRAINT %s NOT NULL %s"
                                .formatted(
                                        column.qualified(), Sql.name(column.text("notNullConstraint")), column.name()));
            } else {
                alter(Phase.ATTACHMENTS, column, "SET NOT NULL");
            }
        }
    }

    private void alter(Phase phase, Item column, String action) {
        out.add(
                phase,
                column,
                "ALTER TABLE ONLY %s ALTER COLUMN %s %s".formatted(column.qualified(), column.name(), action));
    }

    private void notValidated(Item relation, Item column) {
        if (inherits(relation, column, "notNullValidated")) {
            return;
        }
        out.add(
                Phase.KEYS,
                column,
                "ALTER TABLE %s ADD %sNOT NULL %s%s NOT VALID"
                        .formatted(
                                column.qualified(),
                                column.has("notNullConstraint")
                                        ? "CONSTRAINT " + Sql.name(column.text("notNullConstraint")) + " "
                                        : "",
                                column.name(),
                                column.is("notNullNoInherit") ? " NO INHERIT" : ""));
    }

    /** Whether a parent says the same of the column. */
    private boolean inherits(Item relation, Item column, String member) {
        var parents = relation.has("partitionOf")
                ? List.of(relation.get("partitionOf"))
                : relation.get("inherits").valueStream().toList();
        return parents.stream()
                .map(parent -> Sql.texts(parent).toList())
                .map(parent ->
                        contents.item(new Fact.Key(Kind.COLUMN, List.of(parent.get(0), parent.get(1), column.last()))))
                .anyMatch(parent -> parent.isPresent() && parent.get().has(member));
    }
}
