package dev.seamwright.schemadiff.postgres.lint;

import static dev.seamwright.schemadiff.postgres.lint.History.DEFAULT_SCHEMA;

import dev.seamwright.schemadiff.postgres.impact.Observer.Observation;
import dev.seamwright.schemadiff.postgres.rules.Lock;
import dev.seamwright.schemadiff.postgres.syntax.Node;
import dev.seamwright.schemadiff.postgres.syntax.Vocabulary;
import dev.seamwright.schemadiff.postgres.syntax.Vocabulary.Constraint;
import dev.seamwright.schemadiff.postgres.syntax.Vocabulary.Form;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One statement, with all that is known of it.
 *
 * @param before the relations that it names and that were there
 * @param history what the statements before it did
 * @param later the statements after it
 * @param facts what it did; null: it was not executed
 * @param surroundings what is the same for all statements
 */
record Step(
        Place place,
        Node tree,
        Map<Name, Catalog.Relation> before,
        History history,
        List<Node> later,
        @Nullable Facts facts,
        Surroundings surroundings) {

    /** Where it stands. */
    record Place(String file, int line, int lastLine, String sql) {}

    /**
     * What PostgreSQL did.
     *
     * @param certain false when it met relations of ours in place of unknown ones, whose types are not theirs
     * @param transactional whether it ran in a transaction, so that its locks could be seen
     */
    record Facts(Observation observation, boolean certain, boolean transactional) {}

    /**
     * What is the same for all statements.
     *
     * @param version the major version that the migration is for
     * @param schemaKnown whether what is not in the schema does not exist
     * @param guesses names of constraints and columns that stand for unknown ones; grows
     * @param rows known row counts
     */
    record Surroundings(
            Vocabulary vocabulary,
            Catalog catalog,
            int version,
            boolean schemaKnown,
            Set<String> guesses,
            Map<Name, Long> rows) {}

    boolean is(String type) {
        return tree.is(type);
    }

    Vocabulary vocabulary() {
        return surroundings.vocabulary();
    }

    int version() {
        return surroundings.version();
    }

    /** Whether others may be using it: it was there before the migration. */
    boolean isExisting(Name relation) {
        return !history.isMade(relation) && !isAbsent(relation);
    }

    /** The same of a relation that was observed. */
    boolean isExistingNow(Name relation) {
        return !history.isMade(relation);
    }

    /** Whether it is known not to be there: {@code DROP TABLE IF EXISTS}. */
    private boolean isAbsent(Name relation) {
        return surroundings.schemaKnown() && facts != null && facts.certain() && !before.containsKey(relation);
    }

    Optional<Catalog.Relation> relation(Name name) {
        return Optional.ofNullable(before.get(name));
    }

    /** A column before the statement; empty when it is not known. */
    Optional<Catalog.Column> column(Name table, String column) {
        return surroundings.guesses().contains(column)
                ? Optional.empty()
                : relation(table).map(relation -> relation.columns().get(column));
    }

    /** The type of a constraint, as in {@code pg_constraint.contype}; empty when what it says is not known. */
    Optional<Character> constraint(Name table, String name) {
        return surroundings.guesses().contains(name)
                ? Optional.empty()
                : relation(table).map(relation -> relation.constraints().get(name));
    }

    /** Whether types and constraints are the real ones. */
    boolean certain() {
        return facts != null && facts.certain();
    }

    /** Whether an existing table was read to its end, or may have been. */
    boolean scans(Name table) {
        return facts == null || names(facts.observation().scanned()).contains(table.in(DEFAULT_SCHEMA));
    }

    /** Whether an existing table was written anew, or may have been. */
    boolean rewrites(Name table) {
        return facts == null || names(facts.observation().rewritten()).contains(table.in(DEFAULT_SCHEMA));
    }

    static Set<Name> names(List<String> qualified) {
        return Set.copyOf(qualified.stream().map(Name::parse).toList());
    }

    /** The strongest lock that was observed on a table; empty when its locks could not be seen. */
    Optional<Lock> lock(Name table) {
        if (facts == null || !facts.transactional()) {
            return Optional.empty();
        }
        var name = table.in(DEFAULT_SCHEMA);
        if (names(facts.observation().removed()).contains(name)) {
            return Optional.of(Lock.ACCESS_EXCLUSIVE);
        }
        return Optional.of(facts.observation().locks().entrySet().stream()
                .filter(entry -> Name.parse(entry.getKey()).equals(name))
                .map(entry -> Lock.of(entry.getValue()))
                .findFirst()
                // inside of a transaction it may be held already
                .orElseGet(() -> history.exclusive().containsKey(name) ? Lock.ACCESS_EXCLUSIVE : Lock.NONE));
    }

    /** A command of {@code ALTER TABLE} on a relation that others may be using. */
    record Alter(Name table, Form form, Node command) {
        /** The column or constraint. */
        String name() {
            return command.text("name").orElse("");
        }

        Node definition() {
            return command.node("def").orElse(command);
        }

        /** The column that is added. */
        String column() {
            return definition().text("colname").orElseGet(this::name);
        }
    }

    /** The commands of an {@code ALTER TABLE} that have one of these forms. */
    Stream<Alter> alters(Form... forms) {
        if (!is("ALTERTABLESTMT")) {
            return Stream.empty();
        }
        var table = tree.node("relation").map(Name::of).orElseThrow();
        if (!isExisting(table)) {
            return Stream.empty();
        }
        var wanted = Set.of(forms);
        return tree.nodes("cmds").stream()
                .flatMap(command -> vocabulary().form(command).stream()
                        .filter(wanted::contains)
                        .map(form -> new Alter(table, form, command)));
    }

    /** Columns that are added to a table that others may be using, with their constraints. */
    Stream<Added> added() {
        return alters(Form.ADD_COLUMN)
                .map(alter -> new Added(
                        alter.table(),
                        alter.column(),
                        alter.definition(),
                        vocabulary().constraints(alter.definition().nodes("constraints"))));
    }

    /** A column that is added. */
    record Added(Name table, String column, Node definition, Map<Constraint, Node> constraints) {
        boolean has(Constraint kind) {
            return constraints.containsKey(kind);
        }

        Type type() {
            return Type.of(definition);
        }

        /** Whether rows get a value without being told one. */
        boolean isFilled() {
            return has(Constraint.DEFAULT)
                    || has(Constraint.IDENTITY)
                    || has(Constraint.GENERATED)
                    || type().isSerial();
        }
    }

    /** Constraints that are added to a table that others may be using. */
    Stream<Constrained> constrained(Constraint kind) {
        return alters(Form.ADD_CONSTRAINT)
                .filter(alter -> vocabulary().constraint(alter.definition()).equals(Optional.of(kind)))
                .map(alter -> new Constrained(alter.table(), alter.definition()));
    }

    /** A constraint that is added. */
    record Constrained(Name table, Node definition) {
        /** The rows that are there are not looked at. */
        boolean isNotValid() {
            return definition.flag("skip_validation");
        }

        boolean isEnforced() {
            return !definition.fields().containsKey("is_enforced") || definition.flag("is_enforced");
        }

        boolean usesIndex() {
            return definition.has("indexname");
        }

        /** Its name, or one as PostgreSQL would make it. */
        String name(String suffix) {
            return definition.text("conname").orElseGet(() -> table.name() + "_" + suffix);
        }
    }

    /** Whether an expression may give another value for every row. */
    boolean isVolatile(Node expression) {
        return expression.all().filter(node -> node.is("FUNCCALL")).anyMatch(call -> {
            try {
                return surroundings
                        .catalog()
                        .isVolatile(
                                Name.of(call.names("funcname")),
                                call.values("args").size());
            } catch (SQLException failure) {
                throw new IllegalStateException("The shadow's catalog cannot be read.", failure);
            }
        });
    }

    /** What a type is, as in {@code pg_type.typtype}; empty when it is not known. */
    Optional<Character> kindOf(Type type) {
        try {
            return surroundings.catalog().type(type.name());
        } catch (SQLException failure) {
            throw new IllegalStateException("The shadow's catalog cannot be read.", failure);
        }
    }
}
