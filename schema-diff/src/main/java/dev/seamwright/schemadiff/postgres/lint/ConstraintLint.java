package dev.seamwright.schemadiff.postgres.lint;

import static dev.seamwright.schemadiff.Level.BREAKING;
import static dev.seamwright.schemadiff.Level.RISKY;
import static dev.seamwright.schemadiff.Level.SAFE;
import static dev.seamwright.schemadiff.Level.UNDECIDED;
import static dev.seamwright.schemadiff.postgres.lint.Name.quoted;
import static dev.seamwright.schemadiff.postgres.rules.Hazard.Harm.MEANING;
import static dev.seamwright.schemadiff.postgres.rules.Hazard.Harm.OLD_CODE;
import static dev.seamwright.schemadiff.postgres.rules.Lock.ACCESS_EXCLUSIVE;
import static dev.seamwright.schemadiff.postgres.rules.Lock.SHARE_ROW_EXCLUSIVE;
import static dev.seamwright.schemadiff.postgres.rules.Work.CATALOG;
import static dev.seamwright.schemadiff.postgres.rules.Work.SCAN;

import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.postgres.lint.LintRule.Hit;
import dev.seamwright.schemadiff.postgres.rules.Hazard;
import dev.seamwright.schemadiff.postgres.syntax.Node;
import dev.seamwright.schemadiff.postgres.syntax.Vocabulary.Constraint;
import dev.seamwright.schemadiff.postgres.syntax.Vocabulary.Form;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Constraints on tables in use: checking the rows that are there takes time, and holds a lock meanwhile. */
final class ConstraintLint {
    private static final Hazard SCANNING = Hazard.of(ACCESS_EXCLUSIVE, SCAN, OLD_CODE);
    private static final int VALID_CHECKS_COUNT = 12;
    private static final int NOT_NULL_NOT_VALID = 18;

    static final List<LintRule> ALL = List.of(
            new LintRule(
                    new Rule(
                            "check-added",
                            "A check is added to a table in use and checked at once",
                            "Every row is read while nobody can read or write the table; and running code that writes other rows fails"
                                    + " from then on (23514).",
                            """
                            ALTER TABLE t ADD CONSTRAINT t_check CHECK (c > 0) NOT VALID;
                            -- in another transaction; readers and writers go on:
                            ALTER TABLE t VALIDATE CONSTRAINT t_check;"""),
                    SCANNING,
                    ConstraintLint::checks),
            new LintRule(
                    new Rule(
                            "foreign-key-added",
                            "A foreign key is added to a table in use and checked at once",
                            "Every row is looked up while nobody can write either table; and running code that writes other rows fails from"
                                    + " then on (23503).",
                            """
                            ALTER TABLE t ADD CONSTRAINT t_fkey FOREIGN KEY (c) REFERENCES u NOT VALID;
                            -- in another transaction; readers and writers go on:
                            ALTER TABLE t VALIDATE CONSTRAINT t_fkey;"""),
                    Hazard.of(SHARE_ROW_EXCLUSIVE, SCAN, OLD_CODE),
                    step -> step.constrained(Constraint.FOREIGN_KEY)
                            .filter(added -> !added.isNotValid() && added.isEnforced())
                            .map(added -> Hit.of(
                                    RISKY,
                                    added.table(),
                                    "Every row of %s is looked up in %s while nobody can write to either."
                                            .formatted(added.table().plain(), target(added.definition())),
                                    notValid(
                                            added,
                                            "fkey",
                                            "FOREIGN KEY (%s) REFERENCES %s"
                                                    .formatted(
                                                            columns(added.definition(), "fk_attrs"),
                                                            target(added.definition())))))),
            new LintRule(
                    new Rule(
                            "foreign-key-added-with-column",
                            "A column is added together with its foreign key",
                            "The table's AccessExclusiveLock is held while the statement waits for the writers of the other table: readers"
                                    + " of the first queue behind writers of the second, and two such statements can deadlock.",
                            """
                            ALTER TABLE t ADD COLUMN c int;
                            -- in another transaction; it keeps no reader waiting:
                            ALTER TABLE t ADD CONSTRAINT t_c_fkey FOREIGN KEY (c) REFERENCES u NOT VALID;
                            ALTER TABLE t VALIDATE CONSTRAINT t_c_fkey;"""),
                    Hazard.of(ACCESS_EXCLUSIVE, CATALOG),
                    ConstraintLint::foreignKeyWithColumn),
            new LintRule(
                    new Rule(
                            "unique-added",
                            "A unique constraint is added to a table in use and its index built at once",
                            "The index is built while nobody can read or write the table; and running code that writes duplicates fails from"
                                    + " then on (23505).",
                            """
                            CREATE UNIQUE INDEX CONCURRENTLY t_c_key ON t (c);
                            ALTER TABLE t ADD CONSTRAINT t_c_key UNIQUE USING INDEX t_c_key;"""),
                    SCANNING,
                    step -> indexed(step, Constraint.UNIQUE, "UNIQUE", "key")),
            new LintRule(
                    new Rule(
                            "primary-key-added",
                            "A primary key is added to a table in use and its index built at once",
                            "The index is built, and nulls are looked for, while nobody can read or write the table.",
                            """
                            CREATE UNIQUE INDEX CONCURRENTLY t_pkey ON t (id);
                            -- id is NOT NULL already
                            ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey;"""),
                    SCANNING,
                    step -> indexed(step, Constraint.PRIMARY_KEY, "PRIMARY KEY", "pkey")),
            new LintRule(
                    new Rule(
                            "primary-key-of-nullable",
                            "A primary key takes over an index on a column that may be null",
                            "The column becomes NOT NULL, for which every row is read while nobody can read or write the table.",
                            """
                            ALTER TABLE t ADD CONSTRAINT id_not_null CHECK (id IS NOT NULL) NOT VALID;
                            ALTER TABLE t VALIDATE CONSTRAINT id_not_null;
                            ALTER TABLE t ALTER COLUMN id SET NOT NULL;
                            ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey;"""),
                    SCANNING,
                    step -> step.constrained(Constraint.PRIMARY_KEY)
                            .filter(added -> added.usesIndex() && step.certain() && step.scans(added.table()))
                            .map(
                                    added -> Hit.of(
                                            RISKY,
                                            added.table(),
                                            "Columns of the new primary key may be null: every row of %s is read for it, while nobody can read or write it."
                                                    .formatted(added.table().plain()),
                                            "First CHECK (… IS NOT NULL) NOT VALID, VALIDATE CONSTRAINT, ALTER COLUMN … SET NOT NULL; then the primary key."))),
            new LintRule(
                    new Rule(
                            "exclusion-added",
                            "An exclusion constraint is added to a table in use",
                            "Its index is built while nobody can read or write the table. No form of it is concurrent.",
                            "Make a new table with the constraint, copy the rows in batches, and switch over."),
                    SCANNING,
                    step -> step.constrained(Constraint.EXCLUSION)
                            .map(
                                    added -> Hit.of(
                                            RISKY,
                                            added.table(),
                                            "The index of the exclusion constraint is built while nobody can read or write %s."
                                                    .formatted(added.table().plain()),
                                            "There is no concurrent form: a new table with the constraint, rows copied in batches, then the switch."))),
            new LintRule(
                    new Rule(
                            "constraint-not-valid",
                            "A constraint is added NOT VALID",
                            "Safe as to locks and time; yet running code that writes other rows fails at once (23514, 23503). Until it is"
                                    + " validated, the planner does not trust it.",
                            "Deploy code that keeps to it first; VALIDATE CONSTRAINT in a later transaction."),
                    Hazard.of(SHARE_ROW_EXCLUSIVE, CATALOG, OLD_CODE),
                    step -> step.alters(Form.ADD_CONSTRAINT)
                            .filter(alter -> alter.definition().flag("skip_validation"))
                            .map(alter -> Hit.of(
                                    SAFE,
                                    alter.table(),
                                    alter.definition().text("conname").orElse("constraint"),
                                    "New rows are checked at once, old ones not.",
                                    "ALTER TABLE %s VALIDATE CONSTRAINT %s; -- in a later transaction"
                                            .formatted(
                                                    alter.table().sql(),
                                                    quoted(alter.definition()
                                                            .text("conname")
                                                            .orElse("…")))))),
            new LintRule(
                    new Rule(
                            "constraint-validated-in-same-transaction",
                            "A constraint is added and validated in one transaction",
                            "The lock of the first statement is held while the second reads every row: NOT VALID gains nothing.",
                            "COMMIT between ADD CONSTRAINT … NOT VALID and VALIDATE CONSTRAINT."),
                    SCANNING,
                    step -> step.alters(Form.VALIDATE_CONSTRAINT)
                            .filter(alter -> step.history().inTransaction()
                                    && step.history().isNotValid(alter.table()))
                            .map(alter -> Hit.of(
                                    RISKY,
                                    alter.table(),
                                    alter.name(),
                                    "%s is read while the lock of ADD CONSTRAINT is still held."
                                            .formatted(alter.table().plain()),
                                    "COMMIT; before VALIDATE CONSTRAINT %s".formatted(quoted(alter.name()))))),
            new LintRule(
                    new Rule(
                            "constraint-removed",
                            "A constraint is dropped",
                            "Dropping a unique constraint breaks INSERT … ON CONFLICT that relies on it (42P10), and loses its index; dropping"
                                    + " a check or foreign key lets other rows in.",
                            "Ask for consumers with ON CONFLICT first; make the replacing index before."),
                    Hazard.of(ACCESS_EXCLUSIVE, CATALOG, OLD_CODE, MEANING),
                    ConstraintLint::removed),
            new LintRule(
                    new Rule(
                            "not-null-added",
                            "A column of a table in use becomes NOT NULL",
                            "Every row is read while nobody can read or write the table, unless a valid check says so already (from"
                                    + " PostgreSQL 12); and INSERTs without a value fail from then on (23502).",
                            """
                            ALTER TABLE t ADD CONSTRAINT c_not_null CHECK (c IS NOT NULL) NOT VALID;
                            ALTER TABLE t VALIDATE CONSTRAINT c_not_null; -- in another transaction
                            ALTER TABLE t ALTER COLUMN c SET NOT NULL; -- reads nothing
                            ALTER TABLE t DROP CONSTRAINT c_not_null;"""),
                    SCANNING,
                    ConstraintLint::notNull),
            new LintRule(
                    new Rule(
                            "not-null-removed",
                            "A column may be null from now on",
                            "No statement fails; but consumers read a null where they never met one, and typed clients fail on it.",
                            "First deploy readers that take a null; ask whose footprint has the column."),
                    Hazard.of(ACCESS_EXCLUSIVE, CATALOG, MEANING),
                    step -> step.alters(Form.DROP_NOT_NULL)
                            .map(alter -> Hit.of(
                                    RISKY,
                                    alter.table(),
                                    alter.name(),
                                    "Readers of %s may meet a null.".formatted(alter.name()),
                                    "Deploy readers of %s.%s that take a null first."
                                            .formatted(alter.table().plain(), alter.name())))),
            new LintRule(
                    new Rule(
                            "default-removed",
                            "The default of a required column is dropped",
                            "INSERTs that leave the column out fail from then on (23502); of a column that may be null they store a null.",
                            "Drop it when no deployed code leaves the column out."),
                    Hazard.of(ACCESS_EXCLUSIVE, CATALOG, OLD_CODE, MEANING),
                    ConstraintLint::defaultRemoved),
            new LintRule(
                    new Rule(
                            "identity-always",
                            "A column takes values of its sequence only",
                            "INSERTs that name the column with a value of their own fail from then on (428C9).",
                            "GENERATED BY DEFAULT AS IDENTITY takes both."),
                    Hazard.of(ACCESS_EXCLUSIVE, CATALOG, OLD_CODE),
                    step -> step.alters(Form.ADD_IDENTITY)
                            .filter(alter -> alter.definition()
                                    .text("generated_when")
                                    .orElse("")
                                    .equals("a"))
                            .map(alter -> Hit.of(
                                    RISKY,
                                    alter.table(),
                                    alter.name(),
                                    "INSERTs with a value for %s fail.".formatted(alter.name()),
                                    "ALTER TABLE %s ALTER COLUMN %s ADD GENERATED BY DEFAULT AS IDENTITY;"
                                            .formatted(alter.table().sql(), quoted(alter.name()))))));

    private ConstraintLint() {}

    private static String target(Node constraint) {
        return constraint.node("pktable").map(Name::of).map(Name::sql).orElse("…");
    }

    private static String columns(Node constraint, String field) {
        return constraint.names(field).stream().map(Name::quoted).collect(Collectors.joining(", "));
    }

    private static String notValid(Step.Constrained added, String suffix, String text) {
        var table = added.table().sql();
        var name = quoted(added.name(suffix));
        return """
                ALTER TABLE %s ADD CONSTRAINT %s %s NOT VALID;
                -- in another transaction; readers and writers go on:
                ALTER TABLE %s VALIDATE CONSTRAINT %s;""".formatted(table, name, text, table, name);
    }

    private static Stream<Hit> checks(Step step) {
        var constraints = step.constrained(Constraint.CHECK)
                .filter(added -> !added.isNotValid() && added.isEnforced() && step.scans(added.table()))
                .map(added -> Hit.of(
                        RISKY,
                        added.table(),
                        "Every row of %s is checked while nobody can read or write it."
                                .formatted(added.table().plain()),
                        notValid(added, "check", "CHECK (…)")));
        var columns = step.added()
                .filter(added -> added.has(Constraint.CHECK) && step.scans(added.table()))
                .map(added -> Hit.of(
                        RISKY,
                        added.table(),
                        added.column(),
                        "Every row of %s is checked while nobody can read or write it."
                                .formatted(added.table().plain()),
                        "Add the column first, then the check with NOT VALID, then VALIDATE CONSTRAINT."));
        return Stream.concat(constraints, columns);
    }

    private static Stream<Hit> foreignKeyWithColumn(Step step) {
        return step.added().filter(added -> added.has(Constraint.FOREIGN_KEY)).flatMap(added -> {
            var target = Optional.ofNullable(added.constraints().get(Constraint.FOREIGN_KEY))
                    .flatMap(constraint -> constraint.node("pktable"))
                    .map(Name::of)
                    .orElse(added.table());
            if (!step.isExisting(target) || target.equals(added.table())) {
                return Stream.empty();
            }
            var table = added.table().sql();
            var column = quoted(added.column());
            var name = quoted(added.table().name() + "_" + added.column() + "_fkey");
            return Stream.of(Hit.of(
                    RISKY,
                    added.table(),
                    added.column(),
                    "Readers of %s wait while the statement waits for the writers of %s."
                            .formatted(added.table().plain(), target.plain()),
                    """
                            ALTER TABLE %s ADD COLUMN %s %s;
                            ALTER TABLE %s ADD CONSTRAINT %s FOREIGN KEY (%s) REFERENCES %s NOT VALID;
                            ALTER TABLE %s VALIDATE CONSTRAINT %s;""".formatted(table, column, added.type().sql(), table, name, column, target.sql(), table, name)));
        });
    }

    private static Stream<Hit> indexed(Step step, Constraint kind, String words, String suffix) {
        var constraints = step.constrained(kind)
                .filter(added -> !added.usesIndex())
                .map(added -> indexed(added.table(), added.name(suffix), columns(added.definition(), "keys"), words));
        var columns = step.added()
                .filter(added -> added.has(kind))
                .map(added -> indexed(
                        added.table(),
                        added.table().name() + "_" + added.column() + "_" + suffix,
                        quoted(added.column()),
                        words));
        return Stream.concat(constraints, columns);
    }

    private static Hit indexed(Name table, String name, String columns, String words) {
        return Hit.of(
                RISKY,
                table,
                "The index of %s is built while nobody can read or write %s.".formatted(name, table.plain()),
                """
                CREATE UNIQUE INDEX CONCURRENTLY %s ON %s (%s);
                ALTER TABLE %s ADD CONSTRAINT %s %s USING INDEX %s;""".formatted(quoted(name), table.sql(), columns, table.sql(), quoted(name), words, quoted(name)));
    }

    private static Stream<Hit> removed(Step step) {
        return step.alters(Form.DROP_CONSTRAINT).map(alter -> {
            var type = step.constraint(alter.table(), alter.name());
            var remedy = "Ask which consumers rely on %s of %s first."
                    .formatted(alter.name(), alter.table().plain());
            if (type.isEmpty()) {
                return Hit.of(
                        UNDECIDED,
                        alter.table(),
                        alter.name(),
                        "What %s says is not known here: were it unique, INSERT … ON CONFLICT would fail (42P10)."
                                .formatted(alter.name()),
                        remedy);
            }
            return switch (type.get()) {
                case 'u', 'p', 'x' ->
                    Hit.of(
                            RISKY,
                            alter.table(),
                            alter.name(),
                            "INSERT … ON CONFLICT that relies on %s fails (42P10), and its index is gone."
                                    .formatted(alter.name()),
                            remedy);
                default ->
                    Hit.of(
                            SAFE,
                            alter.table(),
                            alter.name(),
                            "Rows that %s kept out may come in.".formatted(alter.name()),
                            remedy);
            };
        });
    }

    private static Stream<Hit> notNull(Step step) {
        var set = step.alters(Form.SET_NOT_NULL).flatMap(alter -> notNull(step, alter.table(), alter.name()).stream());
        var added = step.constrained(Constraint.NOT_NULL)
                .filter(constraint -> !constraint.isNotValid())
                .flatMap(constraint -> notNull(
                        step,
                        constraint.table(),
                        constraint.definition().names("keys").stream()
                                .findFirst()
                                .orElse(""))
                        .stream());
        return Stream.concat(set, added);
    }

    private static List<Hit> notNull(Step step, Name table, String column) {
        var check = quoted(table.name() + "_" + column + "_not_null");
        var form = step.version() >= NOT_NULL_NOT_VALID
                ? "NOT NULL %s NOT VALID".formatted(quoted(column))
                : "CHECK (%s IS NOT NULL) NOT VALID".formatted(quoted(column));
        var remedy = """
                ALTER TABLE %s ADD CONSTRAINT %s %s;
                ALTER TABLE %s VALIDATE CONSTRAINT %s; -- in another transaction""".formatted(table.sql(), check, form, table.sql(), check)
                + (step.version() >= NOT_NULL_NOT_VALID
                        ? ""
                        : """

                        ALTER TABLE %s ALTER COLUMN %s SET NOT NULL; -- reads nothing
                        ALTER TABLE %s DROP CONSTRAINT %s;""".formatted(table.sql(), quoted(column), table.sql(), check));
        var isOld = step.version() < VALID_CHECKS_COUNT;
        if (!isOld && !step.scans(table)) {
            return List.of(Hit.of(
                    SAFE,
                    table,
                    column,
                    "No row is read: what is known already says that %s is never null.".formatted(column),
                    "Nothing."));
        }
        if (!isOld && !step.certain() && step.history().isValidated(table)) {
            return List.of(Hit.of(
                    UNDECIDED,
                    table,
                    column,
                    "No row is read if the constraint that was validated before is CHECK (%s IS NOT NULL)."
                            .formatted(quoted(column)),
                    "Lint with the schema at hand."));
        }
        return List.of(Hit.of(
                RISKY,
                table,
                column,
                "Every row of %s is read while nobody can read or write it.".formatted(table.plain()),
                remedy));
    }

    private static Stream<Hit> defaultRemoved(Step step) {
        return step.alters(Form.SET_OR_DROP_DEFAULT)
                .filter(alter -> !alter.command().has("def"))
                .flatMap(alter -> {
                    var column = step.column(alter.table(), alter.name());
                    var remedy = "Drop it when no deployed code leaves %s out.".formatted(alter.name());
                    if (column.isEmpty()) {
                        return Stream.of(Hit.of(
                                UNDECIDED,
                                alter.table(),
                                alter.name(),
                                "Whether %s is required is not known here: if it is, INSERTs that leave it out fail (23502)."
                                        .formatted(alter.name()),
                                remedy));
                    }
                    if (!column.get().hasDefault()) {
                        return Stream.empty();
                    }
                    return Stream.of(
                            column.get().notNull()
                                    ? Hit.of(
                                            BREAKING,
                                            alter.table(),
                                            alter.name(),
                                            "INSERTs that leave %s out fail (23502).".formatted(alter.name()),
                                            remedy)
                                    : Hit.of(
                                            RISKY,
                                            alter.table(),
                                            alter.name(),
                                            "INSERTs that leave %s out store a null.".formatted(alter.name()),
                                            remedy));
                });
    }
}
