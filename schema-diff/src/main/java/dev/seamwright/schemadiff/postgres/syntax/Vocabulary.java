package dev.seamwright.schemadiff.postgres.syntax;

import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the numbers in parse trees mean. PostgreSQL prints its enumerations as numbers, which move from version to version, so they are
 * learnt from the server: it is asked how it numbers a sample of each.
 */
public final class Vocabulary {
    /** A form of {@code ALTER TABLE}. */
    public enum Form {
        ADD_COLUMN("ADD COLUMN c int"),
        DROP_COLUMN("DROP COLUMN c"),
        SET_OR_DROP_DEFAULT("ALTER c SET DEFAULT 1"),
        SET_NOT_NULL("ALTER c SET NOT NULL"),
        DROP_NOT_NULL("ALTER c DROP NOT NULL"),
        SET_EXPRESSION("ALTER c SET EXPRESSION AS (1)"),
        ALTER_TYPE("ALTER c TYPE int"),
        ADD_IDENTITY("ALTER c ADD GENERATED ALWAYS AS IDENTITY"),
        SET_IDENTITY("ALTER c SET GENERATED ALWAYS"),
        DROP_IDENTITY("ALTER c DROP IDENTITY"),
        ADD_CONSTRAINT("ADD CHECK (true)"),
        VALIDATE_CONSTRAINT("VALIDATE CONSTRAINT x"),
        DROP_CONSTRAINT("DROP CONSTRAINT x"),
        SET_LOGGED("SET LOGGED"),
        SET_UNLOGGED("SET UNLOGGED"),
        SET_ACCESS_METHOD("SET ACCESS METHOD heap"),
        SET_TABLESPACE("SET TABLESPACE x"),
        ENABLE_ROW_SECURITY("ENABLE ROW LEVEL SECURITY"),
        DISABLE_ROW_SECURITY("DISABLE ROW LEVEL SECURITY"),
        FORCE_ROW_SECURITY("FORCE ROW LEVEL SECURITY"),
        NO_FORCE_ROW_SECURITY("NO FORCE ROW LEVEL SECURITY"),
        ATTACH_PARTITION("ATTACH PARTITION x DEFAULT"),
        DETACH_PARTITION("DETACH PARTITION x");

        private final String sample;

        Form(String sample) {
            this.sample = sample;
        }
    }

    /** A kind of constraint. */
    public enum Constraint {
        NOT_NULL("c int NOT NULL"),
        DEFAULT("c int DEFAULT 1"),
        IDENTITY("c int GENERATED ALWAYS AS IDENTITY"),
        GENERATED("c int GENERATED ALWAYS AS (1) STORED"),
        CHECK("c int CHECK (true)"),
        PRIMARY_KEY("c int PRIMARY KEY"),
        UNIQUE("c int UNIQUE"),
        EXCLUSION("EXCLUDE (c WITH =)"),
        FOREIGN_KEY("c int REFERENCES x");

        private final String sample;

        Constraint(String sample) {
            this.sample = sample;
        }
    }

    /** A kind of object, as {@code DROP} and {@code RENAME} say it. */
    public enum Kind {
        TABLE("DROP TABLE x", "removeType"),
        VIEW("DROP VIEW x", "removeType"),
        MATERIALIZED_VIEW("DROP MATERIALIZED VIEW x", "removeType"),
        INDEX("DROP INDEX x", "removeType"),
        SEQUENCE("DROP SEQUENCE x", "removeType"),
        FOREIGN_TABLE("DROP FOREIGN TABLE x", "removeType"),
        SCHEMA("DROP SCHEMA x", "removeType"),
        TYPE("DROP TYPE x", "removeType"),
        DOMAIN("DROP DOMAIN x", "removeType"),
        FUNCTION("DROP FUNCTION x()", "removeType"),
        PROCEDURE("DROP PROCEDURE x()", "removeType"),
        EXTENSION("DROP EXTENSION x", "removeType"),
        TRIGGER("DROP TRIGGER x ON t", "removeType"),
        RULE("DROP RULE x ON t", "removeType"),
        POLICY("DROP POLICY x ON t", "removeType"),
        COLUMN("ALTER TABLE t RENAME COLUMN a TO b", "renameType"),
        CONSTRAINT("ALTER TABLE t RENAME CONSTRAINT a TO b", "renameType");

        private final String sample;
        private final String field;

        Kind(String sample, String field) {
            this.sample = sample;
            this.field = field;
        }

        /** As it is written in SQL. */
        public String words() {
            return name().replace('_', ' ');
        }
    }

    /** What a statement does to the transaction. */
    public enum Transaction {
        BEGIN("BEGIN"),
        START("START TRANSACTION"),
        COMMIT("COMMIT"),
        ROLLBACK("ROLLBACK");

        private final String sample;

        Transaction(String sample) {
            this.sample = sample;
        }
    }

    /** What is rebuilt. */
    public enum Reindex {
        INDEX("REINDEX INDEX x"),
        TABLE("REINDEX TABLE x"),
        SCHEMA("REINDEX SCHEMA x"),
        SYSTEM("REINDEX SYSTEM x"),
        DATABASE("REINDEX DATABASE x");

        private final String sample;

        Reindex(String sample) {
            this.sample = sample;
        }
    }

    private final Map<Integer, Form> forms = new HashMap<>();
    private final Map<Integer, Constraint> constraints = new HashMap<>();
    private final Map<Integer, Kind> kinds = new HashMap<>();
    private final Map<Integer, Transaction> transactions = new HashMap<>();
    private final Map<Integer, Reindex> reindexes = new HashMap<>();

    private Vocabulary() {}

    /** Asks the server behind {@code syntax}. */
    public static Vocabulary learn(Syntax syntax) throws SQLException {
        var vocabulary = new Vocabulary();
        for (var form : Form.values()) {
            var number = tree(syntax, "ALTER TABLE t " + form.sample)
                    .nodes("cmds")
                    .getFirst()
                    .number("subtype");
            vocabulary.forms.put(number, form);
        }
        for (var constraint : Constraint.values()) {
            tree(syntax, "CREATE TABLE t (%s)".formatted(constraint.sample))
                    .all()
                    .filter(node -> node.is("CONSTRAINT"))
                    .forEach(node -> vocabulary.constraints.put(node.number("contype"), constraint));
        }
        for (var kind : Kind.values()) {
            vocabulary.kinds.put(tree(syntax, kind.sample).number(kind.field), kind);
        }
        for (var transaction : Transaction.values()) {
            vocabulary.transactions.put(tree(syntax, transaction.sample).number("kind"), transaction);
        }
        for (var reindex : Reindex.values()) {
            vocabulary.reindexes.put(tree(syntax, reindex.sample).number("kind"), reindex);
        }
        return vocabulary;
    }

    private static Node tree(Syntax syntax, String sample) throws SQLException {
        return switch (syntax.parse(sample)) {
            case Syntax.Parsed parsed -> parsed.tree();
            case Syntax.NotSql(var error, var ignored) -> throw tooOld(sample, error);
            case Syntax.Unknown(var error) -> throw tooOld(sample, error);
        };
    }

    private static IllegalStateException tooOld(String sample, String error) {
        return new IllegalStateException(
                "The shadow PostgreSQL does not tell how it parses '%s': %s The lint needs PostgreSQL 17 or newer there."
                        .formatted(sample, error));
    }

    /** The form of a command of {@code ALTER TABLE}; empty when no rule asks for it. */
    public Optional<Form> form(Node command) {
        return Optional.ofNullable(forms.get(command.number("subtype")));
    }

    /** The kind of a constraint; empty when it is an attribute of the one before it. */
    public Optional<Constraint> constraint(Node constraint) {
        return Optional.ofNullable(constraints.get(constraint.number("contype")));
    }

    /** The kind of object that a field of a node names. */
    public Optional<Kind> kind(Node node, String field) {
        return Optional.ofNullable(kinds.get(node.number(field)));
    }

    /** Empty for savepoints and prepared transactions. */
    public Optional<Transaction> transaction(Node node) {
        return node.is("TRANSACTIONSTMT")
                ? Optional.ofNullable(transactions.get(node.number("kind")))
                : Optional.empty();
    }

    /** What {@code REINDEX} rebuilds. */
    public Optional<Reindex> reindex(Node node) {
        return node.is("REINDEXSTMT") ? Optional.ofNullable(reindexes.get(node.number("kind"))) : Optional.empty();
    }

    /** The constraints of a column or table by kind; of several of a kind the last. */
    public Map<Constraint, Node> constraints(List<Node> nodes) {
        var byKind = new EnumMap<Constraint, Node>(Constraint.class);
        for (var node : nodes) {
            constraint(node).ifPresent(kind -> byKind.put(kind, node));
        }
        return byKind;
    }
}
