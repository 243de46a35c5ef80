package dev.seamwright.schemadiff.postgres.lint;

import static dev.seamwright.schemadiff.Level.BREAKING;
import static dev.seamwright.schemadiff.Level.RISKY;
import static dev.seamwright.schemadiff.Level.SAFE;
import static dev.seamwright.schemadiff.postgres.rules.Hazard.Harm.MEANING;
import static dev.seamwright.schemadiff.postgres.rules.Hazard.Harm.OLD_CODE;
import static dev.seamwright.schemadiff.postgres.rules.Lock.ACCESS_EXCLUSIVE;
import static dev.seamwright.schemadiff.postgres.rules.Lock.NONE;
import static dev.seamwright.schemadiff.postgres.rules.Lock.SHARE;
import static dev.seamwright.schemadiff.postgres.rules.Lock.SHARE_ROW_EXCLUSIVE;
import static dev.seamwright.schemadiff.postgres.rules.Work.CATALOG;
import static dev.seamwright.schemadiff.postgres.rules.Work.REWRITE;
import static dev.seamwright.schemadiff.postgres.rules.Work.SCAN;

import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.postgres.lint.LintRule.Hit;
import dev.seamwright.schemadiff.postgres.rules.Hazard;
import dev.seamwright.schemadiff.postgres.rules.Lock;
import dev.seamwright.schemadiff.postgres.syntax.Vocabulary.Constraint;
import dev.seamwright.schemadiff.postgres.syntax.Vocabulary.Form;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Tables as a whole: their storage, partitions, row security, grants and rows. */
final class TableLint {
    private static final Map<Form, String> STORAGE = Map.of(
            Form.SET_LOGGED, "SET LOGGED",
            Form.SET_UNLOGGED, "SET UNLOGGED",
            Form.SET_ACCESS_METHOD, "SET ACCESS METHOD",
            Form.SET_TABLESPACE, "SET TABLESPACE",
            Form.SET_EXPRESSION, "SET EXPRESSION");

    static final List<LintRule> ALL = List.of(
            new LintRule(
                    new Rule(
                            "table-storage-changed",
                            "A table in use is stored otherwise",
                            "All of it is written anew while nobody can read or write it. What is UNLOGGED is empty after a crash and on every"
                                    + " replica.",
                            "A new table, rows copied in batches, then the switch; or a time at which nobody works."),
                    Hazard.of(ACCESS_EXCLUSIVE, REWRITE),
                    step -> step.alters(STORAGE.keySet().toArray(Form[]::new))
                            .filter(alter -> step.rewrites(alter.table()))
                            .map(alter -> Hit.of(
                                    RISKY,
                                    alter.table(),
                                    "%s writes all of %s anew while nobody can read or write it."
                                            .formatted(
                                                    STORAGE.get(alter.form()),
                                                    alter.table().plain()),
                                    "At a time when nobody works, with lock_timeout set."))),
            new LintRule(
                    new Rule(
                            "partition-attached",
                            "A partition is attached, and its rows are checked",
                            "Every row of the new partition, and of a default partition, is read under locks, unless a valid check says that they fit.",
                            """
                            ALTER TABLE p ADD CONSTRAINT p_bound CHECK (…the bound…) NOT VALID;
                            ALTER TABLE p VALIDATE CONSTRAINT p_bound;
                            ALTER TABLE t ATTACH PARTITION p FOR VALUES …; -- reads nothing
                            ALTER TABLE p DROP CONSTRAINT p_bound;"""),
                    Hazard.of(ACCESS_EXCLUSIVE, SCAN),
                    TableLint::attached),
            new LintRule(
                    new Rule(
                            "partition-detached",
                            "A partition is detached without CONCURRENTLY",
                            "Nobody can read or write the whole partitioned table meanwhile, nor while it waits for running queries.",
                            "ALTER TABLE t DETACH PARTITION p CONCURRENTLY; -- from PostgreSQL 14, outside of a transaction"),
                    Hazard.of(ACCESS_EXCLUSIVE, CATALOG, MEANING),
                    step -> step.alters(Form.DETACH_PARTITION)
                            .filter(alter -> !alter.definition().flag("concurrent"))
                            .map(alter -> Hit.of(
                                    RISKY,
                                    alter.table(),
                                    "Nobody can read or write %s meanwhile."
                                            .formatted(alter.table().plain()),
                                    "ALTER TABLE %s DETACH PARTITION %s CONCURRENTLY; -- outside of a transaction"
                                            .formatted(
                                                    alter.table().sql(),
                                                    alter.definition()
                                                            .node("name")
                                                            .map(Name::of)
                                                            .map(Name::sql)
                                                            .orElse("…"))))),
            new LintRule(
                    new Rule(
                            "row-security-enabled",
                            "Row security is switched on where no policy is",
                            "No statement fails: every role but the owner sees no row and can write none.",
                            "CREATE POLICY … in the same transaction, before it."),
                    Hazard.of(ACCESS_EXCLUSIVE, CATALOG, OLD_CODE, MEANING),
                    TableLint::rowSecurity),
            new LintRule(
                    new Rule(
                            "row-security-disabled",
                            "Row security is switched off, or its owner exempted",
                            "No statement fails: rows that policies hid are seen.",
                            "Leave it on, and change the policies."),
                    Hazard.of(ACCESS_EXCLUSIVE, CATALOG, MEANING),
                    step -> step.alters(Form.DISABLE_ROW_SECURITY, Form.NO_FORCE_ROW_SECURITY)
                            .map(alter -> Hit.of(
                                    RISKY,
                                    alter.table(),
                                    "Rows of %s that policies hid are seen."
                                            .formatted(alter.table().plain()),
                                    "Leave it on, and change the policies."))),
            new LintRule(
                    new Rule(
                            "grant-revoked",
                            "A right is taken away",
                            "Statements of consumers that rely on it fail (42501).",
                            "Look at whose statements need it (can-i-migrate) first."),
                    Hazard.of(NONE, CATALOG, OLD_CODE),
                    step -> step.is("GRANTSTMT") && !step.tree().flag("is_grant")
                            ? step.tree().nodes("objects").stream()
                                    .filter(object -> object.is("RANGEVAR"))
                                    .map(Name::of)
                                    .filter(step::isExisting)
                                    .map(name -> Hit.of(
                                            RISKY,
                                            name,
                                            "Statements that rely on the right to %s fail (42501)."
                                                    .formatted(name.plain()),
                                            "Look at whose statements need it first."))
                            : Stream.empty()),
            new LintRule(
                    new Rule(
                            "foreign-key-to-existing",
                            "A new table refers to a table in use",
                            "Writers of that table wait until the statement, or its transaction, has ended; no row is read.",
                            "A short transaction, with lock_timeout set."),
                    Hazard.of(SHARE_ROW_EXCLUSIVE, CATALOG),
                    step -> step.is("CREATESTMT")
                            ? step.tree()
                                    .all()
                                    .filter(node -> node.is("CONSTRAINT")
                                            && step.vocabulary()
                                                    .constraint(node)
                                                    .filter(kind -> kind == Constraint.FOREIGN_KEY)
                                                    .isPresent())
                                    .flatMap(node -> node.node("pktable").stream())
                                    .map(Name::of)
                                    .filter(step::isExisting)
                                    .distinct()
                                    .map(name -> Hit.of(
                                            SAFE,
                                            name,
                                            "Writers of %s wait for the moment.".formatted(name.plain()),
                                            "SET lock_timeout = '2s';"))
                            : Stream.empty()),
            new LintRule(
                    new Rule(
                            "rows-unbatched",
                            "All rows of a table in use are updated or deleted at once",
                            "Every row is locked until the end, the table doubles in size, and replicas fall behind.",
                            """
                            UPDATE t SET … WHERE id IN (SELECT id FROM t WHERE … LIMIT 5000);
                            -- repeated, each in a transaction of its own, outside of the migration"""),
                    Hazard.of(NONE, REWRITE),
                    TableLint::unbatched),
            new LintRule(
                    new Rule(
                            "table-rewritten",
                            "A table in use was seen to be written anew",
                            "All of it is copied while nobody can read or write it.",
                            "Add what is new beside the old, fill it in batches, then switch."),
                    Hazard.of(ACCESS_EXCLUSIVE, REWRITE),
                    step -> observed(step, true)
                            .map(table -> Hit.of(
                                    RISKY,
                                    table,
                                    "PostgreSQL wrote all of %s anew.".formatted(table.plain()),
                                    "Add what is new beside the old, fill it in batches, then switch."))),
            new LintRule(
                    new Rule(
                            "table-scanned",
                            "A table in use was seen to be read to its end under a lock",
                            "Whom the lock keeps away waits as long as there are rows.",
                            "Look for a form that checks later: NOT VALID, or CONCURRENTLY."),
                    Hazard.of(SHARE, SCAN),
                    step -> observed(step, false)
                            .map(table -> Hit.of(
                                    RISKY,
                                    table,
                                    "PostgreSQL read all of %s under a lock.".formatted(table.plain()),
                                    "Look for a form that checks later: NOT VALID, or CONCURRENTLY."))));

    /** Rules that speak only when no other rule told of the table. */
    static final Set<String> GENERAL = Set.of("table-rewritten", "table-scanned");

    private TableLint() {}

    private static Stream<Hit> attached(Step step) {
        return step.alters(Form.ATTACH_PARTITION).flatMap(alter -> {
            var partition = alter.definition().node("name").map(Name::of).orElse(alter.table());
            var scans = step.scans(partition)
                    || (step.facts() != null
                            && !step.facts().observation().scanned().isEmpty());
            return step.isExisting(partition) && scans
                    ? Stream.of(Hit.of(
                            RISKY,
                            partition,
                            "Every row of %s is checked against the bound.".formatted(partition.plain()),
                            """
                            ALTER TABLE %s ADD CHECK (…the bound…) NOT VALID;
                            ALTER TABLE %s VALIDATE CONSTRAINT …; -- then ATTACH reads nothing""".formatted(partition.sql(), partition.sql())))
                    : Stream.empty();
        });
    }

    private static Stream<Hit> rowSecurity(Step step) {
        return step.alters(Form.ENABLE_ROW_SECURITY)
                .filter(alter -> step.relation(alter.table())
                        .filter(relation -> step.certain() && relation.hasPolicies())
                        .isEmpty())
                .filter(alter -> step.later().stream()
                        .noneMatch(statement -> statement.is("CREATEPOLICYSTMT")
                                && statement
                                        .node("table")
                                        .map(Name::of)
                                        .filter(table -> table.in(History.DEFAULT_SCHEMA)
                                                .equals(alter.table().in(History.DEFAULT_SCHEMA)))
                                        .isPresent()))
                .map(alter -> Hit.of(
                        step.certain() ? BREAKING : RISKY,
                        alter.table(),
                        "Without a policy, all but the owner see no row of %s."
                                .formatted(alter.table().plain()),
                        "CREATE POLICY … ON %s …; -- before it, in the same transaction"
                                .formatted(alter.table().sql())));
    }

    private static Stream<Hit> unbatched(Step step) {
        if (!(step.is("UPDATESTMT") || step.is("DELETESTMT")) || step.tree().has("whereClause")) {
            return Stream.empty();
        }
        var table = step.tree().node("relation").map(Name::of).orElseThrow();
        return step.isExisting(table)
                ? Stream.of(Hit.of(
                        RISKY,
                        table,
                        "Every row of %s is locked, and written anew, in one transaction.".formatted(table.plain()),
                        "In batches with a WHERE, each in a transaction of its own, outside of the migration."))
                : Stream.empty();
    }

    /** Tables in use that were rewritten, or read under a lock that keeps writers away. */
    private static Stream<Name> observed(Step step, boolean rewritten) {
        var facts = step.facts();
        if (facts == null || !facts.certain()) {
            return Stream.empty();
        }
        var tables = rewritten
                ? facts.observation().rewritten()
                : facts.observation().scanned();
        return tables.stream()
                .map(Name::parse)
                .filter(step::isExistingNow)
                .filter(table -> rewritten || step.lock(table).orElse(Lock.NONE).compareTo(Lock.SHARE) >= 0);
    }
}
