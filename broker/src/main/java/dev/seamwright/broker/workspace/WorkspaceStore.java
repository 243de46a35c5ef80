package dev.seamwright.broker.workspace;

import dev.seamwright.broker.db.PlannedByValues;
import dev.seamwright.broker.db.Values;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

/** Statements of the operator's role: they see every workspace. */
@RegisterRowMapper(WorkspaceStore.Mapper.class)
interface WorkspaceStore {
    String COLUMNS = "workspace_id, name, created_at";

    @SqlQuery("INSERT INTO workspace (name, created_at) VALUES (:name, :now) ON CONFLICT (name) DO NOTHING RETURNING "
            + COLUMNS)
    Optional<Workspace> create(String name, Instant now);

    @SqlQuery("SELECT " + COLUMNS + " FROM workspace WHERE name = :name")
    Optional<Workspace> find(String name);

    @PlannedByValues
    @SqlQuery("SELECT " + COLUMNS
            + " FROM workspace WHERE :after::text IS NULL OR name > :after ORDER BY name LIMIT :limit")
    List<Workspace> list(@Nullable String after, int limit);

    /** Reads a row of {@link #COLUMNS}. */
    final class Mapper implements RowMapper<Workspace> {
        @Override
        public Workspace map(ResultSet row, StatementContext ctx) throws SQLException {
            return new Workspace(
                    row.getInt(1), new WorkspaceName(row.getString(2)), Objects.requireNonNull(Values.instant(row, 3)));
        }
    }
}
