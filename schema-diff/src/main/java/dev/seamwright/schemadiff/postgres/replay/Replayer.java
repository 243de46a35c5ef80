package dev.seamwright.schemadiff.postgres.replay;

import dev.seamwright.contracts.dbusage.Identity;
import dev.seamwright.contracts.dbusage.Identity.Tenant;
import dev.seamwright.contracts.dbusage.Statement.Column;
import dev.seamwright.schemadiff.postgres.replay.Execution.Watch;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.usage.Preparable;
import dev.seamwright.schemadiff.postgres.usage.ResultTypes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Prepares and executes statements as a consumer does, between {@link #begin} and {@link #end}, which undoes all of it. Also inside a
 * transaction that someone else has begun.
 */
final class Replayer {
    private static final String PLAN = "seamwright_candidate";
    private static final String PREPARE = "SAVEPOINT replay;PREPARE " + PLAN;
    private static final int MOST_ROWS = 500;
    private static final int GUIDED = 16;
    private static final int ATTEMPTS = 32;
    /** Errors that other values might not have: integrity, data, a check option, a raised exception, too many rows. */
    private static final Set<String> OF_VALUES = Set.of("23", "22", "44", "P0", "21");
    /** Integrity that the values of one row decide: not null, check, exclusion. */
    private static final Set<String> OF_ROWS = Set.of("23502", "23514", "23P01");

    private static final String CHECK = "23514";
    /** Unique, foreign and excluded keys, which PostgreSQL looks at when the row's checks hold. */
    private static final Set<String> AFTER_CHECKS = Set.of("23503", "23505", "23P01");
    // of what the shadow can give, not of the statement
    private static final Set<String> OF_LIMITS = Set.of("53", "54", "57", "58");

    private final Connection connection;
    private final SampleValues values;
    private final ResultTypes resultTypes;
    private final String settings;
    private final @Nullable String role;
    private final List<UnvalidatedCheck> unvalidated;
    private final Random random = new Random(1);
    private boolean inner;

    /**
     * @param role as which to run; null: as the owner
     * @param tenant the value of the setting that names the tenant, where there is one
     */
    Replayer(
            Connection connection,
            SampleValues values,
            ResultTypes resultTypes,
            Identity identity,
            @Nullable String role,
            String tenant)
            throws SQLException {
        this.connection = connection;
        this.values = values;
        this.resultTypes = resultTypes;
        this.role = role;
        this.unvalidated = UnvalidatedCheck.all(connection);
        this.settings = settings(connection, identity, role, tenant);
    }

    private static String settings(Connection connection, Identity identity, @Nullable String role, String tenant)
            throws SQLException {
        var settings = new StringBuilder("SET LOCAL statement_timeout = '2s'");
        try (var statement = connection.createStatement()) {
            if (identity.searchPath().isEmpty()) {
                settings.append("; SET LOCAL search_path TO DEFAULT");
            } else {
                var path = new ArrayList<String>();
                for (var schema : identity.searchPath()) {
                    path.add(statement.enquoteIdentifier(schema, true));
                }
                settings.append("; SET LOCAL search_path = ").append(String.join(", ", path));
            }
            if (identity.tenant() instanceof Tenant.Setting setting) {
                settings.append("; SELECT set_config(%s, %s, true)"
                        .formatted(statement.enquoteLiteral(setting.name()), statement.enquoteLiteral(tenant)));
            }
            settings.append("; SET LOCAL ROLE ")
                    .append(role == null ? "NONE" : statement.enquoteIdentifier(role, true));
        }
        return settings.toString();
    }

    void begin() throws SQLException {
        inner = connection.unwrap(PgConnection.class).getTransactionState() != TransactionState.IDLE;
        execute(inner ? "SAVEPOINT seamwright_replays" : "BEGIN");
        execute(settings);
    }

    void end() throws SQLException {
        execute(inner ? "ROLLBACK TO seamwright_replays; RELEASE seamwright_replays" : "ROLLBACK");
    }

    private void execute(String sql) throws SQLException {
        try (var statement = statement()) {
            statement.execute(sql);
        }
    }

    private Statement statement() throws SQLException {
        var statement = connection.createStatement();
        statement.setEscapeProcessing(false);
        statement.setMaxRows(MOST_ROWS);
        return statement;
    }

    /**
     * What was seen of a statement.
     *
     * @param arguments with which it ran, or failed at last
     */
    record Observation(
            Outcome outcome,
            List<String> parameters,
            List<Column> columns,
            List<@Nullable String> arguments,
            Execution.@Nullable Trace trace) {
        static Observation of(Outcome outcome) {
            return new Observation(outcome, List.of(), List.of(), List.of(), null);
        }

        Observation with(Outcome other) {
            return new Observation(other, parameters, columns, arguments, trace);
        }
    }

    /** The types of the parameters; the oids, in the same order, choose values. */
    private record Parameters(List<Long> oids, List<String> names) {}

    /**
     * Prepares and executes it.
     *
     * @param known what was seen of it before, whose arguments are tried first; null: nothing
     * @param watch whether to look at the rows, too
     */
    Observation observe(
            dev.seamwright.contracts.dbusage.Statement candidate, @Nullable Observation known, boolean watch)
            throws SQLException {
        if (candidate.unresolved() != null) {
            return Observation.of(new Outcome.Unresolved(candidate.unresolved()));
        }
        var obstacle = Preparable.obstacle(candidate.sql());
        if (obstacle.isPresent()) {
            return Observation.of(new Outcome.Unresolved(obstacle.get()));
        }
        try (var statement = statement()) {
            Parameters parameters;
            try {
                parameters = prepare(statement, "", candidate.sql());
            } catch (SQLException refusal) {
                survive(refusal);
                statement.execute("ROLLBACK TO replay; RELEASE replay");
                return Observation.of(outcome(refusal, prefix("")));
            }
            try {
                var observed = attempts(statement, candidate, parameters, known, watch);
                return compareTypes(
                        statement, candidate, onOtherRows(statement, candidate, parameters, known, observed));
            } finally {
                if (!connection.isClosed()) {
                    statement.execute("ROLLBACK TO replay; RELEASE replay; DEALLOCATE " + PLAN);
                }
            }
        }
    }

    private static int prefix(String types) {
        return ("PREPARE " + PLAN + types + " AS ").length();
    }

    private static Parameters prepare(Statement statement, String types, String sql) throws SQLException {
        var text = "%s%s AS %s\n".formatted(PREPARE, types, sql);
        if (sql.indexOf('$') < 0) {
            statement.execute(text);
            return new Parameters(List.of(), List.of());
        }
        statement.execute(text + "; SELECT parameter_types::oid[], parameter_types::text[]"
                + " FROM pg_catalog.pg_prepared_statements WHERE name = '" + PLAN + "'");
        while (statement.getResultSet() == null) {
            statement.getMoreResults();
        }
        try (var row = statement.getResultSet()) {
            row.next();
            return new Parameters(List.of((Long[]) row.getArray(1).getArray()), List.of((String[])
                    row.getArray(2).getArray()));
        }
    }

    /** Executes until some arguments please PostgreSQL, or it has said that none will. */
    private Observation attempts(
            Statement statement,
            dev.seamwright.contracts.dbusage.Statement candidate,
            Parameters parameters,
            @Nullable Observation known,
            boolean watch)
            throws SQLException {
        var execution = new Execution(statement, resultTypes);
        var inserts = Preparable.mayInsert(candidate.sql());
        var count = parameters.oids().size();
        var worked = known != null
                && known.arguments().size() == count
                && !known.outcome().fails();
        var arguments = known != null && known.arguments().size() == count
                ? known.arguments()
                : arguments(parameters, inserts ? SampleValues.FRESH : 0);
        var first = arguments;
        var failures = new ArrayList<SQLException>();
        var probing = new Probing();
        // what writes no row tells little: other values may
        @Nullable Observation nothing = null;
        var elsewhere = elsewhere(parameters);
        for (var attempt = 0; attempt < (count == 0 ? 1 : ATTEMPTS); ) {
            try {
                var result = execution.run("EXECUTE " + PLAN + arguments(arguments), watch(candidate, watch));
                if (result.count() == 0 && !failures.isEmpty() && wrote(known)) {
                    // nothing to write is no way out
                    statement.execute("ROLLBACK TO replay");
                    attempt++;
                    arguments = Collections.unmodifiableList(randomly(parameters));
                    continue;
                }
                if (result.count() == 0 && known == null && elsewhere.hasNext() && writesRows(candidate.sql())) {
                    nothing = nothing == null
                            ? new Observation(
                                    new Outcome.Works(true),
                                    parameters.names(),
                                    result.columns(),
                                    arguments,
                                    result.trace())
                            : nothing;
                    statement.execute("ROLLBACK TO replay");
                    arguments = elsewhere.next();
                    continue;
                }
                var missing =
                        inserts && result.count() == 0 ? RequiredColumns.missing(statement, candidate.sql()) : null;
                Outcome outcome = missing == null
                        ? new Outcome.Works(true)
                        : new Outcome.MissingColumns(missing.relation(), missing.columns(), missing.failure());
                return new Observation(outcome, parameters.names(), result.columns(), arguments, result.trace());
            } catch (SQLException refusal) {
                survive(refusal);
                statement.execute("ROLLBACK TO replay");
                var missed = probing.missed(refusal);
                if (!missed) {
                    failures.add(refusal);
                    attempt++;
                }
                if ("23502".equals(refusal.getSQLState()) && inserts) {
                    var missing = RequiredColumns.missing(statement, candidate.sql());
                    if (missing != null) {
                        var failure = new Failure("23502", Rejected.error(refusal), 0);
                        return new Observation(
                                new Outcome.MissingColumns(missing.relation(), missing.columns(), failure),
                                parameters.names(),
                                List.of(),
                                arguments,
                                null);
                    }
                }
                if (!ofValues(refusal) || (worked && attempt == 1 && ofType(refusal, known, parameters))) {
                    return new Observation(outcome(refusal, 0), parameters.names(), List.of(), arguments, null);
                }
                if (missed) {
                    arguments = probing.next(parameters);
                } else {
                    arguments = attempt <= GUIDED
                            ? corrected(
                                    parameters, ofPolicy(refusal) ? first : arguments, refusal, attempt - 1, probing)
                            : Collections.unmodifiableList(randomly(parameters));
                }
            }
        }
        if (nothing != null) {
            return nothing;
        }
        return new Observation(exhausted(count, worked, failures), parameters.names(), List.of(), arguments, null);
    }

    /** Arguments that may meet a row: each place with the same one's, then at random. */
    private Iterator<List<@Nullable String>> elsewhere(Parameters parameters) {
        return parameters.oids().isEmpty()
                ? Collections.emptyIterator()
                : IntStream.range(0, 3 * SampleValues.ROWS)
                        .mapToObj(number -> number < SampleValues.ROWS
                                ? arguments(parameters, number)
                                : Collections.unmodifiableList(randomly(parameters)))
                        .iterator();
    }

    private static boolean writesRows(String sql) {
        return Preparable.mayWrite(sql) && !Preparable.mayInsert(sql);
    }

    private static Watch watch(dev.seamwright.contracts.dbusage.Statement candidate, boolean watch) {
        if (!watch) {
            return Watch.NOTHING;
        }
        return Preparable.mayWrite(candidate.sql()) ? Watch.RESULT_AND_TABLES : Watch.RESULT;
    }

    /** What worked before, or what a constraint rejects most of the time whatever is tried, is the statement's failure. */
    private Outcome exhausted(int parameters, boolean worked, List<SQLException> failures) {
        if (parameters == 0 || worked) {
            return outcome(failures.getFirst(), 0);
        }
        // values of other types are our mistake
        var told = failures.stream()
                .filter(failure -> !String.valueOf(failure.getSQLState()).startsWith("22"))
                .toList();
        var last = told.isEmpty() ? failures.getLast() : told.getLast();
        var often = told.stream()
                .filter(failure -> reason(failure).equals(reason(last)))
                .count();
        if (2 * often > told.size() && (ofPolicy(last) || OF_ROWS.contains(String.valueOf(last.getSQLState())))) {
            return outcome(last, 0);
        }
        return new Outcome.Unresolved(
                "No parameters were found with which it works; at last PostgreSQL said: %s (SQLSTATE %s)."
                        .formatted(Rejected.error(last), last.getSQLState()));
    }

    private static String reason(SQLException refusal) {
        var message = message(refusal);
        return refusal.getSQLState() + (message == null ? "" : message.getConstraint() + message.getColumn());
    }

    private static @Nullable ServerErrorMessage message(SQLException refusal) {
        return refusal instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
    }

    private static boolean ofPolicy(SQLException refusal) {
        return "42501".equals(refusal.getSQLState()) && Rejected.error(refusal).contains("row-level security policy");
    }

    /** Whether it names a parameter of the server that there is not. */
    private static boolean ofSetting(SQLException refusal) {
        return "42704".equals(refusal.getSQLState()) && Rejected.error(refusal).contains("configuration parameter");
    }

    private static boolean ofValues(SQLException refusal) {
        return ofPolicy(refusal)
                || ofSetting(refusal)
                || OF_VALUES.contains(String.valueOf(refusal.getSQLState()).substring(0, 2));
    }

    private static boolean wrote(@Nullable Observation known) {
        return known != null && known.trace() != null && known.trace().count() > 0;
    }

    /** Whether an argument that worked is no value of what the parameter's type is now. */
    private static boolean ofType(SQLException refusal, @Nullable Observation known, Parameters parameters) {
        return String.valueOf(refusal.getSQLState()).startsWith("22")
                && known != null
                && !known.parameters().equals(parameters.names());
    }

    private void survive(SQLException refusal) throws SQLException {
        if (connection.isClosed()) {
            throw refusal;
        }
    }

    private Outcome outcome(SQLException refusal, int prefix) {
        var state = String.valueOf(refusal.getSQLState());
        var error = Rejected.error(refusal);
        if (OF_LIMITS.contains(state.substring(0, 2))) {
            return new Outcome.Unresolved("The shadow stopped it: %s (SQLSTATE %s).".formatted(error, state));
        }
        var message = message(refusal);
        var position = message == null || prefix == 0 ? 0 : Math.max(message.getPosition() - prefix, 0);
        var failure = new Failure(state, error, position, about(message));
        return state.equals("42501")
                ? new Outcome.NotPermitted(role == null ? "owner" : role, failure)
                : new Outcome.Fails(failure);
    }

    private static @Nullable String about(@Nullable ServerErrorMessage message) {
        if (message == null) {
            return null;
        }
        return message.getConstraint() == null ? message.getColumn() : message.getConstraint();
    }

    private static String arguments(List<@Nullable String> arguments) {
        return arguments.isEmpty()
                ? ""
                : "("
                        + String.join(
                                ", ",
                                arguments.stream().map(SampleRows::literal).toList()) + ")";
    }

    private List<@Nullable String> arguments(Parameters parameters, int number) {
        var arguments = new ArrayList<@Nullable String>();
        for (var i = 0; i < parameters.oids().size(); i++) {
            // each its own, so that an error tells which it means
            var own = number >= SampleValues.FRESH ? number + i : number;
            arguments.add(values.value(parameters.oids().get(i), -1, own));
        }
        return Collections.unmodifiableList(arguments);
    }

    private List<@Nullable String> corrected(
            Parameters parameters, List<@Nullable String> arguments, SQLException refusal, int attempt, Probing probing)
            throws SQLException {
        var corrected = new ArrayList<@Nullable String>(arguments);
        var state = String.valueOf(refusal.getSQLState());
        var key = key(refusal);
        if (state.equals("23503") && !Rejected.error(refusal).startsWith("update or delete")) {
            return referring(arguments, refusal, key, attempt);
        }
        for (var i = 0; i < corrected.size(); i++) {
            var type = parameters.oids().get(i);
            var named = key.isEmpty() || key.contains(String.valueOf(corrected.get(i)));
            switch (state) {
                case "23505", "23P01" -> {
                    if (named) {
                        corrected.set(i, values.value(type, -1, SampleValues.FRESH + i + attempt * corrected.size()));
                    }
                }
                case "23503" -> {
                    corrected.set(i, values.value(type, -1, SampleValues.FRESH + i));
                }
                case "42501" -> {
                    if (i == attempt % corrected.size()) {
                        corrected.set(i, values.value(type, -1, 0));
                    }
                }
                default -> {
                    return probing.from(parameters, arguments, refusal);
                }
            }
        }
        return corrected;
    }

    /** With a key that there is: of several places that have a value of the one that is missing, one at a time, and all of them. */
    private List<@Nullable String> referring(
            List<@Nullable String> arguments, SQLException refusal, List<String> missing, int attempt)
            throws SQLException {
        var keys = referencedKeys(refusal);
        var places = IntStream.range(0, arguments.size())
                .filter(i -> missing.isEmpty() || missing.contains(String.valueOf(arguments.get(i))))
                .boxed()
                .toList();
        if (keys.isEmpty() || places.isEmpty()) {
            return arguments;
        }
        var key = keys.get(attempt / (places.size() + 1) % keys.size());
        var chosen = attempt % (places.size() + 1);
        var corrected = new ArrayList<@Nullable String>(arguments);
        for (var i = 0; i < places.size(); i++) {
            if (chosen == i || chosen == places.size()) {
                var column = Math.max(0, missing.indexOf(String.valueOf(arguments.get(places.get(i)))));
                corrected.set(places.get(i), key.get(Math.min(column, key.size() - 1)));
            }
        }
        return corrected;
    }

    /** Keys that the rows of the referenced table have, for a foreign key that has none. */
    private List<List<String>> referencedKeys(SQLException refusal) throws SQLException {
        var message = message(refusal);
        if (message == null || message.getConstraint() == null || message.getTable() == null) {
            return List.of();
        }
        var keys = new ArrayList<List<String>>();
        try (var statement = statement()) {
            statement.execute("SET LOCAL ROLE NONE");
            var query = "";
            try (var row = statement.executeQuery("""
                    SELECT format('SELECT ARRAY[%%s]::text[] FROM %%s ORDER BY ctid LIMIT %d',
                                  (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY key.place)
                                     FROM unnest(k.confkey) WITH ORDINALITY key (number, place)
                                     JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = key.number),
                                  k.confrelid::regclass)
                      FROM pg_catalog.pg_constraint k
                      JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
                      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                     WHERE k.contype = 'f' AND k.conname = %s AND c.relname = %s AND n.nspname = %s
                    """.formatted(
                            SampleValues.ROWS,
                            SampleRows.literal(message.getConstraint()),
                            SampleRows.literal(message.getTable()),
                            SampleRows.literal(message.getSchema())))) {
                if (row.next()) {
                    query = row.getString(1);
                }
            }
            if (!query.isEmpty()) {
                try (var row = statement.executeQuery(query)) {
                    while (row.next()) {
                        keys.add(List.of((String[]) row.getArray(1).getArray()));
                    }
                }
            }
            statement.execute("ROLLBACK TO replay");
        }
        return keys;
    }

    /**
     * Tries the values of which a violated check speaks, one of them in one place at a time, beginning from the arguments that violated
     * it: with several in wrong places nobody would know which was the right one.
     */
    private final class Probing {
        private static final int MOST = 64;

        private final Set<String> begun = new HashSet<>();
        private List<@Nullable String> base = List.of();
        private List<String> constants = List.of();
        private int tried;
        private boolean running;

        /** Whether the last arguments came from here and are worse: PostgreSQL refuses them no later than it looks at checks. */
        boolean missed(SQLException refusal) {
            return running
                    && !AFTER_CHECKS.contains(String.valueOf(refusal.getSQLState()))
                    && !(CHECK.equals(refusal.getSQLState()) && !begun.contains(reason(refusal)));
        }

        List<@Nullable String> from(Parameters parameters, List<@Nullable String> arguments, SQLException refusal) {
            if (begun.add(reason(refusal))) {
                var message = message(refusal);
                base = arguments;
                constants = values.constants(message == null ? null : message.getConstraint());
                tried = 0;
            }
            return next(parameters);
        }

        List<@Nullable String> next(Parameters parameters) {
            running = tried < Math.min(MOST, base.size() * constants.size());
            if (!running) {
                return randomly(parameters);
            }
            var probe = new ArrayList<@Nullable String>(base);
            probe.set(tried % base.size(), constants.get(tried / base.size()));
            tried++;
            return probe;
        }
    }

    /**
     * What becomes of it on rows of the other kind, where a check is not validated: those that fit it when it was refused because of
     * one that does not, and those that break it when it worked.
     */
    private Observation onOtherRows(
            Statement statement,
            dev.seamwright.contracts.dbusage.Statement candidate,
            Parameters parameters,
            @Nullable Observation known,
            Observation seen)
            throws SQLException {
        if (unvalidated.isEmpty() || !writesRows(candidate.sql())) {
            return seen;
        }
        if (seen.outcome() instanceof Outcome.Fails(var failure)) {
            var check = unvalidated.stream()
                    .filter(one -> one.isViolatedBy(failure))
                    .findFirst();
            if (check.isEmpty()) {
                return seen;
            }
            var fitting = onRows(statement, candidate, parameters, known, check.get(), true);
            return fitting == null || !(fitting.outcome() instanceof Outcome.Works)
                    ? seen
                    : fitting.with(check.get().failing(failure));
        }
        if (seen.outcome() instanceof Outcome.Works) {
            for (var check : unvalidated) {
                if (writesTo(check, candidate, seen)) {
                    var broken = onRows(statement, candidate, parameters, seen, check, false);
                    if (broken != null
                            && broken.outcome() instanceof Outcome.Fails(var failure)
                            && check.isViolatedBy(failure)) {
                        return seen.with(check.failing(failure));
                    }
                }
            }
        }
        return seen;
    }

    private static boolean writesTo(
            UnvalidatedCheck check, dev.seamwright.contracts.dbusage.Statement candidate, Observation seen) {
        var trace = seen.trace();
        return trace == null
                ? candidate
                        .sql()
                        .toLowerCase(Locale.ROOT)
                        .contains(check.relation().toLowerCase(Locale.ROOT))
                : trace.stored().containsKey(check.tableOid());
    }

    /** Null: there are no such rows. */
    private @Nullable Observation onRows(
            Statement statement,
            dev.seamwright.contracts.dbusage.Statement candidate,
            Parameters parameters,
            @Nullable Observation known,
            UnvalidatedCheck check,
            boolean fitting)
            throws SQLException {
        statement.execute("ROLLBACK TO replay; SAVEPOINT other_rows");
        try {
            if (!(fitting ? check.makeRowsFit(statement, values) : check.makeRowsBreak(statement, values))) {
                return null;
            }
            statement.execute("SET LOCAL ROLE " + (role == null ? "NONE" : statement.enquoteIdentifier(role, true)));
            statement.execute("SAVEPOINT replay"); // hides the outer one
            return attempts(statement, candidate, parameters, known, false);
        } finally {
            if (!connection.isClosed()) {
                statement.execute("ROLLBACK TO other_rows; RELEASE other_rows");
            }
        }
    }

    /** The values of the key of which PostgreSQL speaks; empty: it names none. */
    private static List<String> key(SQLException refusal) {
        var message = message(refusal);
        var detail = message == null ? null : message.getDetail();
        var from = detail == null ? -1 : detail.indexOf(")=(");
        var to = detail == null ? -1 : detail.indexOf(')', from + 3);
        return detail == null || from < 0 || to < 0
                ? List.of()
                : List.of(detail.substring(from + 3, to).split(", "));
    }

    private List<@Nullable String> randomly(Parameters parameters) {
        var arguments = new ArrayList<@Nullable String>();
        for (var type : parameters.oids()) {
            var constants = values.constants();
            var choice = random.nextInt(constants.isEmpty() ? 2 : 3);
            arguments.add(
                    switch (choice) {
                        case 0 -> values.value(type, -1, random.nextInt(SampleValues.ROWS));
                        case 1 -> values.value(type, -1, SampleValues.FRESH + random.nextInt(2 * ATTEMPTS));
                        default -> constants.get(random.nextInt(constants.size()));
                    });
        }
        return arguments;
    }

    private Observation compareTypes(
            Statement statement, dev.seamwright.contracts.dbusage.Statement candidate, Observation observed)
            throws SQLException {
        var recorded = candidate.types();
        if (recorded == null || !(observed.outcome() instanceof Outcome.Works)) {
            return observed;
        }
        var changes = new ArrayList<TypeChange>();
        if (!recorded.parameters().equals(observed.parameters())) {
            changes.addAll(TypeChanges.parameters(
                    recorded.parameters(), observed.parameters(), accepts(statement, candidate)));
        }
        changes.addAll(TypeChanges.columns(recorded.columns(), observed.columns()));
        return changes.isEmpty()
                ? observed
                : new Observation(
                        new Outcome.TypesChanged(changes),
                        observed.parameters(),
                        observed.columns(),
                        observed.arguments(),
                        observed.trace());
    }

    /** Whether a client that says the types of its parameters, as it knows them, is understood. */
    private boolean accepts(Statement statement, dev.seamwright.contracts.dbusage.Statement candidate)
            throws SQLException {
        var recorded = candidate.types();
        if (recorded == null || recorded.parameters().isEmpty()) {
            return false;
        }
        try {
            statement.execute(
                    "SAVEPOINT of_types; PREPARE seamwright_typed (%s) AS %s\n; DEALLOCATE seamwright_typed; RELEASE of_types"
                            .formatted(String.join(", ", recorded.parameters()), candidate.sql()));
            return true;
        } catch (SQLException refusal) {
            survive(refusal);
            statement.execute("ROLLBACK TO of_types; RELEASE of_types");
            return false;
        }
    }

    /** Keeps it prepared in this session, whatever happens to the schema. */
    void keep(String plan, dev.seamwright.contracts.dbusage.Statement candidate) throws SQLException {
        execute("PREPARE %s AS %s\n".formatted(plan, candidate.sql()));
    }

    /** What becomes of a plan that was {@link #keep kept}; null: it works. */
    @Nullable
    Failure live(String plan, List<@Nullable String> arguments) throws SQLException {
        try (var statement = statement()) {
            statement.execute("SAVEPOINT replay");
            try {
                new Execution(statement, resultTypes).run("EXECUTE " + plan + arguments(arguments), Watch.NOTHING);
                return null;
            } catch (SQLException refusal) {
                survive(refusal);
                return ofValues(refusal)
                        ? null
                        : new Failure(String.valueOf(refusal.getSQLState()), Rejected.error(refusal), 0);
            } finally {
                if (!connection.isClosed()) {
                    statement.execute("ROLLBACK TO replay; RELEASE replay");
                }
            }
        }
    }
}
