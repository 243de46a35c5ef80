package dev.seamwright.schemadiff.postgres.load;

import dev.seamwright.contracts.dbschema.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Tables, foreign tables, views, sequences and what belongs to them but to no column. */
final class RelationPrinter {
    private final Contents contents;
    private final Printout out;
    private final ColumnPrinter columns;
    private final Inheritance inheritance;

    RelationPrinter(Contents contents, Printout out) {
        this.contents = contents;
        this.out = out;
        this.columns = new ColumnPrinter(contents, out);
        this.inheritance = new Inheritance(contents);
    }

    void print() {
        contents.all(Kind.SEQUENCE).forEach(this::sequence);
        contents.all(Kind.TABLE).forEach(this::table);
        contents.all(Kind.FOREIGN_TABLE).forEach(this::table);
        contents.all(Kind.VIEW).forEach(view -> view(view, "VIEW", ""));
        contents.all(Kind.MATERIALIZED_VIEW).forEach(view -> {
            view(view, "MATERIALIZED VIEW", "\n WITH NO DATA");
            out.add(Phase.POPULATION, view, "REFRESH MATERIALIZED VIEW " + view.qualified());
            storage(view);
        });
        columns.print();
    }

    private void sequence(Item sequence) {
        out.add(
                Phase.OBJECTS,
                sequence,
                "CREATE " + persistence(sequence) + "SEQUENCE " + sequence.qualified() + " AS " + sequence.text("type")
                        + ColumnPrinter.sequenceOptions(sequence));
        if (sequence.has("ownedBy")) {
            out.add(
                    Phase.ATTACHMENTS,
                    sequence,
                    "ALTER SEQUENCE " + sequence.qualified() + " OWNED BY " + Sql.qualified(sequence.get("ownedBy")));
        }
    }

    private static String persistence(Item item) {
        return item.text("persistence").equals("unlogged") ? "UNLOGGED " : "";
    }

    private void table(Item table) {
        boolean foreign = table.kind() == Kind.FOREIGN_TABLE;
        var text = new StringBuilder("CREATE ")
                .append(persistence(table))
                .append(foreign ? "FOREIGN TABLE " : "TABLE ")
                .append(table.qualified());
        var listed = inheritance.columnsOfCreation(table).stream()
                .map(column -> columns.definition(column, table.has("ofType")))
                .filter(definition -> !definition.isEmpty())
                .collect(Collectors.joining(",\n    "));
        if (table.has("ofType")) {
            text.append(" OF ").append(table.text("ofType")).append(listed.isEmpty() ? "" : " (" + listed + ")");
        } else {
            text.append(" (").append(listed).append(')');
        }
        var parents = parents(table);
        if (!parents.isEmpty() && inheritance.atCreation(table)) {
            text.append(" INHERITS (").append(String.join(", ", parents)).append(')');
        }
        text.append(table.clause(" PARTITION BY ", "partitionKey"));
        if (foreign) {
            text.append(" SERVER ")
                    .append(Sql.name(table.text("server")))
                    .append(Sql.options(table.get("foreignOptions")));
        } else {
            text.append(with(table));
        }
        out.add(Phase.OBJECTS, table, text.toString());
        attach(table, parents);
        storage(table);
        security(table);
    }

    private static List<String> parents(Item table) {
        return table.get("inherits").valueStream().map(Sql::qualified).toList();
    }

    private static String with(Item relation) {
        var options = new ArrayList<>(Sql.parameters("", relation.get("options")));
        options.addAll(Sql.parameters("toast.", relation.get("toastOptions")));
        return options.isEmpty() ? "" : " WITH (" + String.join(", ", options) + ")";
    }

    private void attach(Item table, List<String> parents) {
        if (table.has("partitionOf")) {
            out.add(
                    Phase.ATTACHMENTS,
                    table,
                    "ALTER TABLE ONLY %s ATTACH PARTITION %s %s"
                            .formatted(
                                    Sql.qualified(table.get("partitionOf")),
                                    table.qualified(),
                                    table.text("partitionBound")));
        }
        if (!inheritance.atCreation(table)) {
            parents.forEach(parent ->
                    out.add(Phase.ATTACHMENTS, table, "ALTER TABLE " + table.qualified() + " INHERIT " + parent));
        }
        inheritance
                .additions(table)
                .forEach(column -> out.add(
                        Phase.COLUMNS,
                        column,
                        "ALTER TABLE " + column.qualified() + " ADD COLUMN " + columns.definition(column, false)));
        if (table.is("detaching")) {
            out.impossible(table, "a partition whose detachment was interrupted cannot be made; it is attached here");
        }
    }

    /** Of its own: where the tablespace or the access method is missing, the table is there all the same. */
    private void storage(Item relation) {
        var alter = "ALTER %s %s SET "
                .formatted(
                        relation.kind() == Kind.MATERIALIZED_VIEW ? "MATERIALIZED VIEW" : "TABLE",
                        relation.qualified());
        if (relation.has("accessMethod")) {
            out.add(Phase.BEHAVIOUR, relation, alter + "ACCESS METHOD " + Sql.name(relation.text("accessMethod")));
        }
        if (relation.has("tablespace")) {
            out.add(Phase.BEHAVIOUR, relation, alter + "TABLESPACE " + Sql.name(relation.text("tablespace")));
        }
    }

    private void security(Item table) {
        if (table.is("rowSecurity")) {
            out.add(Phase.BEHAVIOUR, table, "ALTER TABLE " + table.qualified() + " ENABLE ROW LEVEL SECURITY");
        }
        if (table.is("forceRowSecurity")) {
            out.add(Phase.BEHAVIOUR, table, "ALTER TABLE " + table.qualified() + " FORCE ROW LEVEL SECURITY");
        }
        if (table.has("replicaIdentity")) {
            var identity = table.text("replicaIdentity");
            out.add(
                    Phase.BEHAVIOUR,
                    table,
                    "ALTER TABLE ONLY " + table.qualified() + " REPLICA IDENTITY "
                            + (identity.startsWith("index ")
                                    ? "USING INDEX " + Sql.lastPart(identity.substring("index ".length()))
                                    : identity));
        }
    }

    private void view(Item view, String type, String end) {
        var definition = view.text("definition").strip();
        out.add(
                Phase.VIEWS,
                view,
                "CREATE " + type + " " + view.qualified() + with(view) + " AS\n"
                        + (definition.endsWith(";") ? definition.substring(0, definition.length() - 1) : definition)
                        + end);
    }
}
