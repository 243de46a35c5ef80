package dev.seamwright.schemadiff.postgres.rls;

import dev.seamwright.contracts.dbusage.Identity.PoolMode;
import dev.seamwright.contracts.dbusage.Identity.Scope;
import dev.seamwright.schemadiff.Finding;
import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.postgres.rls.Actor.State;
import dev.seamwright.schemadiff.postgres.rls.Catalog.Column;
import dev.seamwright.schemadiff.postgres.rls.Catalog.Relation;
import dev.seamwright.schemadiff.postgres.rls.Review.Coverage.Gap;
import dev.seamwright.schemadiff.postgres.rls.RlsReview.NotReviewable;
import dev.seamwright.schemadiff.postgres.rls.RlsReview.Question;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One review, in a database into which the schema has been loaded. */
final class Reviewing {
    private static final Pattern IN_TRANSACTION = Pattern.compile(
            "(?i)\\bset\\s+local\\b|set_config\\s*\\([^)]*,\\s*(?:is_local\\s*(?:=>|:=)\\s*)?true\\s*\\)");
    private static final Pattern BRACKET = Pattern.compile("(?is)(?:begin|start\\s+transaction|commit|end)\\b.*");
    private static final String RECURSION = "42P17";

    private final Connection owner;
    private final Logins logins;
    private final Question question;
    private final List<String> sessionStatements;
    private final Catalog catalog;
    private final Tenancy tenancy;
    private final Rows rows;
    private final Stage stage;
    private final Judge judge;
    private final List<Gap> gaps = new ArrayList<>();
    private final Map<String, String> notTried = new TreeMap<>();
    private final Set<String> relations = new LinkedHashSet<>();
    private final Map<Actor, Access> accesses = new HashMap<>();
    // by what they were before any rows were made
    private final Map<Relation, Boolean> deserving = new HashMap<>();
    private int probes;

    Reviewing(Connection owner, Logins logins, Question question) throws SQLException {
        this.owner = owner;
        this.logins = logins;
        this.question = question;
        this.catalog = Catalog.read(owner, logins.foreign());
        if (catalog.role(question.role()).isEmpty()) {
            throw new NotReviewable("There is no role %s in the roles or the schema.".formatted(question.role()));
        }
        this.sessionStatements = statements();
        this.tenancy = Tenancy.read(owner, catalog, identity());
        this.rows = new Rows(owner, catalog, tenancy);
        this.stage = new Stage(owner, catalog, tenancy);
        this.judge = new Judge(owner, catalog, tenancy);
    }

    private List<String> statements() throws SQLException {
        return switch (question.session()) {
            case SessionSetup.Statements given ->
                given.script().statements().stream()
                        .map(Script.Statement::sql)
                        .filter(sql -> !BRACKET.matcher(sql).matches())
                        .toList();
            case SessionSetup.BySetting setting -> {
                var statements = new ArrayList<>(setting.before());
                var tenant = setting.tenant();
                statements.add("SELECT set_config(%s, %s, %s)"
                        .formatted(
                                Catalog.literal(setting.name()),
                                Catalog.literal(
                                        tenant == null ? Tenancy.someone(owner, catalog, setting.name()) : tenant),
                                setting.scope() == Scope.TRANSACTION));
                yield List.copyOf(statements);
            }
        };
    }

    private boolean isSetPerTransaction() {
        return sessionStatements.stream()
                .anyMatch(sql -> IN_TRANSACTION.matcher(sql).find());
    }

    private Identity identity() throws SQLException {
        try (var before = logins.as(question.role());
                var after = logins.as(question.role())) {
            after.setAutoCommit(!isSetPerTransaction());
            for (var sql : sessionStatements) {
                try {
                    Stage.execute(after, sql);
                } catch (SQLException refused) {
                    throw new NotReviewable("PostgreSQL refuses the session's '%s': %s (SQLSTATE %s)."
                            .formatted(Witness.oneLine(sql), Rejected.error(refused), refused.getSQLState()));
                }
            }
            var identity =
                    Identity.read(before, after, String.join(";\n", sessionStatements), question.role(), catalog);
            if (!after.getAutoCommit()) {
                after.rollback();
            }
            return identity;
        } catch (SQLException refused) {
            throw new NotReviewable("The role %s cannot connect: %s (SQLSTATE %s)."
                    .formatted(question.role(), Rejected.error(refused), refused.getSQLState()));
        }
    }

    /** What the session sees of the rows of two tenants. */
    List<VisibleRows.Row> visible() throws SQLException {
        rows.steady();
        makeOwnRows();
        makeOtherRows();
        stage.refresh();
        var actor = tenant();
        var seen = new ArrayList<VisibleRows.Row>();
        try (var session = Session.open(logins, actor)) {
            for (var probe : attacks(actor).steadyReads()) {
                for (var values : session.rows(probe)) {
                    seen.add(new VisibleRows.Row(probe.subject(), values));
                }
            }
        }
        return seen;
    }

    /** @param gaps what of the schema is not here to be reviewed */
    Review review(List<Gap> gaps) throws SQLException {
        this.gaps.addAll(gaps);
        var sharedLogin = new SharedLogin(owner, logins, catalog, tenancy, rows);
        sharedLogin.look();
        makeOwnRows();
        tenancy.share(new SharedRows(owner, catalog, tenancy, rows).find(tenant()));
        makeSharedRows();
        stage.prepare();
        var actors = actors();
        stage.removeOthers();
        var before = observe(
                actors,
                actor -> actor.state() == State.TENANT
                        ? attacks(actor).first()
                        : attacks(actor).reads(),
                List.of());
        stage.restoreOthers();
        makeOtherRows();
        stage.refresh();
        var others = stage.others();
        var plans = new LinkedHashMap<Actor, List<Probe>>();
        for (var actor : actors) {
            plans.put(actor, plan(actor));
        }
        rows.mark();
        var present = observe(actors, plans::get, others);
        var unstable = unstable(present);
        noteFailures(present.getOrDefault(actors.getFirst(), Map.of()));
        stage.removeOthers();
        var after = observe(actors, actor -> again(present.getOrDefault(actor, Map.of())), List.of());
        stage.restoreOthers();
        var found = new ArrayList<Witness>();
        for (var actor : actors) {
            present.getOrDefault(actor, Map.of()).forEach((probe, observation) -> {
                var absent = new ArrayList<Observation>();
                Optional.ofNullable(before.getOrDefault(actor, Map.of()).get(probe))
                        .ifPresent(absent::add);
                Optional.ofNullable(after.getOrDefault(actor, Map.of()).get(probe))
                        .ifPresent(absent::add);
                if (unstable.contains(probe)) {
                    notTried.put(probe.subject(), "it answers differently each time");
                    return;
                }
                Comparison.of(probe, observation, absent)
                        .ifPresent(difference -> found.add(Witness.of(actor, probe, difference, stage, tenancy)));
            });
        }
        var items = new ArrayList<Review.Item>();
        var shown = new LinkedHashSet<String>();
        for (var witness : found) {
            item(witness, found, absentOf(witness, before, after), shown, items);
        }
        cascades(items, shown);
        sharedLogin.find(tenant()).ifPresent(items::add);
        var announcements = new Announcements(owner, logins, catalog, tenancy, rows, question.role());
        announcements.find(tenant(), items);
        this.gaps.addAll(announcements.gaps());
        shared(items);
        new LargeObjects(owner, logins, catalog, tenancy).find(tenant(), items);
        new Weaknesses(owner, catalog, tenancy, judge, question.role(), sessionStatements)
                .find(items, accesses.get(tenant()), recursive(present));
        return conclude(items);
    }

    private static List<Observation> absentOf(
            Witness witness, Map<Actor, Map<Probe, Observation>> before, Map<Actor, Map<Probe, Observation>> after) {
        var absent = new ArrayList<Observation>();
        for (var world : List.of(before, after)) {
            var observation = world.getOrDefault(witness.actor(), Map.of()).get(witness.probe());
            if (observation != null) {
                absent.add(observation);
            }
        }
        return absent;
    }

    private Actor tenant() {
        return isSetPerTransaction()
                ? new Actor(State.TENANT, question.role(), null, List.of(), sessionStatements)
                : new Actor(State.TENANT, question.role(), null, sessionStatements, List.of());
    }

    private List<Actor> actors() throws SQLException {
        var tenant = tenant();
        var actors = new ArrayList<Actor>(List.of(tenant));
        var identity = tenancy.identity();
        if (identity.settings().stream().anyMatch(Identity.Setting::isSet)) {
            actors.add(new Actor(State.FORGOTTEN, question.role(), null, List.of(), List.of()));
        }
        pooled().ifPresent(actors::add);
        inherited().ifPresent(actors::add);
        for (var setting : identity.settings()) {
            var forged = setting.after() == null ? null : Identity.forged(setting.after(), otherName());
            if (forged != null) {
                var prelude = new ArrayList<>(tenant.prelude());
                prelude.add("SELECT set_config(%s, %s, false)"
                        .formatted(Catalog.literal(setting.name()), Catalog.literal(forged)));
                actors.add(new Actor(State.FORGED, question.role(), null, prelude, List.of()));
            }
        }
        for (var role : access(tenant).roles()) {
            if (!role.startsWith("pg_")) {
                var change = "SET ROLE \"" + role.replace("\"", "\"\"") + '"';
                var prelude = new ArrayList<>(tenant.prelude());
                prelude.add(change);
                actors.add(new Actor(State.ASSUMED, question.role(), role, prelude, tenant.each()));
            }
        }
        return actors;
    }

    /** The name of a tenant B, as text. */
    private String otherName() {
        for (var table : catalog.tables()) {
            var column = tenancy.column(table);
            if (column.isPresent() && tenancy.isOwned(table)) {
                return tenancy.otherKey(table, column.get());
            }
        }
        return "B";
    }

    private String ownName() {
        for (var table : catalog.tables()) {
            var column = tenancy.column(table);
            if (column.isPresent() && tenancy.isOwned(table)) {
                return tenancy.ownKey(table, column.get());
            }
        }
        return "A";
    }

    private Optional<Actor> pooled() {
        var prelude = new ArrayList<String>();
        var identity = tenancy.identity();
        if (identity.settings().stream().noneMatch(Identity.Setting::isSet)) {
            prelude.addAll(sessionStatements);
        }
        var touched = false;
        for (var setting : identity.settings()) {
            if (setting.read()) {
                var value = setting.isSet() ? String.valueOf(setting.after()) : ownName();
                prelude.add("SELECT set_config(%s, %s, true)"
                        .formatted(Catalog.literal(setting.name()), Catalog.literal(value)));
                touched = true;
            }
        }
        return touched
                ? Optional.of(new Actor(State.POOLED, question.role(), null, prelude, List.of()))
                : Optional.empty();
    }

    /**
     * A session on a connection on which somebody else has set who he is: what its own setup does not overwrite holds for it. Where a
     * pool gives connections away after each transaction, a setting that outlives transactions is set on another connection than the
     * one that needs it.
     */
    private Optional<Actor> inherited() {
        var settings = tenancy.identity().settings().stream()
                .filter(Identity.Setting::read)
                .toList();
        var lost = question.pool() != null && question.pool() != PoolMode.SESSION && !isSetPerTransaction();
        var unset = settings.stream()
                .filter(setting -> lost || !setting.isSet())
                .filter(setting -> lost || sessionStatements.stream().noneMatch(sql -> sql.contains(setting.name())))
                .toList();
        if (unset.isEmpty() || (!lost && settings.stream().anyMatch(Identity.Setting::isSet))) {
            return Optional.empty();
        }
        var prelude = new ArrayList<String>();
        unset.forEach(setting -> prelude.add("SELECT set_config(%s, %s, false)"
                .formatted(Catalog.literal(setting.name()), Catalog.literal(otherName()))));
        if (!lost) {
            prelude.addAll(sessionStatements);
        }
        return Optional.of(new Actor(State.INHERITED, question.role(), null, prelude, List.of()));
    }

    private Access access(Actor actor) throws SQLException {
        var known = accesses.get(actor);
        if (known == null) {
            known = Access.of(owner, actor.role());
            accesses.put(actor, known);
        }
        return known;
    }

    private Attacks attacks(Actor actor) throws SQLException {
        return new Attacks(owner, catalog, tenancy, rows, access(actor));
    }

    private List<Probe> plan(Actor actor) throws SQLException {
        var attacks = attacks(actor);
        var plan = switch (actor.state()) {
            case TENANT -> attacks.all();
            case ASSUMED -> {
                var both = new ArrayList<>(attacks.reads());
                both.addAll(attacks.writes());
                yield both;
            }
            case FORGOTTEN, POOLED, INHERITED, FORGED -> attacks.reads();
        };
        notTried.putAll(attacks.notTried());
        return plan;
    }

    /** The probes of which it must be known what they answer without the rows of others. */
    private static List<Probe> again(Map<Probe, Observation> present) {
        return present.entrySet().stream()
                .filter(entry -> switch (entry.getKey()) {
                    case Probe.Write write -> false;
                    case Probe.Cascade cascade -> false;
                    case Probe.Sequel sequel -> false; // rows that go do not turn it back
                    case Probe.Collide collide -> !entry.getValue().succeeded();
                    case Probe.Refer refer -> entry.getValue().succeeded();
                    default -> entry.getValue().succeeded();
                })
                .map(Map.Entry::getKey)
                .toList();
    }

    private interface Plan {
        @Nullable
        List<Probe> of(Actor actor) throws SQLException;
    }

    private Map<Actor, Map<Probe, Observation>> observe(List<Actor> actors, Plan plan, List<String> others)
            throws SQLException {
        var observations = new LinkedHashMap<Actor, Map<Probe, Observation>>();
        for (var actor : actors) {
            var observed = new LinkedHashMap<Probe, Observation>();
            var planned = plan.of(actor);
            try (var session = Session.open(logins, actor)) {
                for (var probe : planned == null ? List.<Probe>of() : planned) {
                    observed.put(probe, session.observe(probe, others));
                    relations.add(probe.subject());
                    probes++;
                }
            } catch (SQLException refused) {
                notTried.put("session " + actor.state().words(), Rejected.error(refused));
            }
            observations.put(actor, observed);
        }
        return observations;
    }

    /** What was tried and told nothing, since PostgreSQL refused every attempt for another reason than the lack of a privilege. */
    private void noteFailures(Map<Probe, Observation> observed) {
        var worked = new LinkedHashSet<String>();
        var refusals = new LinkedHashMap<String, String>();
        observed.forEach((probe, observation) -> {
            if (probe instanceof Probe.Call || probe instanceof Probe.Read) {
                if (observation.outcome() instanceof Observation.Failed failed) {
                    refusals.putIfAbsent(
                            probe.subject(),
                            "every attempt fails: %s (%s)".formatted(failed.message(), failed.sqlState()));
                } else {
                    worked.add(probe.subject());
                }
            }
        });
        refusals.forEach((subject, reason) -> {
            if (!worked.contains(subject)) {
                notTried.putIfAbsent(subject, reason);
            }
        });
        if (observed.isEmpty()) {
            notTried.putIfAbsent("login " + question.role(), "it reaches no relation, function or sequence");
        }
    }

    /** What answers differently though nothing has changed. */
    private Set<Probe> unstable(Map<Actor, Map<Probe, Observation>> present) throws SQLException {
        var unstable = new LinkedHashSet<Probe>();
        for (var actor : present.keySet()) {
            var again = present.getOrDefault(actor, Map.of()).entrySet().stream()
                    .filter(entry -> !entry.getValue().lines().isEmpty())
                    .filter(entry -> entry.getKey() instanceof Probe.Call
                            || (entry.getKey() instanceof Probe.Read read
                                    && read.relation().kind() == 'v'))
                    .toList();
            if (again.isEmpty()) {
                continue;
            }
            try (var session = Session.open(logins, actor)) {
                for (var entry : again) {
                    if (!session.observe(entry.getKey(), List.of())
                            .outcome()
                            .equals(entry.getValue().outcome())) {
                        unstable.add(entry.getKey());
                    }
                }
            }
        }
        return unstable;
    }

    private void item(
            Witness witness, List<Witness> all, List<Observation> absent, Set<String> shown, List<Review.Item> items)
            throws SQLException {
        if (isConsequence(witness, all)) {
            return;
        }
        var judgement = judge.judge(witness.actor(), witness.probe(), witness.difference());
        var key = judgement.rule() + " " + judgement.subject();
        if (!shown.add(key)) {
            return;
        }
        items.add(item(judgement, witness, replays(witness, absent), made(witness)));
    }

    /** How much a finding weighs; what a pool does is not known unless it is said. */
    private Level level(Judge.Judgement judgement, Witness witness) {
        if (witness.actor().state() != State.INHERITED) {
            return judgement.rule().level();
        }
        return question.pool() == null || question.pool() == PoolMode.SESSION ? Level.UNDECIDED : Level.BREAKING;
    }

    private String message(Judge.Judgement judgement, Witness witness) {
        if (witness.actor().state() == State.INHERITED) {
            return level(judgement, witness) == Level.BREAKING
                    ? "%s is set for the connection, which the pool gives to others after each transaction: the login %s sees rows of the tenant that used it before."
                            .formatted(judgement.subject(), witness.actor().login())
                    : "The session does not set %s, by which policies tell tenants apart: the login %s sees the rows of whoever set it on the connection before. Say how the session is set up, and what the pool does."
                            .formatted(judgement.subject(), witness.actor().login());
        }
        var rule = judgement.rule();
        return "%s: %s (login %s, %s)."
                .formatted(
                        judgement.subject(),
                        rule.rule().title().substring(0, 1).toLowerCase(java.util.Locale.ROOT)
                                + rule.rule().title().substring(1),
                        witness.actor().login(),
                        witness.actor().assumed() == null
                                ? witness.actor().state().words()
                                : witness.actor().state().words() + " "
                                        + witness.actor().assumed());
    }

    private Review.Item item(Judge.Judgement judgement, Witness witness, boolean replayed, List<String> made) {
        var rule = judgement.rule();
        var message = message(judgement, witness);
        return new Review.Item(
                new Finding(
                        rule.rule(),
                        replayed ? level(judgement, witness) : Level.UNDECIDED,
                        judgement.subject(),
                        replayed ? message : message + " It was seen once, and not when it was repeated.",
                        rule.remedy(judgement.names()),
                        witness.script(made),
                        null),
                replayed);
    }

    /** The statements that make the rows that a script needs. */
    private List<String> made(Witness witness) {
        var statements =
                new ArrayList<>(rows.script(rows.made().size() > Witness.MOST_ROWS ? relevant(witness) : null));
        catalog.relations().values().stream()
                .filter(relation -> relation.kind() == 'm')
                .sorted(Comparator.comparingLong(Relation::oid))
                .forEach(copy -> statements.add("REFRESH MATERIALIZED VIEW " + copy.name()));
        return statements;
    }

    /** The tables on which a probe may depend, by whatever names whatever. */
    private Set<Long> relevant(Witness witness) {
        var texts = new ArrayList<String>(witness.probe().steps());
        texts.add(witness.probe().subject());
        texts.addAll(witness.preparation());
        var relevant = new LinkedHashSet<Long>();
        var views = new LinkedHashSet<Long>();
        for (var i = 0; i < texts.size(); i++) {
            var text = texts.get(i);
            for (var relation : catalog.relations().values()) {
                if (!names(text, relation.bareName()) || !(relevant.add(relation.oid()) || views.add(relation.oid()))) {
                    continue;
                }
                views.add(relation.oid());
                texts.add(relation.definition());
                catalog.policiesOf(relation.oid()).forEach(policy -> texts.add(policy.text()));
                catalog.foreignKeys().stream()
                        .filter(key -> key.relation() == relation.oid())
                        .forEach(key -> texts.add(catalog.relation(key.target()).bareName()));
            }
            for (var routine : catalog.routines()) {
                var bare = routine.name()
                        .substring(routine.name().lastIndexOf('.') + 1)
                        .replace("\"", "");
                if (names(text, bare) && views.add(-routine.oid())) {
                    texts.add(routine.body());
                }
            }
        }
        return relevant;
    }

    private static boolean names(String text, String bareName) {
        return Pattern.compile("\\b" + Pattern.quote(bareName) + "\\b")
                .matcher(text)
                .find();
    }

    private void shared(List<Review.Item> items) {
        tenancy.shared()
                .forEach((table, conditions) -> conditions.forEach(condition -> {
                    var rule = RlsRule.ROWS_SHARED;
                    items.add(new Review.Item(
                            new Finding(
                                    rule.rule(),
                                    rule.level(),
                                    table.name(),
                                    "Rows of %s where %s are shown to every tenant by the policy itself."
                                            .formatted(table.name(), condition),
                                    rule.remedy(Map.of("relation", table.name())),
                                    List.of(),
                                    null),
                            false));
                }));
    }

    /** Whether another finding says the same already: of the table below a view or function that adds nothing. */
    private boolean isConsequence(Witness witness, List<Witness> all) {
        if (witness.actor().state() == State.INHERITED
                && all.stream()
                        .anyMatch(other -> other.actor().state() != State.INHERITED
                                && other.probe().equals(witness.probe()))) {
            return true;
        }
        return switch (witness.probe()) {
            case Probe.Read p
            when p.relation().kind() == 'v' ->
                p.relation().options().contains("security_invoker=true")
                        && readsLeak(p.relation().definition(), witness.actor(), all);
            case Probe.Read p ->
                // what a tenant sees is no news of a session in another state
                witness.actor().state() != State.TENANT
                        && all.stream()
                                .anyMatch(other -> other.actor().state() == State.TENANT
                                        && other.probe().equals(witness.probe()));
            case Probe.Write p ->
                witness.actor().state() != State.TENANT
                        && all.stream()
                                .anyMatch(other -> other.actor().state() == State.TENANT
                                        && other.probe().equals(witness.probe()));
            case Probe.Call p -> !p.routine().definer() && readsLeak(p.routine().body(), witness.actor(), all);
            case Probe.Peek p -> p.relation().kind() == 'v' && isRead(p.relation(), witness.actor(), all);
            case Probe.Impersonate p ->
                all.stream()
                                .anyMatch(other -> other.probe() instanceof Probe.Call call
                                        && call.routine().equals(p.routine()))
                        || (p.ofPolicy()
                                && witness.probe().steps().getLast().startsWith("SELECT")
                                && all.stream()
                                        .anyMatch(other -> other.probe() instanceof Probe.Read read
                                                && other.actor().equals(witness.actor())
                                                && read.sql().equals(p.steps().getLast())));
            case Probe.Enrol p ->
                all.stream()
                        .anyMatch(other -> other.probe() instanceof Probe.Read read
                                && other.actor().equals(witness.actor())
                                && read.sql().equals(p.steps().getLast()));
            default -> false;
        };
    }

    private boolean readsLeak(String text, Actor actor, List<Witness> all) {
        return tenancy.named(text).stream().anyMatch(table -> isRead(table, actor, all));
    }

    private static boolean isRead(Relation relation, Actor actor, List<Witness> all) {
        return all.stream()
                .anyMatch(other -> other.actor().equals(actor)
                        && other.probe() instanceof Probe.Read read
                        && read.relation().equals(relation));
    }

    /** Does it again, in a session of its own. */
    private boolean replays(Witness witness, List<Observation> absent) throws SQLException {
        for (var sql : witness.preparation()) {
            Stage.execute(owner, sql);
        }
        try (var session = Session.open(logins, witness.actor())) {
            if (!witness.look().isEmpty()) {
                return session.changes(
                        witness.look().getFirst(), witness.probe().steps());
            }
            var again = session.observe(witness.probe(), List.of());
            return switch (witness.difference()) {
                case Comparison.Touched touched -> again.succeeded();
                default -> Comparison.of(witness.probe(), again, absent).isPresent();
            };
        }
    }

    private void cascades(List<Review.Item> items, Set<String> shown) throws SQLException {
        var actor = tenant();
        var pointing = new LinkedHashSet<Rows.Draft>();
        for (var cascade : attacks(actor).cascades().entrySet()) {
            if (pointing.add(cascade.getValue())) {
                rows.insert(cascade.getValue());
            }
            try (var session = Session.open(logins, actor)) {
                var observation = session.observe(cascade.getKey(), stage.others());
                probes++;
                var difference = Comparison.of(cascade.getKey(), observation, List.of());
                if (difference.isPresent()) {
                    var witness = Witness.of(actor, cascade.getKey(), difference.get(), stage, tenancy);
                    var judgement = judge.judge(actor, cascade.getKey(), difference.get());
                    if (shown.add(judgement.rule() + " " + judgement.subject())) {
                        items.add(item(judgement, witness, replays(witness, List.of()), made(witness)));
                    }
                }
            }
        }
    }

    private static Set<Relation> recursive(Map<Actor, Map<Probe, Observation>> present) {
        var recursive = new LinkedHashSet<Relation>();
        present.values()
                .forEach(observed -> observed.forEach((probe, observation) -> {
                    if (probe instanceof Probe.Read read && observation.failedWith(RECURSION)) {
                        recursive.add(read.relation());
                    }
                }));
        return recursive;
    }

    /** Tables that are reached or secured, and so deserve rows. */
    private boolean deservesRows(Relation table) throws SQLException {
        var known = deserving.get(table);
        if (known == null) {
            known = isReachedOrEmpty(table);
            deserving.put(table, known);
        }
        return known;
    }

    private boolean isReachedOrEmpty(Relation table) throws SQLException {
        var rights = access(tenant()).on(table.oid());
        return table.secured()
                || !(rights.select().isEmpty()
                        && rights.insert().isEmpty()
                        && rights.update().isEmpty()
                        && rights.whole().isEmpty())
                || isEmpty(table);
    }

    private boolean isEmpty(Relation table) throws SQLException {
        return Catalog.query(
                        owner, "SELECT NOT EXISTS (SELECT FROM %s)".formatted(table.name()), row -> row.getBoolean(1))
                .getFirst();
    }

    private void makeOwnRows() throws SQLException {
        var identity = tenancy.identity();
        var person = identity.values().values().stream().findFirst();
        for (var membership : tenancy.enrolments()) {
            if (person.isPresent() && isEmpty(membership.relation())) {
                rows.insert(
                        membership.relation(),
                        tenancy.ownKey(membership.relation(), membership.tenant()),
                        Map.of(membership.person(), Catalog.literal(person.get())));
            }
        }
        for (var table : stage.holders()) {
            if (!tenancy.isOwned(table) || !deservesRows(table)) {
                continue;
            }
            var others = tenancy.notOwn(table, "t");
            var has = Catalog.query(
                            owner,
                            "SELECT EXISTS (SELECT FROM %s t WHERE NOT (%s))".formatted(table.name(), others),
                            row -> row.getBoolean(1))
                    .getFirst();
            if (!has && identity.isKnown()) {
                var column = tenancy.column(table);
                rows.insert(
                        table, column.map(each -> tenancy.ownKey(table, each)).orElse(null), link(table, false));
            }
        }
    }

    /** What is everyone's is there all the time. */
    private void makeSharedRows() throws SQLException {
        for (var table : tenancy.shared().keySet()) {
            if (tenancy.sharesWithoutTenant(table)) {
                rows.tryInsert(table, null);
            }
        }
    }

    private void makeOtherRows() throws SQLException {
        for (var table : stage.holders()) {
            if (!tenancy.isOwned(table) || !deservesRows(table)) {
                continue;
            }
            var column = tenancy.column(table);
            if (column.isEmpty()) {
                rows.insert(table, null, link(table, true));
                continue;
            }
            rows.insert(table, tenancy.otherKey(table, column.get()), Map.of());
            if (table.secured()) {
                makeOddRows(table, column.get());
            }
        }
    }

    /** Rows whose tenants look like A, and one without a tenant; where that cannot be, nothing is missed. */
    private void makeOddRows(Relation table, Column column) throws SQLException {
        for (var lookalike : tenancy.lookalikes(table, column)) {
            if (Tenancy.fits(owner, column, lookalike)
                    && !Catalog.query(
                                    owner,
                                    "SELECT %s::%s = %s::%2$s"
                                            .formatted(
                                                    Catalog.literal(lookalike),
                                                    column.type(),
                                                    Catalog.literal(tenancy.ownKey(table, column))),
                                    row -> row.getBoolean(1))
                            .getFirst()) {
                rows.tryInsert(table, lookalike);
            }
        }
        if (!column.notNull() && !tenancy.sharesWithoutTenant(table)) {
            rows.tryInsert(table, null);
        }
    }

    /** The foreign key by which a row without a tenant column becomes A's or B's. */
    private Map<Column, String> link(Relation table, boolean other) throws SQLException {
        var link = tenancy.link(table);
        if (link.isEmpty()) {
            return Map.of();
        }
        var target = catalog.relation(link.get().target());
        var others = other ? tenancy.others(target, "t") : tenancy.notOwn(target, "t");
        var fixed = new HashMap<Column, String>();
        Catalog.query(
                owner,
                "SELECT %s FROM %s t WHERE %s(%s) LIMIT 1"
                        .formatted(
                                String.join(
                                        ", ",
                                        link.get().targetColumns().stream()
                                                .map(number ->
                                                        target.column(number).name() + "::text")
                                                .toList()),
                                target.name(),
                                other ? "" : "NOT ",
                                others),
                row -> {
                    for (var i = 0; i < link.get().columns().size(); i++) {
                        fixed.put(table.column(link.get().columns().get(i)), Catalog.literal(row.getString(i + 1)));
                    }
                    return fixed.size();
                });
        return fixed;
    }

    private List<Gap> allGaps() {
        var all = new ArrayList<>(gaps);
        notTried.forEach((subject, reason) -> all.add(new Gap(subject, reason)));
        return all;
    }

    private Review conclude(List<Review.Item> items) throws SQLException {
        rows.failures().forEach((table, refusal) -> notTried.putIfAbsent(table, "no row can be made: " + refusal));
        stage.failures().forEach((table, refusal) -> notTried.putIfAbsent(table, "rows cannot be moved: " + refusal));
        var notes = gaps.stream()
                .filter(gap -> gap.subject().equals("roles"))
                .map(Gap::reason)
                .toList();
        var unknown = new ArrayList<>(question.roles().withheld(question.role(), notes));
        for (var item : items) {
            if (item.finding().level() == Level.UNDECIDED) {
                unknown.add(item.finding().message());
            }
        }
        var access = access(tenant());
        for (var table : catalog.tables()) {
            var reached = !access.on(table.oid()).select().isEmpty();
            if (reached
                    && table.secured()
                    && !tenancy.isOwned(table)
                    && !tenancy.isMembership(table)
                    && catalog.policiesOf(table.oid()).stream()
                            .anyMatch(policy -> !policy.using().equals("true"))) {
                unknown.add("Nothing tells to which tenant a row of %s belongs.".formatted(table.name()));
            }
            var failure = rows.failures().get(table.name());
            if (reached && failure != null && tenancy.isOwned(table) && isEmpty(table)) {
                unknown.add("%s has no rows, and none can be made: %s".formatted(table.name(), failure));
            }
        }
        items.sort(Comparator.comparing(item -> item.finding().level()));
        var leak =
                items.stream().anyMatch(item -> item.proved() && item.finding().level() == Level.BREAKING);
        return new Review(
                leak ? Review.Verdict.LEAK : unknown.isEmpty() ? Review.Verdict.CLEAN : Review.Verdict.UNKNOWN,
                items,
                new Review.Coverage(probes, relations.stream().sorted().toList(), allGaps(), unknown),
                null);
    }
}
