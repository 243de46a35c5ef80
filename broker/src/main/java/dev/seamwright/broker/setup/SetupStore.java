package dev.seamwright.broker.setup;

import dev.seamwright.broker.db.PlannedByValues;
import dev.seamwright.broker.db.Values;
import dev.seamwright.contracts.json.Json;
import java.nio.charset.StandardCharsets;
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

@RegisterRowMapper(SetupStore.Mapper.class)
interface SetupStore {
    String COLUMNS = "name, revision, members, updated_at";

    @PlannedByValues
    @SqlQuery("SELECT " + COLUMNS
            + " FROM setup WHERE CAST(:after AS text) IS NULL OR name > :after ORDER BY name LIMIT :limit")
    List<Setup> page(@Nullable String after, int limit);

    @SqlQuery("SELECT " + COLUMNS + " FROM setup WHERE name = :name")
    Optional<Setup> find(String name);

    // no row: somebody else was first
    @SqlQuery("INSERT INTO setup (name, revision, members, updated_at) VALUES (:name, 1, CAST(:members AS jsonb), :now)"
            + " ON CONFLICT (workspace_id, name) DO NOTHING RETURNING " + COLUMNS)
    Optional<Setup> insert(String name, String members, Instant now);

    // no row: it has another revision by now
    @SqlQuery("UPDATE setup SET revision = revision + 1, members = CAST(:members AS jsonb), updated_at = :now"
            + " WHERE name = :name AND revision = :revision RETURNING " + COLUMNS)
    Optional<Setup> replace(String name, int revision, String members, Instant now);

    /** Reads a row of {@link #COLUMNS}. */
    final class Mapper implements RowMapper<Setup> {
        @Override
        public Setup map(ResultSet row, StatementContext ctx) throws SQLException {
            return new Setup(
                    new SetupName(row.getString(1)),
                    row.getInt(2),
                    Json.parse(row.getString(3).getBytes(StandardCharsets.UTF_8)),
                    Objects.requireNonNull(Values.instant(row, 4)));
        }
    }
}
