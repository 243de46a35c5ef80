package dev.seamwright.schemadiff.postgres.rls;

import dev.seamwright.contracts.dbschema.Kind;
import dev.seamwright.schemadiff.postgres.load.SchemaLoader;
import dev.seamwright.schemadiff.postgres.load.Unloaded;
import dev.seamwright.schemadiff.postgres.rls.Review.Coverage.Gap;
import dev.seamwright.schemadiff.postgres.shadow.ExtensionMissing;
import dev.seamwright.schemadiff.postgres.shadow.Loaded.Missing;
import dev.seamwright.schemadiff.postgres.shadow.Rejected;
import dev.seamwright.schemadiff.postgres.shadow.Script;
import dev.seamwright.schemadiff.postgres.shadow.ShadowDatabase;
import dev.seamwright.schemadiff.postgres.source.MigrationStep;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Loads what is reviewed; what cannot be loaded, and so is not reviewed, is told. */
final class Loading {
    // a custom setting, as ALTER ROLE and ALTER DATABASE … SET name it
    private static final Pattern SETTING =
            Pattern.compile("permission denied to set parameter \"([\\w$]+\\.[\\w$.]+)\"");
    private static final Pattern MISSING_ROLE = Pattern.compile("role \"(.+)\" does not exist");
    private static final String REFUSED = "42501";
    private static final String UNDEFINED_OBJECT = "42704";
    // PostgreSQL's documentation, appendix A: undefined table, column, function, object, schema
    private static final Set<String> UNKNOWN = Set.of("42P01", "42703", "42883", UNDEFINED_OBJECT, "3F000");

    // what leads to other servers, which the shadow has not
    private static final Pattern ABROAD = Pattern.compile(
            "(?is)^(?:(?:create|alter|drop|grant|comment)\\b.*\\b(?:foreign\\s+server|foreign\\s+data\\s+wrapper|user\\s+mapping)\\b|(?:create|alter)\\s+server\\b|create\\s+publication\\b|do\\b.*(?:create\\s+server|user\\s+mapping|foreign\\s+table)).*");
    private static final Pattern FOREIGN_TABLE =
            Pattern.compile("(?is)^(create\\s+)foreign\\s+(table\\b.*\\))\\s*server\\b.*");

    private final String login;
    private final Connection owner;
    private final ShadowDatabase database;
    private final Set<Long> foreign = new HashSet<>();
    private final Set<String> extensions = new TreeSet<>();
    private final List<Gap> gaps = new ArrayList<>();

    private Loading(String login, Connection owner, ShadowDatabase database) {
        this.login = login;
        this.owner = owner;
        this.database = database;
    }

    /**
     * What was loaded.
     *
     * @param foreign oids of tables that stand in for foreign ones, whose servers are not here
     * @param gaps what could not be loaded, with the reason
     */
    record Result(Set<Long> foreign, List<Gap> gaps) {
        Result {
            foreign = Set.copyOf(foreign);
            gaps = List.copyOf(gaps);
        }
    }

    /**
     * Loads a schema.
     *
     * @param login of the application, which may be one of the roles that are made on the way
     * @throws Rejected when PostgreSQL refuses a statement of SQL
     */
    static Result load(ReviewedSchema schema, String login, Connection owner, ShadowDatabase database)
            throws SQLException {
        var loading = new Loading(login, owner, database);
        loading.load(schema);
        return new Result(loading.foreign, loading.gaps);
    }

    private void load(ReviewedSchema schema) throws SQLException {
        switch (schema) {
            case ReviewedSchema.Sql sql -> {
                for (var script : sql.scripts()) {
                    for (var statement : script.statements()) {
                        execute(script.name(), statement);
                    }
                }
            }
            case ReviewedSchema.Steps steps -> {
                for (var step : steps.steps()) {
                    apply(step);
                }
                makeLogin();
            }
            case ReviewedSchema.Migrated migrated -> {
                load(migrated.base());
                load(migrated.migrations());
            }
            case ReviewedSchema.Facts facts -> {
                for (var unloaded : SchemaLoader.load(facts.schema(), owner)) {
                    again(unloaded);
                }
                facts.schema()
                        .unmodelled()
                        .forEach((kind, count) -> gaps.add(
                                new Gap(kind, "%d are in the database and not in the contract".formatted(count))));
            }
        }
    }

    private void apply(MigrationStep step) throws SQLException {
        owner.setAutoCommit(!step.inTransaction());
        try {
            for (var statement : step.statements()) {
                withRoles(step.name(), statement);
            }
            if (step.inTransaction()) {
                owner.commit();
            }
        } finally {
            if (!owner.isClosed()) {
                if (!owner.getAutoCommit()) {
                    owner.rollback();
                }
                owner.setAutoCommit(true);
            }
        }
    }

    /** What belongs to the server and not to the migrations is met halfway: roles that a statement names are made. */
    private void withRoles(String step, Script.Statement statement) throws SQLException {
        var savepoint = owner.getAutoCommit() ? null : owner.setSavepoint();
        try {
            execute(step, statement);
        } catch (Rejected rejected) {
            var missing = MISSING_ROLE.matcher(rejected.error());
            if (!UNDEFINED_OBJECT.equals(rejected.sqlState())
                    || !missing.matches()
                    || missing.group(1).startsWith("pg_")) {
                throw rejected;
            }
            if (savepoint != null) {
                owner.rollback(savepoint);
            }
            make(missing.group(1));
            withRoles(step, statement);
        }
    }

    private void makeLogin() throws SQLException {
        var known = Catalog.query(
                owner, "SELECT 1 FROM pg_roles WHERE rolname = " + Catalog.literal(login), row -> row.getInt(1));
        if (known.isEmpty()) {
            make(login);
        }
        // a dump leaves it empty, and then not even the functions of triggers find what they name
        if (Catalog.query(owner, "SHOW search_path", row -> row.getString(1))
                .getFirst()
                .matches("|\"\"")) {
            Stage.execute(owner, "RESET search_path");
        }
    }

    private void make(String role) throws SQLException {
        Stage.execute(
                owner,
                "CREATE ROLE \"%s\"%s".formatted(role.replace("\"", "\"\""), role.equals(login) ? " LOGIN" : ""));
    }

    /** What the facts' own statements did not get made, once more, with the help that the shadow gives to scripts. */
    private void again(Unloaded unloaded) throws SQLException {
        var subject = "%s %s"
                .formatted(
                        unloaded.key().kind().label(),
                        String.join(".", unloaded.key().identity()));
        if (unloaded.key().kind() == Kind.DATABASE) {
            return; // who owns the database tells nothing of its rows
        }
        var gap = new Gap(subject, "it cannot be made here: " + unloaded.message());
        if (unloaded.sql().isEmpty()) {
            gaps.add(gap);
            return;
        }
        try {
            execute(subject, new Script.Statement(unloaded.sql(), 1));
        } catch (Rejected refused) {
            gaps.add(gap);
        }
    }

    private void execute(String script, Script.Statement statement) throws SQLException {
        var one = new Script(script, List.of(statement));
        try {
            database.load(owner, one, Missing.REJECT).notes().forEach(note -> gaps.add(new Gap("roles", note)));
        } catch (ExtensionMissing lacking) {
            extensions.add(lacking.name());
            gaps.add(new Gap("extension " + lacking.name(), "the shadow lacks it"));
        } catch (Rejected rejected) {
            var setting = SETTING.matcher(rejected.error());
            if (REFUSED.equals(rejected.sqlState()) && setting.find()) {
                database.lendSetting(setting.group(1), () -> database.load(owner, one, Missing.REJECT));
                return;
            }
            var table = FOREIGN_TABLE.matcher(statement.sql());
            if (table.matches()) {
                standIn(new Script(
                        script, List.of(new Script.Statement(table.group(1) + table.group(2), statement.line()))));
            } else if (ABROAD.matcher(statement.sql()).matches()) {
                leave(statement, rejected.error());
            } else if (!extensions.isEmpty() && UNKNOWN.contains(rejected.sqlState())) {
                leave(statement, "%s; the shadow lacks %s".formatted(rejected.error(), String.join(", ", extensions)));
            } else {
                throw rejected;
            }
        }
    }

    private void leave(Script.Statement statement, String reason) {
        var text = Witness.oneLine(statement.sql());
        gaps.add(new Gap(text.length() > 80 ? text.substring(0, 80) + "…" : text, "it is left out: " + reason));
    }

    private void standIn(Script table) throws SQLException {
        var before = Catalog.query(owner, "SELECT coalesce(max(oid)::bigint, 0) FROM pg_class", row -> row.getLong(1))
                .getFirst();
        table.execute(owner);
        foreign.addAll(Catalog.query(
                owner,
                "SELECT oid FROM pg_class WHERE relkind = 'r' AND oid::bigint > " + before,
                row -> row.getLong(1)));
    }
}
