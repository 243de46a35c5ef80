package dev.seamwright.schemadiff.postgres.source;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.schemadiff.postgres.shadow.ExtensionMissing;
import dev.seamwright.schemadiff.postgres.shadow.Loaded;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.ShadowDatabase;
import dev.seamwright.schemadiff.postgres.source.Migrations.Note;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * Steps applied to a shadow database, as the database's owner applies them to the real one. What belongs to the server and not to the
 * schema is met halfway: roles that a statement names are made, and new owners get the right to create, for the time of the run.
 */
public final class Application implements AutoCloseable {
    private static final String UNDEFINED_OBJECT = "42704";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final Pattern MISSING_ROLE = Pattern.compile("role \"(.+)\" does not exist");
    private static final Pattern BEGIN = Pattern.compile("(?is)(?:BEGIN|START\\s+TRANSACTION)\\b.*");
    /** What a dump says of the superuser who made it, and of what the superuser owns. */
    private static final Pattern OF_SUPERUSER = Pattern.compile(
            "(?is)(?:ALTER\\s.*\\sOWNER\\s+TO\\s.*|ALTER\\s+DEFAULT\\s+PRIVILEGES\\s+FOR\\s.*|COMMENT\\s+ON\\s+EXTENSION\\s.*"
                    + "|(?:CREATE|ALTER)\\s+PUBLICATION\\s.*\\s(?:ALL\\s+TABLES|TABLES\\s+IN\\s+SCHEMA)\\s?.*)");

    private static final Pattern BECOME = Pattern.compile("(?is)SET\\s+SESSION\\s+AUTHORIZATION\\s+(.*)");
    private static final Pattern BE_ONESELF = Pattern.compile("(?is)RESET\\s+SESSION\\s+AUTHORIZATION");

    private final ShadowDatabase database;
    private final Connection connection;
    private final Set<Script.Statement> leftOut = new HashSet<>();
    private final List<Note> notes = new ArrayList<>();
    private final Set<String> made = new HashSet<>();
    private final Set<List<String>> loans = new HashSet<>();

    private Application(ShadowDatabase database, Connection connection) {
        this.database = database;
        this.connection = connection;
    }

    /** Begins on a database that may hold something already. */
    public static Application to(ShadowDatabase database) throws SQLException {
        return new Application(database, database.connect());
    }

    /**
     * Begins in a session that is there already, and is closed with this.
     *
     * @param session one of {@link ShadowDatabase#connect}
     */
    public static Application in(ShadowDatabase database, Connection session) {
        return new Application(database, session);
    }

    /** The roles that were made because statements name them, and the server did not have them. */
    public Set<String> roles() {
        return Set.copyOf(made);
    }

    /** What was done otherwise than it is written. */
    public List<Note> notes() {
        return List.copyOf(notes);
    }

    /**
     * Applies all statements of a step.
     *
     * @throws Rejected at the first that PostgreSQL refuses; it names file and line
     * @throws InvalidInput when the step leaves a transaction open
     */
    public void apply(MigrationStep step) throws SQLException {
        leftOut.clear();
        connection.setAutoCommit(!step.inTransaction());
        try {
            int first = 0; // of the transaction
            for (int i = 0; i < step.statements().size(); i++) {
                var statement = step.statements().get(i);
                if (leftOut.contains(statement)) {
                    continue;
                }
                if (!step.inTransaction() && BEGIN.matcher(statement.sql()).matches()) {
                    first = i;
                }
                var refusal = attempt(step.name(), statement);
                if (refusal.isPresent()) {
                    boolean undone = rollback();
                    if (!isMet(refusal.get(), statement)) {
                        throw new Rejected(step.name(), statement, refusal.get());
                    }
                    i = (undone ? first : i) - 1;
                }
            }
            finish(step);
        } finally {
            if (!connection.isClosed()) {
                rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    /**
     * Applies one statement, in the transaction that the session is in, or in none.
     *
     * @param script what it belongs to, for people
     * @throws Rejected when PostgreSQL refuses it
     */
    public void apply(String script, Script.Statement statement) throws SQLException {
        var refusal = attempt(script, statement);
        while (refusal.isPresent()) {
            if (state() != TransactionState.IDLE || !isMet(refusal.get(), statement)) {
                throw new Rejected(script, statement, refusal.get());
            }
            refusal = leftOut.contains(statement) ? Optional.empty() : attempt(script, statement);
        }
    }

    private void finish(MigrationStep step) throws SQLException {
        if (step.inTransaction()) {
            connection.commit();
        } else if (state() != TransactionState.IDLE) {
            throw new InvalidInput(step.file(), "begins a transaction and does not commit it; add COMMIT");
        }
    }

    private Optional<SQLException> attempt(String script, Script.Statement statement) throws SQLException {
        var become = BECOME.matcher(statement.sql());
        try {
            if (become.matches()) {
                execute(role(become.group(1))); // only a superuser may be another; acting for one is as good
            } else if (connection.getAutoCommit() && state() != TransactionState.IDLE) {
                execute(statement.sql()); // in a transaction of the statements' own, where nothing can be tried twice
            } else {
                database.load(connection, new Script(script, List.of(statement)), Loaded.Missing.REJECT);
            }
            if (BE_ONESELF.matcher(statement.sql()).matches()) {
                execute("RESET ROLE");
            }
            return Optional.empty();
        } catch (ExtensionMissing missing) {
            throw missing;
        } catch (Rejected rejected) {
            return Optional.of(refusal(rejected));
        } catch (SQLException refusal) {
            return Optional.of(refusal);
        }
    }

    private SQLException refusal(Rejected rejected) throws SQLException {
        if (!(rejected.getCause() instanceof SQLException refusal) || connection.isClosed()) {
            throw rejected;
        }
        return refusal;
    }

    private static String role(String name) {
        return name.strip().equalsIgnoreCase("default") ? "RESET ROLE" : "SET ROLE " + name;
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    /** Ends the transaction, whoever began it; false when there was none. */
    private boolean rollback() throws SQLException {
        if (state() == TransactionState.IDLE) {
            return false;
        }
        if (connection.getAutoCommit()) {
            execute("ROLLBACK");
        } else {
            connection.rollback();
        }
        return true;
    }

    private TransactionState state() throws SQLException {
        return connection.unwrap(BaseConnection.class).getTransactionState();
    }

    /** Whether the statement has a chance when it is tried again, or is left out. */
    private boolean isMet(SQLException refusal, Script.Statement statement) throws SQLException {
        boolean transaction = !connection.getAutoCommit();
        connection.setAutoCommit(true);
        try {
            return switch (String.valueOf(refusal.getSQLState())) {
                case UNDEFINED_OBJECT -> makesRole(Rejected.error(refusal));
                case INSUFFICIENT_PRIVILEGE -> lends() || isLeftOut(statement);
                default -> false;
            };
        } finally {
            connection.setAutoCommit(!transaction);
        }
    }

    private boolean makesRole(String error) throws SQLException {
        var missing = MISSING_ROLE.matcher(error);
        if (!missing.matches() || missing.group(1).startsWith("pg_") || !made.add(missing.group(1))) {
            return false;
        }
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + statement.enquoteIdentifier(missing.group(1), true));
        }
        return true;
    }

    /** Lets the roles for which the candidate can act create in its schemas; false when they all can. */
    private boolean lends() throws SQLException {
        boolean lent = false;
        for (var loan : pairs("""
                SELECT quote_ident(n.nspname), quote_ident(r.rolname)
                  FROM pg_namespace n, pg_roles r
                 WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                   AND pg_has_role(current_user, n.nspowner, 'USAGE')
                   AND pg_has_role(current_user, r.oid, 'MEMBER') AND r.rolname !~ '^pg_'
                   AND NOT has_schema_privilege(r.oid, n.oid, 'CREATE')
                """)) {
            execute("GRANT CREATE ON SCHEMA %s TO %s".formatted(loan.getFirst(), loan.getLast()));
            loans.add(loan);
            lent = true;
        }
        return lent;
    }

    private List<List<String>> pairs(String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            var pairs = new ArrayList<List<String>>();
            while (rows.next()) {
                pairs.add(List.of(rows.getString(1), rows.getString(2)));
            }
            return pairs;
        }
    }

    private boolean isLeftOut(Script.Statement statement) {
        if (!OF_SUPERUSER.matcher(statement.sql()).matches()) {
            return false;
        }
        notes.add(new Note(
                String.valueOf(statement.file()),
                statement.line(),
                "needs a superuser, and is left out: " + statement.sql().replaceAll("\\s+", " ")));
        return leftOut.add(statement);
    }

    /** Takes back what was lent. */
    @Override
    public void close() throws SQLException {
        try (connection) {
            if (connection.isClosed()) {
                return;
            }
            execute("RESET ROLE");
            var schemas = pairs("SELECT quote_ident(nspname), nspname FROM pg_namespace").stream()
                    .map(List::getFirst)
                    .toList();
            for (var loan : loans) {
                if (schemas.contains(loan.getFirst())) {
                    execute("REVOKE CREATE ON SCHEMA %s FROM %s".formatted(loan.getFirst(), loan.getLast()));
                }
            }
        }
    }
}
