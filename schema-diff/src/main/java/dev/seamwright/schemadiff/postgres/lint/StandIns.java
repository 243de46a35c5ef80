package dev.seamwright.schemadiff.postgres.lint;

import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.syntax.Node;
import dev.seamwright.schemadiff.postgres.syntax.Value;
import dev.seamwright.schemadiff.postgres.syntax.Vocabulary;
import dev.seamwright.schemadiff.postgres.syntax.Vocabulary.Constraint;
import dev.seamwright.schemadiff.postgres.syntax.Vocabulary.Form;
import dev.seamwright.schemadiff.postgres.syntax.Vocabulary.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Objects in place of those that a statement names and that are not known: PostgreSQL's refusal says what it misses, that is made, and
 * the statement is tried again. What it locks and reads is then seen all the same; types are guesses.
 */
final class StandIns {
    private static final int MOST_ATTEMPTS = 16;
    private static final List<String> TYPES =
            List.of("int", "text", "int4range", "jsonb", "timestamptz", "boolean", "uuid", "text[]");
    private static final Pattern RELATION = Pattern.compile(
            "^(?:relation|table|view|materialized view|sequence|foreign table) \"(.+)\" does not exist$");
    private static final Pattern INDEX = Pattern.compile("^index \"(.+?)\"(?: for table \".+\")? does not exist$");
    private static final Pattern SCHEMA = Pattern.compile("^schema \"(.+)\" does not exist$");
    private static final Pattern COLUMN = Pattern.compile(
            "^column \"(.+?)\"(?: of relation \"(.+)\"| named in key| referenced in foreign key constraint)? does not exist$");
    private static final Pattern CONSTRAINT =
            Pattern.compile("^constraint \"(.+?)\" (?:of relation|for table) \"(.+)\" does not exist$");
    private static final Pattern TYPE = Pattern.compile("^type \"(.+)\" does not exist$");
    private static final Pattern LABEL = Pattern.compile("^\"(.+)\" is not an existing enum label$");
    private static final Set<String> UNFIT = Set.of("42883", "42804", "42846", "22P02", "42704", "42P16", "42809");

    private final Vocabulary vocabulary;
    private final Set<Name> relations = new HashSet<>();
    private final Set<String> constraints = new HashSet<>();
    private final Set<String> guessed = new HashSet<>();

    StandIns(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** Executes what makes a stand-in. */
    interface Sql {
        void execute(String sql) throws SQLException;
    }

    /** Whether a relation is one of ours. */
    boolean contains(Name name) {
        return relations.contains(name.in(History.DEFAULT_SCHEMA));
    }

    /** Names of constraints and columns that stand for unknown ones; grows. */
    Set<String> guesses() {
        return Collections.unmodifiableSet(guessed);
    }

    Attempt attempt(Node tree, Sql sql) {
        return new Attempt(tree, sql);
    }

    /** The tries of one statement. */
    final class Attempt {
        private final Node tree;
        private final Sql sql;
        private final List<Column> columns = new ArrayList<>();
        private int attempts;
        private int type;

        private record Column(Name table, String name) {}

        private Attempt(Node tree, Sql sql) {
            this.tree = tree;
            this.sql = sql;
        }

        /** Makes what the refusal asks for; false when that is not known. */
        boolean supply(SQLException refusal) {
            attempts++;
            if (attempts > MOST_ATTEMPTS) {
                return false;
            }
            try {
                return make(String.valueOf(refusal.getSQLState()), Rejected.error(refusal));
            } catch (SQLException impossible) {
                return false;
            }
        }

        private boolean make(String state, String message) throws SQLException {
            var relation = RELATION.matcher(message);
            if (relation.matches()) {
                return relation(relation.group(1));
            }
            var index = INDEX.matcher(message);
            if (index.matches()) {
                return index(index.group(1));
            }
            var schema = SCHEMA.matcher(message);
            if (schema.matches()) {
                sql.execute("CREATE SCHEMA " + Name.quoted(schema.group(1)));
                return true;
            }
            var column = COLUMN.matcher(message);
            if (column.matches()) {
                return column(Optional.ofNullable(column.group(2)), column.group(1));
            }
            var constraint = CONSTRAINT.matcher(message);
            if (constraint.matches()) {
                constraints.add(constraint.group(1));
                guessed.add(constraint.group(1));
                return main().isPresent()
                        && add(
                                main().get(),
                                "CONSTRAINT %s CHECK (true) NOT VALID".formatted(Name.quoted(constraint.group(1))));
            }
            var missing = TYPE.matcher(message);
            if (missing.matches()) {
                return type(missing.group(1));
            }
            var label = LABEL.matcher(message);
            if (label.matches()) {
                sql.execute("ALTER TYPE %s ADD VALUE '%s'"
                        .formatted(
                                Name.of(tree.names("typeName")).sql(),
                                label.group(1).replace("'", "''")));
                return true;
            }
            if (state.equals("42830") || message.startsWith("there is no primary key")) {
                return key();
            }
            return UNFIT.contains(state) && retype();
        }

        private Optional<Name> main() {
            return tree.node("relation").map(Name::of);
        }

        private Name named(String plain) {
            return tree.all()
                    .filter(node -> node.is("RANGEVAR"))
                    .map(Name::of)
                    .filter(name -> name.plain().equals(plain) || name.name().equals(plain))
                    .findFirst()
                    .or(() -> dropped(plain))
                    .orElseGet(() -> new Name(null, plain));
        }

        private Optional<Name> dropped(String plain) {
            return tree.values("objects").stream()
                    .filter(Value.Items.class::isInstance)
                    .map(object -> Name.of(Node.names(((Value.Items) object).values())))
                    .filter(name -> name.plain().equals(plain) || name.name().equals(plain))
                    .findFirst();
        }

        private boolean relation(String plain) throws SQLException {
            var name = named(plain);
            var isMain = main().isEmpty() || main().get().equals(name);
            switch (isMain ? kind() : Kind.TABLE) {
                case VIEW -> sql.execute("CREATE VIEW %s AS SELECT 1 AS one".formatted(name.sql()));
                case MATERIALIZED_VIEW -> {
                    sql.execute("CREATE MATERIALIZED VIEW %s AS SELECT 1 AS one".formatted(name.sql()));
                    sql.execute("CREATE UNIQUE INDEX ON %s (one)".formatted(name.sql()));
                }
                case SEQUENCE -> sql.execute("CREATE SEQUENCE " + name.sql());
                case INDEX -> {
                    return index(plain);
                }
                default -> sql.execute("CREATE TABLE %s ()".formatted(name.sql()));
            }
            relations.add(name.in(History.DEFAULT_SCHEMA));
            return true;
        }

        private Kind kind() {
            if (tree.is("REFRESHMATVIEWSTMT")) {
                return Kind.MATERIALIZED_VIEW;
            }
            if (tree.is("REINDEXSTMT")) {
                return vocabulary
                                .reindex(tree)
                                .filter(kind -> kind == Vocabulary.Reindex.INDEX)
                                .isPresent()
                        ? Kind.INDEX
                        : Kind.TABLE;
            }
            for (var field : List.of("removeType", "renameType", "objectType", "objtype")) {
                var kind = tree.has(field) ? vocabulary.kind(tree, field) : Optional.<Kind>empty();
                if (kind.filter(known -> known == Kind.COLUMN || known == Kind.CONSTRAINT)
                        .isPresent()) {
                    return vocabulary.kind(tree, "relationType").orElse(Kind.TABLE);
                }
                if (kind.isPresent()) {
                    return kind.get();
                }
            }
            return Kind.TABLE;
        }

        private boolean index(String plain) throws SQLException {
            var ofMain = tree.is("ALTERTABLESTMT") || tree.is("CLUSTERSTMT");
            var name = ofMain ? new Name(null, plain) : named(plain);
            var table =
                    ofMain && main().isPresent() ? main().get() : new Name(name.schema(), "table_of_" + name.name());
            if (!ofMain) {
                sql.execute("CREATE TABLE %s ()".formatted(table.sql()));
                relations.add(table.in(History.DEFAULT_SCHEMA));
            }
            var column = Name.quoted("column_of_" + name.name());
            sql.execute("ALTER TABLE %s ADD COLUMN %s int NOT NULL".formatted(table.sql(), column));
            sql.execute("CREATE UNIQUE INDEX %s ON %s (%s)".formatted(Name.quoted(name.name()), table.sql(), column));
            relations.add(name.in(History.DEFAULT_SCHEMA));
            return true;
        }

        private boolean column(Optional<String> relation, String name) throws SQLException {
            var tables = new ArrayList<Name>();
            relation.map(this::named).ifPresent(tables::add);
            main().ifPresent(tables::add);
            foreignKeys()
                    .flatMap(key -> key.node("pktable").stream())
                    .map(Name::of)
                    .forEach(tables::add);
            for (var table : tables) {
                if (contains(table) && !columns.contains(new Column(table, name))) {
                    var added = new Column(table, name);
                    columns.add(added);
                    try {
                        sql.execute("ALTER TABLE %s ADD COLUMN %s %s"
                                .formatted(table.sql(), Name.quoted(name), TYPES.get(type)));
                        guessed.add(name);
                        return true;
                    } catch (SQLException isThere) {
                        if (!"42701".equals(isThere.getSQLState())) {
                            throw isThere;
                        }
                        columns.remove(added);
                    }
                }
            }
            return false;
        }

        private Stream<Node> foreignKeys() {
            return tree.all()
                    .filter(node -> node.is("CONSTRAINT")
                            && vocabulary
                                    .constraint(node)
                                    .filter(kind -> kind == Constraint.FOREIGN_KEY)
                                    .isPresent());
        }

        private boolean add(Name table, String constraint) throws SQLException {
            sql.execute("ALTER TABLE %s ADD %s".formatted(table.sql(), constraint));
            return true;
        }

        private boolean type(String plain) throws SQLException {
            var names = tree.names("typeName").isEmpty() ? List.of(plain) : tree.names("typeName");
            if (tree.is("ALTERENUMSTMT")) {
                var old = tree.text("oldVal").orElse("value");
                sql.execute(
                        "CREATE TYPE %s AS ENUM ('%s')".formatted(Name.of(names).sql(), old.replace("'", "''")));
                return true;
            }
            if (tree.is("ALTERDOMAINSTMT")) {
                sql.execute("CREATE DOMAIN %s AS int".formatted(Name.of(names).sql()));
                return true;
            }
            return false;
        }

        /** What a foreign key refers to is unique. */
        private boolean key() throws SQLException {
            var key = foreignKeys().findFirst();
            var table = key.flatMap(node -> node.node("pktable")).map(Name::of);
            if (table.isEmpty() || !contains(table.get())) {
                return false;
            }
            var names = key.get().names("pk_attrs").stream().map(Name::quoted).toList();
            if (names.isEmpty()) {
                sql.execute("ALTER TABLE %s ADD COLUMN id_of_stand_in int PRIMARY KEY"
                        .formatted(table.get().sql()));
                columns.add(new Column(table.get(), "id_of_stand_in"));
                return true;
            }
            return add(table.get(), "UNIQUE (%s)".formatted(String.join(", ", names)));
        }

        private boolean retype() throws SQLException {
            type++;
            if (columns.isEmpty() || type >= TYPES.size()) {
                return false;
            }
            for (var column : columns) {
                var name = Name.quoted(column.name());
                sql.execute("ALTER TABLE %s ALTER COLUMN %s TYPE %s USING NULL"
                        .formatted(column.table().sql(), name, TYPES.get(type)));
            }
            return true;
        }

        /** What {@code IF EXISTS} would pass over, though it may be there. */
        void expected() {
            try {
                if (tree.is("DROPSTMT") && tree.flag("missing_ok")) {
                    for (var object : tree.values("objects")) {
                        if (object instanceof Value.Items items) {
                            relation(Name.of(Node.names(items.values())).plain());
                        }
                    }
                } else if (tree.flag("missing_ok") && main().isPresent()) {
                    relation(main().get().plain());
                }
            } catch (SQLException isThere) {
                // the statement itself says what it misses
                attempts++;
            }
        }
    }

    /** The table of which a statement validates a constraint of unknown text. */
    Optional<Name> validatedUnknown(Node tree) {
        if (!tree.is("ALTERTABLESTMT")) {
            return Optional.empty();
        }
        var table = tree.node("relation").map(Name::of);
        return tree.nodes("cmds").stream()
                        .anyMatch(command ->
                                constraints.contains(command.text("name").orElse(""))
                                        && vocabulary
                                                .form(command)
                                                .filter(form -> form == Form.VALIDATE_CONSTRAINT)
                                                .isPresent())
                ? table.filter(this::contains)
                : Optional.empty();
    }
}
