package dev.seamwright.schemadiff.postgres.shadow;

import dev.seamwright.schemadiff.postgres.shadow.Loaded.Missing;
import dev.seamwright.schemadiff.postgres.shadow.Loaded.Unchecked;
import dev.seamwright.schemadiff.postgres.shadow.Script.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Executes a script in a candidate's session: as the candidate, and with power where a vetted statement needs it. */
final class Loading {
    private static final String REFUSED = "42501";
    // PostgreSQL's documentation, appendix A: undefined table, column, function, object (type, operator class, …),
    // schema
    private static final Set<String> UNKNOWN = Set.of("42P01", "42703", "42883", "42704", "3F000");

    // PostgreSQL's documentation, appendix A: privilege not revoked, privilege not granted
    private static final Set<String> PASSED_OVER = Set.of("01006", "01007");

    private final ShadowServer server;
    private final Connection admin;
    private final Elevation elevation;
    private final Connection session;
    private final Missing missing;
    private final Set<String> left = new TreeSet<>();
    private final List<Unchecked> unchecked = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Loading(ShadowServer server, Connection admin, String database, Connection session, Missing missing) {
        this.server = server;
        this.admin = admin;
        this.elevation = new Elevation(server, admin, database);
        this.session = session;
        this.missing = missing;
    }

    Loaded load(Script script) {
        for (var statement : script.statements()) {
            try {
                execute(script.name(), statement);
            } catch (ExtensionMissing lacking) {
                if (missing == Missing.REJECT) {
                    throw lacking;
                }
                left.add(lacking.name());
                leave(script.name(), statement, lacking.error());
            } catch (SQLException refusal) {
                if (left.isEmpty() || !UNKNOWN.contains(refusal.getSQLState())) {
                    throw new Rejected(script.name(), statement, refusal);
                }
                leave(script.name(), statement, Rejected.error(refusal));
            }
        }
        return new Loaded(unchecked, notes);
    }

    private void leave(String script, Statement statement, String error) {
        var cause = "The shadow lacks %s.".formatted(String.join(", ", left));
        unchecked.add(new Unchecked(script, statement.line(), statement.sql(), error, cause));
    }

    private void execute(String script, Statement statement) throws SQLException {
        try {
            if (attempt(statement.sql()).stream().anyMatch(PASSED_OVER::contains)) {
                privileges(statement);
            }
        } catch (SQLException refusal) {
            var wish = Extensions.of(statement.sql());
            if (wish.isPresent() && !Extensions.available(admin, wish.get().name())) {
                throw new ExtensionMissing(wish.get().name(), false, script, statement, refusal);
            }
            if (!REFUSED.equals(refusal.getSQLState()) || session.isClosed() || !elevation.possible()) {
                throw refusal;
            }
            if (wish.isPresent() && !Extensions.given(wish.get().name())) {
                throw new ExtensionMissing(wish.get().name(), true, script, statement, refusal);
            }
            if (!help(statement, wish.orElse(null), refusal)) {
                throw refusal;
            }
        }
    }

    /** Does for the candidate what it may not do itself; false: there is no safe way. */
    private boolean help(Statement statement, Extensions.@Nullable Wish wish, SQLException refusal)
            throws SQLException {
        if (wish != null) {
            extension(wish);
            return true;
        }
        var vetted = Vetted.of(statement.sql());
        if (vetted.isPresent()) {
            vetted(vetted.get(), refusal);
            return true;
        }
        var leakproof = LeakproofFunction.of(statement.sql());
        if (leakproof.isPresent()) {
            inTransaction(() -> leakproof.get().create(session, elevation));
            return true;
        }
        if (RoleScript.isAboutARole(statement.sql())) {
            role(statement);
            return true;
        }
        return memberPrivilege(statement);
    }

    /** Whether there may be another way when PostgreSQL refuses it to the candidate. */
    private static boolean hasAlternative(String sql) {
        return Extensions.of(sql).isPresent()
                || Vetted.of(sql).isPresent()
                || LeakproofFunction.of(sql).isPresent()
                || MemberPrivilege.of(sql).isPresent()
                || RoleScript.isAboutARole(sql);
    }

    /** In a transaction of the caller's a failure must not end what comes after it, when there is something else to try. */
    private List<String> attempt(String sql) throws SQLException {
        if (session.getAutoCommit() || !(missing == Missing.SKIP || hasAlternative(sql))) {
            return Names.execute(session, sql);
        }
        var savepoint = session.setSavepoint();
        try {
            var warnings = Names.execute(session, sql);
            session.releaseSavepoint(savepoint);
            return warnings;
        } catch (SQLException refusal) {
            if (!session.isClosed()) {
                session.rollback(savepoint);
            }
            throw refusal;
        }
    }

    /** Privileges that PostgreSQL left as they were, with a warning: the object is not the candidate's. */
    private void privileges(Statement statement) throws SQLException {
        if (!elevation.possible() || !memberPrivilege(statement)) {
            notes.add("Line %d, '%s': PostgreSQL changed no privilege, the object belongs to a superuser of the shadow."
                    .formatted(statement.line(), Rejected.excerpt(statement.sql())));
        }
    }

    private boolean memberPrivilege(Statement statement) throws SQLException {
        var member = MemberPrivilege.of(statement.sql());
        var done = new AtomicBoolean();
        if (member.isPresent()) {
            inTransaction(() -> done.set(member.get().apply(session, elevation)));
        }
        return done.get();
    }

    private interface Work {
        void run() throws SQLException;
    }

    /** In the caller's transaction, of which a failure undoes nothing; or in one of its own. */
    private void inTransaction(Work work) throws SQLException {
        if (!session.getAutoCommit()) {
            var savepoint = session.setSavepoint();
            try {
                work.run();
                session.releaseSavepoint(savepoint);
            } catch (SQLException failure) {
                if (!session.isClosed()) {
                    session.rollback(savepoint);
                }
                throw failure;
            }
            return;
        }
        session.setAutoCommit(false);
        try {
            work.run();
            session.commit();
        } finally {
            if (!session.isClosed()) {
                session.rollback();
                session.setAutoCommit(true);
            }
        }
    }

    private void vetted(Vetted statement, SQLException refusal) throws SQLException {
        if (statement.eventTrigger() && server.powers().major() < 17) {
            throw refusal;
        }
        var owner = statement.owner();
        if (!statement.power() && owner != null) {
            inTransaction(() -> elevation.whileSuperuser(
                    session,
                    owner,
                    with -> Names.execute(with, statement.statements().getFirst())));
            return;
        }
        var self = elevation.self();
        inTransaction(() -> elevation.asSuperuser(session, with -> {
            if (owner != null) {
                elevation.raise(with, owner, "SUPERUSER");
            }
            var path = Elevation.setting(with, "search_path");
            if (statement.catalogPath()) {
                Elevation.path(with, Elevation.CATALOG);
            }
            for (var sql : statement.statements()) {
                Names.execute(with, sql);
            }
            if (statement.afterwards() != null) {
                Names.execute(with, statement.afterwards().apply(self));
            }
            Elevation.path(with, path);
            if (owner != null) {
                elevation.raise(with, owner, "NOSUPERUSER");
            }
        }));
    }

    private void extension(Extensions.Wish wish) throws SQLException {
        var self = elevation.self();
        inTransaction(() -> {
            var schema = wish.schema();
            if (schema == null) {
                schema = Names.read(session, "SELECT pg_catalog.current_schema()::text")
                        .getFirst();
                if (schema == null) {
                    throw new SQLException("no schema has been selected to create in", "3F000");
                }
            }
            var where = schema;
            elevation.asSuperuser(session, with -> {
                var path = Elevation.setting(with, "search_path");
                var role = Elevation.setting(with, "role");
                Elevation.path(with, Elevation.CATALOG);
                Extensions.create(with, self, wish, where);
                Names.execute(with, "SET LOCAL ROLE " + (role.equals("none") ? role : Names.identifier(role)));
                Elevation.path(with, path);
            });
        });
    }

    /** A role with more than a candidate can give: with the attributes that the shadow gives, and without the others. */
    private void role(Statement statement) throws SQLException {
        var sql = RoleScript.withoutPower(statement, server.powers(), notes);
        var power = server.powers().alone() ? Elevation.Power.ATTRIBUTES : Elevation.Power.ATTRIBUTES_AMONG_OTHERS;
        inTransaction(() -> elevation.during(session, power, with -> Names.execute(with, sql)));
    }
}
