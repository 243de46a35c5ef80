package dev.seamwright.schemadiff.postgres.load;

import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import java.util.LinkedHashSet;
import java.util.List;

/** Facts as the statements that make them true. */
final class SchemaPrinter {
    private final Contents contents;
    private final Contents base;
    private final Printout out;
    private final Target target;

    private SchemaPrinter(Contents contents, Contents base, Target target) {
        this.contents = contents;
        this.base = base;
        this.target = target;
        this.out = new Printout(target);
    }

    /**
     * What makes a database that is like {@code base} one that is like {@code schema}.
     *
     * @param base a new database: nothing but what PostgreSQL puts there
     * @param whole whether what the schema does not have must not be there; else the schema is a part of more
     */
    static Statements print(DatabaseSchema schema, DatabaseSchema base, Target target, boolean whole) {
        var printer = new SchemaPrinter(new Contents(schema), new Contents(base), target);
        printer.print(whole);
        return new Statements(printer.out.inOrder(printer.contents), printer.out.impossible());
    }

    /** Statements in a good order, and what none of them makes. */
    record Statements(List<Ddl> ddl, List<Unloaded> impossible) {}

    private void print(boolean whole) {
        containers();
        foreignData();
        new OperatorPrinter(contents, out).print();
        new TypePrinter(contents, out).print();
        new RelationPrinter(contents, out).print();
        new RoutinePrinter(contents, out).print();
        new TextSearchPrinter(contents, out).print();
        new ConstraintPrinter(contents, out).print();
        new BehaviourPrinter(contents, out).print();
        new AccessPrinter(contents, base, out).print(whole);
        settings();
        comments();
        eventTriggerStates();
        if (whole) {
            removals();
        }
    }

    private void containers() {
        contents.all(Kind.SCHEMA).stream()
                .filter(schema -> base.item(schema.key()).isEmpty())
                .forEach(schema -> out.add(Phase.SCHEMAS, schema, "CREATE SCHEMA " + schema.name()));
        contents.all(Kind.EXTENSION).forEach(this::extension);
        var needed = new LinkedHashSet<String>();
        contents.keys().stream()
                .filter(key -> key.kind().depth() > 0)
                .forEach(key -> needed.add(key.identity().getFirst()));
        // a part of a schema needs it too; that of an extension is there by then
        needed.stream()
                .map(name -> new Fact.Key(Kind.SCHEMA, List.of(name)))
                .filter(key -> contents.item(key).isEmpty() && base.item(key).isEmpty())
                .forEach(key -> out.add(
                        Phase.EXTENSIONS,
                        key,
                        "CREATE SCHEMA IF NOT EXISTS " + Sql.name(key.identity().getFirst())));
    }

    private void extension(Item extension) {
        // without a version it is the one that a server prefers
        var version = extension.has("version") ? Sql.literal(extension.text("version")) : "";
        var update = "ALTER EXTENSION " + extension.name() + " UPDATE" + (version.isEmpty() ? "" : " TO " + version);
        var there = base.item(extension.key());
        if (there.isPresent()) {
            if (!there.get().text("version").equals(extension.text("version"))) {
                out.add(Phase.EXTENSIONS, extension, update);
            }
            return;
        }
        boolean ownSchema =
                contents.item(Kind.SCHEMA, List.of(extension.text("schema"))).isEmpty();
        var create = "CREATE EXTENSION IF NOT EXISTS " + extension.name()
                + (ownSchema ? "" : " SCHEMA " + Sql.name(extension.text("schema")));
        if (!version.isEmpty()) {
            out.add(Phase.EXTENSIONS, extension, create + " VERSION " + version);
        }
        // any version is better than none, and the one that is missing is told
        out.add(Phase.EXTENSIONS, extension, create + " CASCADE");
        if (!version.isEmpty()) {
            out.add(Phase.BEHAVIOUR, extension, update);
        }
    }

    private void foreignData() {
        contents.all(Kind.FOREIGN_DATA_WRAPPER)
                .forEach(wrapper -> out.add(
                        Phase.OBJECTS,
                        wrapper,
                        "CREATE FOREIGN DATA WRAPPER " + wrapper.name()
                                + wrapper.clause(" HANDLER ", "handler")
                                + wrapper.clause(" VALIDATOR ", "validator")
                                + Sql.options(wrapper.get("options"))));
        contents.all(Kind.SERVER)
                .forEach(server -> out.add(
                        Phase.OBJECTS,
                        server,
                        "CREATE SERVER " + server.name()
                                + (server.has("type") ? " TYPE " + Sql.literal(server.text("type")) : "")
                                + (server.has("version") ? " VERSION " + Sql.literal(server.text("version")) : "")
                                + " FOREIGN DATA WRAPPER " + Sql.name(server.text("wrapper"))
                                + Sql.options(server.get("options"))));
        contents.all(Kind.USER_MAPPING)
                .forEach(mapping -> out.add(
                        Phase.ATTACHMENTS,
                        mapping,
                        "CREATE USER MAPPING FOR %s SERVER %s%s"
                                .formatted(
                                        Sql.role(target.known(mapping.part(1))),
                                        Sql.name(mapping.part(0)),
                                        Sql.options(mapping.get("options")))));
    }

    private void settings() {
        contents.item(Kind.DATABASE, List.of())
                .filter(database -> database.has("connectionLimit"))
                .ifPresent(database -> out.add(
                        Phase.SETTINGS,
                        database,
                        "ALTER " + Phrase.of(database, target) + " CONNECTION LIMIT "
                                + database.text("connectionLimit")));
        contents.all(Kind.SETTING).forEach(setting -> {
            var database = "DATABASE " + Sql.name(target.database());
            var whose = setting.part(0).equals("public")
                    ? database
                    : "ROLE " + Sql.name(target.known(setting.part(0))) + " IN " + database;
            out.add(
                    Phase.SETTINGS,
                    setting,
                    "ALTER " + whose + " SET " + Sql.setting(setting.last(), setting.text("value")));
        });
        contents.all(Kind.SECURITY_LABEL)
                .forEach(label -> out.add(
                        Phase.COMMENTS,
                        label,
                        "SECURITY LABEL FOR %s ON %s %s IS %s"
                                .formatted(
                                        Sql.name(label.part(0)),
                                        label.part(1),
                                        label.part(2),
                                        Sql.literal(label.text("label")))));
    }

    private void comments() {
        for (var kind : Kind.values()) {
            for (var item : contents.all(kind)) {
                var there = base.item(item.key());
                var present = there.map(other -> other.text("comment")).orElse("");
                // a new extension has one of its own
                boolean unknown = kind == Kind.EXTENSION && there.isEmpty();
                if (unknown || !item.text("comment").equals(present)) {
                    out.add(
                            kind == Kind.EVENT_TRIGGER ? Phase.END : Phase.COMMENTS,
                            item,
                            "COMMENT ON " + Phrase.of(item, target) + " IS "
                                    + (item.has("comment") ? Sql.literal(item.text("comment")) : "NULL"));
                }
            }
        }
    }

    private void eventTriggerStates() {
        contents.all(Kind.EVENT_TRIGGER).forEach(trigger -> {
            var state = switch (trigger.text("enabled")) {
                case "disabled" -> "DISABLE";
                case "replica" -> "ENABLE REPLICA";
                case "always" -> "ENABLE ALWAYS";
                default -> "ENABLE";
            };
            out.add(Phase.END, trigger, "ALTER EVENT TRIGGER " + trigger.name() + " " + state);
        });
    }

    /** What a new database has and this one has not. */
    private void removals() {
        for (var kind : List.of(Kind.EXTENSION, Kind.SCHEMA)) {
            base.all(kind).stream()
                    .filter(item -> contents.item(item.key()).isEmpty())
                    .forEach(item -> out.add(
                            kind == Kind.EXTENSION ? Phase.END : Phase.SCHEMAS,
                            item,
                            "DROP " + Phrase.of(item, target)));
        }
    }
}
