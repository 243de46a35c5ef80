package dev.seamwright.schemadiff.postgres.lint;

import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.postgres.impact.Observer;
import dev.seamwright.schemadiff.postgres.lint.LintRule.Hit;
import dev.seamwright.schemadiff.postgres.rules.Hazard;
import dev.seamwright.schemadiff.postgres.rules.Lock;
import dev.seamwright.schemadiff.postgres.rules.Work;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.ShadowDatabase;
import dev.seamwright.schemadiff.postgres.syntax.Node;
import dev.seamwright.schemadiff.postgres.syntax.Syntax;
import dev.seamwright.schemadiff.postgres.syntax.Value;
import dev.seamwright.schemadiff.postgres.syntax.Vocabulary;
import dev.seamwright.schemadiff.postgres.syntax.Vocabulary.Form;
import dev.seamwright.schemadiff.postgres.syntax.Vocabulary.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One lint: a session that executes the migration, one that parses it, and what is remembered between statements. */
final class LintRun implements AutoCloseable {
    private static final long FEW_ROWS = 10_000;
    private static final long MANY_ROWS = 10_000_000;
    private static final String NOT_IN_TRANSACTION = "25001";
    private static final Set<String> OUR_LIMITS = Set.of("42501", "0A000", "58P01", "57014", "55P03", "53400");

    private final MigrationLint.Question question;
    private final Connection live;
    private final Connection parser;
    private final Connection maker;
    private final Syntax syntax;
    private final Vocabulary vocabulary;
    private final StandIns standIns;
    private final Step.Surroundings surroundings;
    private final History history = new History();
    private final Set<Long> made = new HashSet<>();
    private final List<LintFinding> findings = new ArrayList<>();
    private final List<LintReport.Judged> judged = new ArrayList<>();
    private Step.@Nullable Facts facts;
    private int executed;

    /** @param schemaKnown whether what the database does not have does not exist */
    LintRun(
            ShadowDatabase database,
            MigrationLint.Question question,
            boolean schemaKnown,
            AtomicReference<@Nullable Vocabulary> known)
            throws SQLException {
        this.question = question;
        this.live = database.connect();
        this.parser = database.connect();
        this.maker = database.connect();
        try (var statement = maker.createStatement()) {
            statement.execute("SET lock_timeout = '50ms'");
        }
        this.syntax = Syntax.of(parser);
        var learnt = known.get();
        this.vocabulary = learnt != null ? learnt : Vocabulary.learn(syntax);
        known.set(vocabulary);
        this.standIns = new StandIns(vocabulary);
        var rows = new HashMap<Name, Long>();
        question.rows().forEach((name, count) -> rows.put(Name.parse(name).in(History.DEFAULT_SCHEMA), count));
        this.surroundings = new Step.Surroundings(
                vocabulary, new Catalog(live), question.version(), schemaKnown, standIns.guesses(), rows);
    }

    @Override
    public void close() throws SQLException {
        live.close();
        parser.close();
        maker.close();
    }

    LintReport judge() throws SQLException {
        question.schema().execute(live);
        for (var file : question.files()) {
            judge(file);
        }
        return new LintReport(findings, judged, executed);
    }

    /** A statement and its tree; null: it has none. */
    private record Parsed(Step.Place place, Syntax.Answer answer) {
        Optional<Node> tree() {
            return answer instanceof Syntax.Parsed(var tree) ? Optional.of(tree) : Optional.empty();
        }
    }

    private void judge(MigrationLint.File file) throws SQLException {
        var suppressions = Suppressions.of(file.text());
        var parsed = parse(file);
        if (question.inTransaction() || file.inTransaction()) {
            open();
        }
        for (var i = 0; i < parsed.size(); i++) {
            var later = parsed.subList(i + 1, parsed.size()).stream()
                    .flatMap(statement -> statement.tree().stream())
                    .toList();
            judge(parsed.get(i), later, suppressions);
        }
        end(true);
        for (var invalid : suppressions.invalid()) {
            findings.add(finding(
                    ScriptLint.SUPPRESSION,
                    Level.RISKY,
                    "comment",
                    invalid.message(),
                    ScriptLint.SUPPRESSION.rule().remedy(),
                    List.of(),
                    new Finding.Place(file.name(), invalid.line()),
                    null));
        }
    }

    private List<Parsed> parse(MigrationLint.File file) throws SQLException {
        var parsed = new ArrayList<Parsed>();
        for (var statement : Script.parse(file.name(), file.text()).statements()) {
            var sql = statement.sql();
            var first = Comments.skip(sql);
            var line = statement.line() + lines(sql.substring(0, first));
            var place = new Step.Place(file.name(), line, statement.line() + lines(sql), sql.substring(first));
            parsed.add(new Parsed(place, syntax.parse(place.sql())));
        }
        return parsed;
    }

    private static int lines(String text) {
        return (int) text.chars().filter(c -> c == '\n').count();
    }

    private void judge(Parsed parsed, List<Node> later, Suppressions suppressions) throws SQLException {
        var place = parsed.place();
        var before = findings.size();
        facts = null;
        judgeAnswer(parsed, later, suppressions);
        var seen = facts;
        judged.add(new LintReport.Judged(
                place.file(),
                place.line(),
                findings.subList(before, findings.size()),
                seen == null ? null : seen.observation(),
                history.inTransaction()));
    }

    private void judgeAnswer(Parsed parsed, List<Node> later, Suppressions suppressions) throws SQLException {
        var place = parsed.place();
        switch (parsed.answer()) {
            case Syntax.NotSql(var error, var offset) -> {
                var line = place.line()
                        + lines(place.sql()
                                .substring(0, Math.min(offset, place.sql().length())));
                add(
                        place,
                        suppressions,
                        ScriptLint.SYNTAX_ERROR,
                        Level.BREAKING,
                        error,
                        new Finding.Place(place.file(), line));
            }
            case Syntax.Unknown(var error) -> {
                var outcome = execute(place, new Node("UNKNOWN", Map.of()));
                if (outcome.refusal() != null) {
                    add(place, suppressions, ScriptLint.NOT_EXECUTED, Level.UNDECIDED, error, null);
                }
            }
            case Syntax.Parsed(var tree) -> judge(place, tree, later, suppressions);
        }
    }

    private void judge(Step.Place place, Node tree, List<Node> later, Suppressions suppressions) throws SQLException {
        var attempt = standIns.attempt(tree, this::make);
        if (!surroundings.schemaKnown() && names(tree).stream().anyMatch(this::isUnknown)) {
            attempt.expected();
        }
        var before = new HashMap<Name, Catalog.Relation>();
        var outcome = execute(place, tree, attempt, before);
        facts = outcome.facts();
        if (facts != null) {
            executed++;
        }
        var step = new Step(place, tree, before, history, later, outcome.facts(), surroundings);
        var told = new HashSet<Name>();
        for (var rule : LintRules.ALL) {
            rule.check().apply(step).forEach(hit -> {
                var table = hit.table();
                var isGeneral = TableLint.GENERAL.contains(rule.rule().id());
                if (!isGeneral || (table != null && !told.contains(table.in(History.DEFAULT_SCHEMA)))) {
                    add(step, suppressions, rule, hit);
                }
                if (table != null && hit.level() != Level.SAFE) {
                    told.add(table.in(History.DEFAULT_SCHEMA));
                }
            });
        }
        explain(step, outcome, suppressions);
        remember(step);
    }

    /** What PostgreSQL said where the statement could not be executed as it would be in its place. */
    private void explain(Step step, Outcome outcome, Suppressions suppressions) {
        var refusal = outcome.refusal();
        if (refusal == null) {
            return;
        }
        var state = String.valueOf(refusal.getSQLState());
        var isTransaction = state.equals(NOT_IN_TRANSACTION);
        if (isTransaction) {
            return;
        }
        var error = "%s (%s)".formatted(Rejected.error(refusal), state);
        var isFact = surroundings.schemaKnown()
                && names(step.tree()).stream().noneMatch(standIns::contains)
                && !OUR_LIMITS.contains(state);
        add(
                step.place(),
                suppressions,
                isFact ? ScriptLint.FAILS : ScriptLint.NOT_EXECUTED,
                isFact ? Level.BREAKING : Level.UNDECIDED,
                error,
                null);
    }

    private boolean isUnknown(Name name) {
        try {
            return surroundings.catalog().relation(name).isEmpty();
        } catch (SQLException failure) {
            throw new IllegalStateException("The shadow's catalog cannot be read.", failure);
        }
    }

    /** The relations that a statement names. */
    private static Set<Name> names(Node tree) {
        var named = tree.all().filter(node -> node.is("RANGEVAR")).map(Name::of);
        var dropped = tree.is("DROPSTMT")
                ? tree.values("objects").stream()
                        .filter(Value.Items.class::isInstance)
                        .map(object -> Name.of(Node.names(((Value.Items) object).values())))
                : Stream.<Name>empty();
        return Stream.concat(named, dropped).collect(Collectors.toSet());
    }

    /** @param refusal why it was not executed; null: it was, or it is no statement for the database */
    private record Outcome(
            Step.@Nullable Facts facts, @Nullable SQLException refusal) {}

    private Outcome execute(Step.Place place, Node tree) throws SQLException {
        return execute(place, tree, standIns.attempt(tree, this::make), new HashMap<>());
    }

    private Outcome execute(Step.Place place, Node tree, StandIns.Attempt attempt, Map<Name, Catalog.Relation> before)
            throws SQLException {
        if (tree.is("TRANSACTIONSTMT")) {
            return vocabulary.transaction(tree).isPresent() ? new Outcome(null, null) : savepoint(place.sql());
        }
        while (true) {
            before.clear();
            for (var name : names(tree)) {
                surroundings.catalog().relation(name).ifPresent(relation -> before.put(name, relation));
            }
            try {
                var certain = names(tree).stream().noneMatch(name -> standIns.contains(name) && !history.isMade(name));
                return new Outcome(
                        history.inTransaction() ? inside(place.sql(), certain) : alone(place.sql(), certain), null);
            } catch (SQLException refusal) {
                if (live.isClosed()) {
                    throw refusal;
                }
                if (!attempt.supply(refusal)) {
                    return new Outcome(null, refusal);
                }
            }
        }
    }

    private Outcome savepoint(String sql) throws SQLException {
        try {
            run(sql);
            return new Outcome(null, null);
        } catch (SQLException refusal) {
            if (history.inTransaction()) {
                live.rollback();
            }
            return new Outcome(null, refusal);
        }
    }

    private void run(String sql) throws SQLException {
        try (var statement = live.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    /** In a transaction of its own, so that its locks and scans can be seen; or outside of any, where it has to be. */
    private Step.Facts alone(String sql, boolean certain) throws SQLException {
        live.setAutoCommit(false);
        try {
            var observation = observe(sql);
            live.commit();
            return new Step.Facts(observation, certain, true);
        } catch (SQLException refusal) {
            if (live.isClosed()) {
                throw refusal;
            }
            live.rollback();
            if (!NOT_IN_TRANSACTION.equals(refusal.getSQLState())) {
                throw refusal;
            }
        } finally {
            if (!live.isClosed()) {
                live.setAutoCommit(true);
            }
        }
        return new Step.Facts(observe(sql), certain, false);
    }

    /** In the migration's transaction, which goes on when the statement fails. */
    private Step.Facts inside(String sql, boolean certain) throws SQLException {
        var savepoint = live.setSavepoint();
        try {
            var observation = observe(sql);
            live.releaseSavepoint(savepoint);
            return new Step.Facts(observation, certain, true);
        } catch (SQLException refusal) {
            if (!live.isClosed()) {
                live.rollback(savepoint);
            }
            throw refusal;
        }
    }

    private Observer.Observation observe(String sql) throws SQLException {
        var all = Observer.look(live);
        run(sql);
        var after = Observer.look(live);
        var observation = Observer.between(all.without(made), after);
        after.relations().stream().filter(oid -> !all.relations().contains(oid)).forEach(made::add);
        return observation;
    }

    /** Makes a stand-in as if it had always been there; in the migration's transaction where that keeps it locked. */
    private void make(String sql) throws SQLException {
        try (var statement = maker.createStatement()) {
            statement.execute(sql);
        } catch (SQLException refusal) {
            if (!history.inTransaction() || !"55P03".equals(refusal.getSQLState())) {
                throw refusal;
            }
            var savepoint = live.setSavepoint();
            try {
                run(sql);
            } catch (SQLException again) {
                live.rollback(savepoint);
                throw again;
            }
        }
    }

    private void open() throws SQLException {
        live.setAutoCommit(false);
        history.begin();
    }

    private void end(boolean commit) throws SQLException {
        if (!history.inTransaction()) {
            return;
        }
        try {
            if (commit) {
                live.commit();
                history.commit();
            } else {
                live.rollback();
                history.rollback();
            }
        } finally {
            live.setAutoCommit(true);
        }
    }

    private void remember(Step step) throws SQLException {
        var tree = step.tree();
        var kind = vocabulary.transaction(tree);
        if (TransactionLint.isBegin(step) && !history.inTransaction()) {
            open();
        } else if (TransactionLint.isEnd(kind)) {
            end(kind.get() == Transaction.COMMIT);
        }
        TransactionLint.lockTimeout(tree).ifPresent(history::lockTimeout);
        TransactionLint.strongest(step)
                .filter(locked -> locked.lock() == Lock.ACCESS_EXCLUSIVE)
                .ifPresent(locked -> history.locked(locked.table(), step.place().line()));
        step.alters(Form.ADD_CONSTRAINT)
                .filter(alter -> alter.definition().flag("skip_validation"))
                .forEach(alter -> history.notValid(alter.table()));
        standIns.validatedUnknown(tree).ifPresent(history::validated);
        made(step);
    }

    private void made(Step step) {
        var tree = step.tree();
        var created = switch (tree.type()) {
            case "CREATESTMT", "CREATESEQSTMT" -> tree.node(tree.is("CREATESTMT") ? "relation" : "sequence");
            case "CREATEFOREIGNTABLESTMT" -> tree.node("base").flatMap(base -> base.node("relation"));
            case "CREATETABLEASSTMT" -> tree.node("into").flatMap(into -> into.node("rel"));
            case "VIEWSTMT" -> tree.node("view");
            default -> Optional.<Node>empty();
        };
        created.map(Name::of).filter(name -> !step.before().containsKey(name)).ifPresent(history::made);
        if (tree.is("INDEXSTMT")) {
            var table = tree.node("relation").map(Name::of).orElseThrow();
            tree.text("idxname").ifPresent(name -> history.made(new Name(table.schema(), name)));
        }
        for (var field : List.of("typeName", "domainname", "funcname")) {
            if (tree.type().startsWith("CREATE") && tree.has(field)) {
                history.made(Name.of(tree.names(field)));
            }
        }
        if (tree.is("RENAMESTMT")) {
            tree.node("relation")
                    .map(Name::of)
                    .ifPresent(from -> history.renamed(
                            from, new Name(from.schema(), tree.text("newname").orElse(""))));
        }
    }

    private void add(Step step, Suppressions suppressions, LintRule rule, Hit hit) {
        var hazard = rule.hazard();
        var table = hit.table();
        var level = hit.level();
        var message = hit.message();
        if (table != null) {
            hazard = observed(step, hazard, table);
            var rows = surroundings.rows().get(table.in(History.DEFAULT_SCHEMA));
            if (rows != null && hazard.work() != Work.CATALOG) {
                message = "%s It has about %d rows.".formatted(message, rows);
                if (rows <= FEW_ROWS && level == Level.RISKY && hazard.harms().isEmpty()) {
                    level = Level.SAFE;
                } else if (rows >= MANY_ROWS && level == Level.RISKY) {
                    level = Level.BREAKING;
                }
            }
        }
        findings.add(finding(
                rule,
                level,
                hit.subject(),
                message,
                hit.remedy(),
                witness(step),
                new Finding.Place(step.place().file(), step.place().line()),
                suppressions.reason(rule.rule().id(), step.place()).orElse(null),
                hazard));
    }

    /** With the lock and the work that were seen. */
    private static Hazard observed(Step step, Hazard documented, Name table) {
        // of an index its table is locked, of what is renamed the new name
        var lock = step.lock(table)
                .filter(seen -> seen != Lock.NONE)
                .or(() -> TransactionLint.strongest(step).map(TransactionLint.Locked::lock))
                .orElse(documented.lock());
        var isFree = documented.work() == Work.REWRITE
                && step.is("ALTERTABLESTMT")
                && step.certain()
                && !step.rewrites(table)
                && !step.scans(table);
        return new Hazard(lock, isFree ? Work.CATALOG : documented.work(), documented.harms());
    }

    private static List<String> witness(Step step) {
        var facts = step.facts();
        if (facts == null) {
            return List.of();
        }
        var seen = new ArrayList<String>();
        facts.observation().removed().forEach(relation -> seen.add(relation + ": removed"));
        facts.observation().locks().forEach((relation, mode) -> seen.add("%s: %s".formatted(relation, mode)));
        facts.observation().rewritten().forEach(relation -> seen.add(relation + ": rewritten"));
        facts.observation().scanned().forEach(relation -> seen.add(relation + ": scanned"));
        if (!facts.certain()) {
            seen.add("observed on a stand-in: the schema is not known");
        }
        return seen;
    }

    private void add(
            Step.Place place,
            Suppressions suppressions,
            LintRule rule,
            Level level,
            String error,
            Finding.@Nullable Place where) {
        findings.add(finding(
                rule,
                level,
                "statement",
                "PostgreSQL says: %s.".formatted(error),
                rule.rule().remedy(),
                List.of(error),
                where != null ? where : new Finding.Place(place.file(), place.line()),
                suppressions.reason(rule.rule().id(), place).orElse(null)));
    }

    private static LintFinding finding(
            LintRule rule,
            Level level,
            String subject,
            String message,
            String remedy,
            List<String> witness,
            Finding.Place place,
            @Nullable String suppression) {
        return finding(rule, level, subject, message, remedy, witness, place, suppression, rule.hazard());
    }

    private static LintFinding finding(
            LintRule rule,
            Level level,
            String subject,
            String message,
            String remedy,
            List<String> witness,
            Finding.Place place,
            @Nullable String suppression,
            Hazard hazard) {
        return new LintFinding(
                new Finding(rule.rule(), level, subject, message, remedy, witness, place), hazard, suppression);
    }
}
