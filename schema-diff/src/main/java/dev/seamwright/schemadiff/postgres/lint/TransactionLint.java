package dev.seamwright.schemadiff.postgres.lint;

import static dev.seamwright.schemadiff.Level.BREAKING;
import static dev.seamwright.schemadiff.Level.RISKY;
import static dev.seamwright.schemadiff.Level.SAFE;
import static dev.seamwright.schemadiff.postgres.rules.Hazard.Harm.MIGRATION;
import static dev.seamwright.schemadiff.postgres.rules.Lock.ACCESS_EXCLUSIVE;
import static dev.seamwright.schemadiff.postgres.rules.Lock.NONE;
import static dev.seamwright.schemadiff.postgres.rules.Work.CATALOG;
import static dev.seamwright.schemadiff.postgres.rules.Work.SCAN;

import dev.seamwright.schemadiff.Rule;
import dev.seamwright.schemadiff.postgres.lint.LintRule.Hit;
import dev.seamwright.schemadiff.postgres.rules.Hazard;
import dev.seamwright.schemadiff.postgres.rules.Lock;
import dev.seamwright.schemadiff.postgres.syntax.Node;
import dev.seamwright.schemadiff.postgres.syntax.Vocabulary.Form;
import dev.seamwright.schemadiff.postgres.syntax.Vocabulary.Reindex;
import dev.seamwright.schemadiff.postgres.syntax.Vocabulary.Transaction;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Transactions: what must not run in one, what must not wait in one, and for how long a lock is waited for. */
final class TransactionLint {
    private static final Set<String> DATA = Set.of("UPDATESTMT", "DELETESTMT", "MERGESTMT");
    private static final int ENUM_VALUES_IN_TRANSACTIONS = 12;

    static final List<LintRule> ALL = List.of(
            new LintRule(
                    new Rule(
                            "transaction-nested",
                            "A transaction begins inside of another, or ends where none is",
                            "PostgreSQL only warns: the second BEGIN does nothing, the first COMMIT ends all, and what follows runs by itself.",
                            "One BEGIN and one COMMIT; none where the migration tool opens the transaction."),
                    Hazard.of(NONE, CATALOG, MIGRATION),
                    TransactionLint::nested),
            new LintRule(
                    new Rule(
                            "transaction-not-ended",
                            "A transaction is never committed",
                            "When the session ends, all of it is undone.",
                            "COMMIT at the end of the file."),
                    Hazard.of(NONE, CATALOG, MIGRATION),
                    step -> isBegin(step)
                                    && step.later().stream()
                                            .noneMatch(statement ->
                                                    isEnd(step.vocabulary().transaction(statement)))
                            ? Stream.of(Hit.about(
                                    RISKY, "transaction", "No COMMIT follows: all of it is undone.", "COMMIT;"))
                            : Stream.empty()),
            new LintRule(
                    new Rule(
                            "not-in-transaction",
                            "A statement that cannot run in a transaction stands in one",
                            "PostgreSQL refuses it (25001), and the migration stops there. A file sent as one string is one transaction, too.",
                            "A file of its own, with the tool told not to open a transaction."),
                    Hazard.of(NONE, CATALOG, MIGRATION),
                    step -> step.history().inTransaction()
                            ? outside(step)
                                    .map(
                                            what -> Hit.about(
                                                    BREAKING,
                                                    what,
                                                    "%s cannot run inside of a transaction (25001).".formatted(what),
                                                    "A file of its own, without BEGIN, with the tool told not to open a transaction."))
                                    .stream()
                            : Stream.empty()),
            new LintRule(
                    new Rule(
                            "work-under-exclusive-lock",
                            "Rows are read or written while a lock keeps everybody away",
                            "An earlier statement of the transaction holds an AccessExclusiveLock until the end: all who use that table wait for"
                                    + " this one, too.",
                            "COMMIT before it: one transaction for the schema, others for the rows."),
                    Hazard.of(ACCESS_EXCLUSIVE, SCAN),
                    TransactionLint::underLock),
            new LintRule(
                    new Rule(
                            "several-tables-locked",
                            "A transaction locks several tables exclusively",
                            "It holds the first while it waits for the second: readers of the first wait for writers of the second, and a service"
                                    + " that takes them in the other order deadlocks with it (40P01).",
                            "A transaction for each table."),
                    Hazard.of(ACCESS_EXCLUSIVE, CATALOG),
                    TransactionLint::several),
            new LintRule(
                    new Rule(
                            "lock-timeout-missing",
                            "A lock is waited for without a limit",
                            "While the statement waits for a long query to end, all later queries of the table queue behind it.",
                            "SET lock_timeout = '2s'; -- and try again when it fails"),
                    Hazard.of(ACCESS_EXCLUSIVE, CATALOG),
                    step -> strongest(step)
                                            .filter(locked -> locked.lock() == ACCESS_EXCLUSIVE)
                                            .isPresent()
                                    && !step.history().lockTimeout()
                                    && step.history().sayTimeout()
                            ? Stream.of(Hit.about(
                                    SAFE,
                                    "lock_timeout",
                                    "While it waits for a running query, all that come later wait behind it.",
                                    "SET lock_timeout = '2s'; -- and try again when it fails"))
                            : Stream.empty()),
            new LintRule(
                    new Rule(
                            "table-locked",
                            "A table in use is locked by hand",
                            "Those whom the lock keeps away wait until the transaction ends.",
                            "Let each statement take the lock that it needs."),
                    Hazard.of(ACCESS_EXCLUSIVE, CATALOG),
                    TransactionLint::locked));

    private TransactionLint() {}

    private static Optional<Transaction> kind(Step step) {
        return step.vocabulary().transaction(step.tree());
    }

    static boolean isBegin(Step step) {
        return kind(step)
                .filter(kind -> kind == Transaction.BEGIN || kind == Transaction.START)
                .isPresent();
    }

    static boolean isEnd(Optional<Transaction> kind) {
        return kind.filter(end -> end == Transaction.COMMIT || end == Transaction.ROLLBACK)
                .isPresent();
    }

    private static Stream<Hit> nested(Step step) {
        if (isBegin(step) && step.history().inTransaction()) {
            return Stream.of(Hit.about(
                    RISKY,
                    "transaction",
                    "A transaction is open already: this BEGIN does nothing.",
                    "Leave this BEGIN out, or COMMIT before it."));
        }
        if (isEnd(kind(step)) && !step.history().inTransaction()) {
            return Stream.of(Hit.about(
                    RISKY,
                    "transaction",
                    "No transaction is open: this ends nothing.",
                    "Leave it out, or BEGIN before it."));
        }
        return Stream.empty();
    }

    /** What is refused in a transaction, in words; empty when the statement is not. */
    private static Optional<String> outside(Step step) {
        var tree = step.tree();
        return switch (tree.type()) {
            case "INDEXSTMT" -> when(tree.flag("concurrent"), "CREATE INDEX CONCURRENTLY");
            case "DROPSTMT" -> when(tree.flag("concurrent"), "DROP INDEX CONCURRENTLY");
            case "REINDEXSTMT" ->
                when(
                        IndexLint.isOn(tree.nodes("params"), "concurrently")
                                || step.vocabulary()
                                        .reindex(tree)
                                        .filter(kind -> kind != Reindex.INDEX && kind != Reindex.TABLE)
                                        .isPresent(),
                        "REINDEX CONCURRENTLY");
            case "VACUUMSTMT" -> when(tree.flag("is_vacuumcmd"), "VACUUM");
            case "CLUSTERSTMT" -> when(!tree.has("relation"), "CLUSTER of all tables");
            case "CREATEDBSTMT" -> Optional.of("CREATE DATABASE");
            case "DROPDBSTMT" -> Optional.of("DROP DATABASE");
            case "ALTERSYSTEMSTMT" -> Optional.of("ALTER SYSTEM");
            case "ALTERENUMSTMT" ->
                when(
                        step.version() < ENUM_VALUES_IN_TRANSACTIONS && !tree.has("oldVal"),
                        "ALTER TYPE … ADD VALUE, before PostgreSQL 12,");
            case "ALTERTABLESTMT" ->
                when(
                        step.alters(Form.DETACH_PARTITION)
                                .anyMatch(alter -> alter.definition().flag("concurrent")),
                        "DETACH PARTITION CONCURRENTLY");
            default -> Optional.empty();
        };
    }

    private static Optional<String> when(boolean condition, String words) {
        return condition ? Optional.of(words) : Optional.empty();
    }

    private static Stream<Hit> underLock(Step step) {
        var held = step.history().exclusive();
        if (held.isEmpty()) {
            return Stream.empty();
        }
        var reads = step.tree().is("SELECTSTMT") && step.tree().has("fromClause");
        var works = DATA.contains(step.tree().type())
                || (step.facts() != null
                        && !(step.facts().observation().scanned().isEmpty()
                                && step.facts().observation().rewritten().isEmpty()));
        if (!reads && !works) {
            return Stream.empty();
        }
        var tables = held.keySet().stream().map(Name::plain).sorted().collect(Collectors.joining(", "));
        return Stream.of(Hit.about(
                RISKY,
                tables,
                "Since line %d nobody can read or write %s, and this takes as long as there are rows."
                        .formatted(held.values().stream().min(Integer::compare).orElseThrow(), tables),
                "COMMIT; before it"));
    }

    /** A table that others may be using, and how the statement locks it. */
    record Locked(Name table, Lock lock) {}

    /** The strongest lock on a table in use: observed, or as the documentation says. */
    static Optional<Locked> strongest(Step step) {
        var facts = step.facts();
        if (facts != null
                && facts.transactional()
                && !facts.observation().removed().isEmpty()) {
            return Step.names(facts.observation().removed()).stream()
                    .filter(table -> !step.history().isMade(table))
                    .map(table -> new Locked(table, ACCESS_EXCLUSIVE))
                    .findFirst();
        }
        if (facts != null && facts.transactional()) {
            return facts.observation().locks().entrySet().stream()
                    .map(entry -> new Locked(Name.parse(entry.getKey()), Lock.of(entry.getValue())))
                    .filter(locked -> !step.history().isMade(locked.table()))
                    .max(Comparator.comparing(Locked::lock));
        }
        var tree = step.tree();
        var table = tree.node("relation").map(Name::of).filter(step::isExisting);
        return switch (tree.type()) {
            case "ALTERTABLESTMT", "RENAMESTMT" -> table.map(name -> new Locked(name, ACCESS_EXCLUSIVE));
            case "DROPSTMT" ->
                DropLint.objects(step)
                        .filter(step::isExisting)
                        .findFirst()
                        .map(name -> new Locked(name, ACCESS_EXCLUSIVE));
            case "TRUNCATESTMT" ->
                tree.nodes("relations").stream()
                        .map(Name::of)
                        .filter(step::isExisting)
                        .findFirst()
                        .map(name -> new Locked(name, ACCESS_EXCLUSIVE));
            case "INDEXSTMT" ->
                table.map(name -> new Locked(name, tree.flag("concurrent") ? Lock.SHARE_UPDATE_EXCLUSIVE : Lock.SHARE));
            default -> Optional.empty();
        };
    }

    private static Stream<Hit> several(Step step) {
        var held = step.history().exclusive().keySet();
        return strongest(step)
                .filter(locked -> locked.lock() == ACCESS_EXCLUSIVE
                        && !held.isEmpty()
                        && !held.contains(locked.table().in(History.DEFAULT_SCHEMA)))
                .map(locked -> Hit.of(
                        RISKY,
                        locked.table(),
                        "Nobody can read or write %s while this waits for %s."
                                .formatted(
                                        held.stream().map(Name::plain).sorted().collect(Collectors.joining(", ")),
                                        locked.table().plain()),
                        "COMMIT; before it"))
                .stream();
    }

    private static Stream<Hit> locked(Step step) {
        // LockMode in lockdefs.h: from 5, ShareLock, it keeps writers away
        return step.is("LOCKSTMT") && step.tree().number("mode") >= 5
                ? step.tree().nodes("relations").stream()
                        .map(Name::of)
                        .filter(step::isExisting)
                        .map(table -> Hit.of(
                                RISKY,
                                table,
                                "%s is kept locked until the transaction ends.".formatted(table.plain()),
                                "Let each statement take the lock that it needs."))
                : Stream.empty();
    }

    /** Statements that set {@code lock_timeout}; null: this one does not. */
    static Optional<Boolean> lockTimeout(Node tree) {
        return tree.is("VARIABLESETSTMT") && tree.text("name").orElse("").equals("lock_timeout")
                ? Optional.of(tree.has("args"))
                : Optional.empty();
    }
}
