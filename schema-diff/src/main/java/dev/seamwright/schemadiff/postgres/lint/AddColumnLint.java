package dev.seamwright.schemadiff.postgres.lint;

import static dev.seamwright.schemadiff.Level.BREAKING;
import static dev.seamwright.schemadiff.Level.RISKY;
import static dev.seamwright.schemadiff.Level.SAFE;
import static dev.seamwright.schemadiff.Level.UNDECIDED;
import static dev.seamwright.schemadiff.postgres.lint.Name.quoted;
import static dev.seamwright.schemadiff.postgres.rules.Hazard.Harm.MIGRATION;
import static dev.seamwright.schemadiff.postgres.rules.Hazard.Harm.OLD_CODE;
import static dev.seamwright.schemadiff.postgres.rules.Hazard.Harm.PREPARED;
import static dev.seamwright.schemadiff.postgres.rules.Lock.ACCESS_EXCLUSIVE;
import static dev.seamwright.schemadiff.postgres.rules.Work.CATALOG;
import static dev.seamwright.schemadiff.postgres.rules.Work.REWRITE;

import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.postgres.lint.LintRule.Hit;
import dev.seamwright.schemadiff.postgres.rules.Hazard;
import dev.seamwright.schemadiff.postgres.syntax.Vocabulary.Constraint;
import java.util.List;
import java.util.stream.Stream;

/** Columns that are added to tables in use: free of cost, unless each row needs a value of its own. */
final class AddColumnLint {
    private static final Hazard REWRITING = Hazard.of(ACCESS_EXCLUSIVE, REWRITE, PREPARED);
    private static final int CONSTANT_DEFAULTS_ARE_FREE = 11;

    static final List<LintRule> ALL = List.of(
            new LintRule(
                    new Rule(
                            "column-added",
                            "A column is added without a value for each row",
                            "It takes milliseconds once the lock is held. A live session that has prepared SELECT * on the table fails once:"
                                    + " cached plan must not change result type (0A000).",
                            "Consumers name their columns, or their driver prepares again after 0A000."),
                    Hazard.of(ACCESS_EXCLUSIVE, CATALOG, PREPARED),
                    step -> step.added()
                            .map(added -> Hit.of(
                                    SAFE,
                                    added.table(),
                                    added.column(),
                                    "Column %s is added; prepared SELECT * statements are planned again."
                                            .formatted(added.column()),
                                    "Consumers name the columns that they read."))),
            new LintRule(
                    new Rule(
                            "column-added-not-null",
                            "A required column is added without a default",
                            "The migration fails as soon as the table has a row (23502), and every INSERT of the code that runs now fails"
                                    + " afterwards, since it does not name the column.",
                            """
                            ALTER TABLE t ADD COLUMN c int;
                            -- deploy code that writes it, backfill in batches, then:
                            ALTER TABLE t ADD CONSTRAINT c_not_null CHECK (c IS NOT NULL) NOT VALID;
                            ALTER TABLE t VALIDATE CONSTRAINT c_not_null;
                            ALTER TABLE t ALTER COLUMN c SET NOT NULL;
                            ALTER TABLE t DROP CONSTRAINT c_not_null;"""),
                    Hazard.of(ACCESS_EXCLUSIVE, CATALOG, OLD_CODE, PREPARED, MIGRATION),
                    AddColumnLint::required),
            new LintRule(
                    new Rule(
                            "column-added-volatile-default",
                            "A column is added with a default that differs from row to row",
                            "Every row is written anew while nobody can read or write the table. A constant, and now(), are stored once"
                                    + " instead.",
                            """
                            ALTER TABLE t ADD COLUMN c uuid;
                            ALTER TABLE t ALTER COLUMN c SET DEFAULT gen_random_uuid();
                            -- then fill the old rows in batches, each in a transaction of its own"""),
                    REWRITING,
                    AddColumnLint::volatileDefault),
            new LintRule(
                    new Rule(
                            "column-added-default",
                            "A column is added with a default, before PostgreSQL 11",
                            "Up to PostgreSQL 10 every row is written anew while nobody can read or write the table.",
                            """
                            ALTER TABLE t ADD COLUMN c int;
                            ALTER TABLE t ALTER COLUMN c SET DEFAULT 0;
                            -- then fill the old rows in batches"""),
                    REWRITING,
                    step -> step.version() >= CONSTANT_DEFAULTS_ARE_FREE
                            ? Stream.empty()
                            : step.added()
                                    .filter(added -> added.has(Constraint.DEFAULT))
                                    .map(added -> Hit.of(
                                            RISKY,
                                            added.table(),
                                            added.column(),
                                            "PostgreSQL %d writes every row of %s anew for the default of %s."
                                                    .formatted(
                                                            step.version(),
                                                            added.table().plain(),
                                                            added.column()),
                                            inSteps(added)))),
            new LintRule(
                    new Rule(
                            "column-added-serial",
                            "A serial column is added to a table in use",
                            "Every row gets a number of its own: the table is written anew while nobody can read or write it.",
                            """
                            ALTER TABLE t ADD COLUMN id bigint;
                            CREATE SEQUENCE t_id_seq OWNED BY t.id;
                            ALTER TABLE t ALTER COLUMN id SET DEFAULT nextval('t_id_seq');
                            -- then fill the old rows in batches"""),
                    REWRITING,
                    step -> step.added()
                            .filter(added -> added.type().isSerial() && step.rewrites(added.table()))
                            .map(added -> rewrite(added, "a number of its own in every row", numbered(added)))),
            new LintRule(
                    new Rule(
                            "column-added-identity",
                            "An identity column is added to a table in use",
                            "Every row gets a number of its own: the table is written anew while nobody can read or write it.",
                            """
                            ALTER TABLE t ADD COLUMN id bigint;
                            CREATE SEQUENCE t_id_seq OWNED BY t.id;
                            ALTER TABLE t ALTER COLUMN id SET DEFAULT nextval('t_id_seq');
                            -- then fill the old rows in batches"""),
                    REWRITING,
                    step -> step.added()
                            .filter(added -> added.has(Constraint.IDENTITY) && step.rewrites(added.table()))
                            .map(added -> rewrite(added, "a number of its own in every row", numbered(added)))),
            new LintRule(
                    new Rule(
                            "column-added-generated",
                            "A stored generated column is added to a table in use",
                            "Its value is computed for every row: the table is written anew while nobody can read or write it.",
                            """
                            ALTER TABLE t ADD COLUMN c int;
                            -- fill it by a trigger, and the old rows in batches; or, from PostgreSQL 18:
                            ALTER TABLE t ADD COLUMN c int GENERATED ALWAYS AS (a + b) VIRTUAL;"""),
                    REWRITING,
                    step -> step.added()
                            .filter(added -> isStored(added) && step.rewrites(added.table()))
                            .map(added -> rewrite(
                                    added,
                                    "a computed value in every row",
                                    "ALTER TABLE %s ADD COLUMN %s %s; -- then a trigger for new rows, and batches for the old ones"
                                            .formatted(
                                                    added.table().sql(),
                                                    quoted(added.column()),
                                                    added.type().sql())))),
            new LintRule(
                    new Rule(
                            "column-added-domain",
                            "A column of a domain with constraints is added to a table in use",
                            "The domain's constraints are checked for every row, and the table is written anew, while nobody can read or"
                                    + " write it.",
                            """
                            ALTER TABLE t ADD COLUMN c int; -- the domain's base type
                            ALTER TABLE t ADD CONSTRAINT c_check CHECK (c > 0) NOT VALID;
                            ALTER TABLE t VALIDATE CONSTRAINT c_check;"""),
                    REWRITING,
                    AddColumnLint::domain));

    private AddColumnLint() {}

    private static boolean isStored(Step.Added added) {
        var generated = added.constraints().get(Constraint.GENERATED);
        return generated != null
                && !generated.text("generated_kind").orElse("s").equals("v");
    }

    private static Hit rewrite(Step.Added added, String cause, String remedy) {
        return Hit.of(
                RISKY,
                added.table(),
                added.column(),
                "All of %s is written anew, for %s, while nobody can read or write it."
                        .formatted(added.table().plain(), cause),
                remedy);
    }

    private static String numbered(Step.Added added) {
        var table = added.table();
        var column = quoted(added.column());
        var sequence = new Name(table.schema(), table.name() + "_" + added.column() + "_seq").sql();
        return """
                ALTER TABLE %s ADD COLUMN %s bigint;
                CREATE SEQUENCE %s OWNED BY %s.%s;
                ALTER TABLE %s ALTER COLUMN %s SET DEFAULT nextval('%s');
                -- then fill the old rows in batches""".formatted(table.sql(), column, sequence, table.sql(), column, table.sql(), column, sequence);
    }

    private static String inSteps(Step.Added added) {
        var table = added.table().sql();
        var column = quoted(added.column());
        return """
                ALTER TABLE %s ADD COLUMN %s %s;
                ALTER TABLE %s ALTER COLUMN %s SET DEFAULT …;
                -- then fill the old rows in batches, each in a transaction of its own""".formatted(table, column, added.type().sql(), table, column);
    }

    private static Stream<Hit> required(Step step) {
        return step.added()
                .filter(added ->
                        (added.has(Constraint.NOT_NULL) || added.has(Constraint.PRIMARY_KEY)) && !added.isFilled())
                .map(added -> {
                    var table = added.table().sql();
                    var column = quoted(added.column());
                    var check = quoted(added.table().name() + "_" + added.column() + "_not_null");
                    return Hit.of(
                            BREAKING,
                            added.table(),
                            added.column(),
                            "Column %s is required and has no default: old rows have no value (23502), and neither have the INSERTs of running code."
                                    .formatted(added.column()),
                            """
                            ALTER TABLE %s ADD COLUMN %s %s;
                            -- deploy code that writes it, fill the old rows in batches, then:
                            ALTER TABLE %s ADD CONSTRAINT %s CHECK (%s IS NOT NULL) NOT VALID;
                            ALTER TABLE %s VALIDATE CONSTRAINT %s;
                            ALTER TABLE %s ALTER COLUMN %s SET NOT NULL;
                            ALTER TABLE %s DROP CONSTRAINT %s;""".formatted(
                                            table,
                                            column,
                                            added.type().sql(),
                                            table,
                                            check,
                                            column,
                                            table,
                                            check,
                                            table,
                                            column,
                                            table,
                                            check));
                });
    }

    private static Stream<Hit> volatileDefault(Step step) {
        return step.added()
                .filter(added -> !added.has(Constraint.GENERATED) && step.rewrites(added.table()))
                .filter(added -> {
                    var constraint = added.constraints().get(Constraint.DEFAULT);
                    return constraint != null
                            && constraint
                                    .node("raw_expr")
                                    .filter(step::isVolatile)
                                    .isPresent();
                })
                .map(added -> rewrite(added, "a default that may differ from row to row", inSteps(added)));
    }

    private static Stream<Hit> domain(Step step) {
        return step.added().filter(added -> !added.type().isSerial()).flatMap(added -> {
            var kind = step.kindOf(added.type());
            if (kind.isEmpty() && !step.certain()) {
                return Stream.of(Hit.of(
                        UNDECIDED,
                        added.table(),
                        added.column(),
                        "The type %s is not known here: if it is a domain with constraints, all of %s is written anew."
                                .formatted(added.type().sql(), added.table().plain()),
                        "Lint with the schema at hand."));
            }
            return kind.isPresent() && kind.get() == 'd' && step.rewrites(added.table())
                    ? Stream.of(rewrite(
                            added,
                            "the constraints of the domain " + added.type().sql(),
                            "ALTER TABLE %s ADD COLUMN %s …; -- of the domain's base type, with CHECK … NOT VALID, then VALIDATE CONSTRAINT"
                                    .formatted(added.table().sql(), quoted(added.column()))))
                    : Stream.empty();
        });
    }
}
