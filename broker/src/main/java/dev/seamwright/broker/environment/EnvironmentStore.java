package dev.seamwright.broker.environment;

import dev.seamwright.broker.db.PlannedByValues;
import dev.seamwright.broker.db.Values;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

@RegisterRowMapper(EnvironmentStore.Mapper.class)
interface EnvironmentStore {
    String COLUMNS = "environment_id, name, display_name, production, contacts, created_at, updated_at";

    @SqlQuery("SELECT " + COLUMNS + " FROM environment ORDER BY name")
    List<Environment> all();

    @SqlQuery("SELECT " + COLUMNS + """
             FROM environment e
            WHERE EXISTS (SELECT FROM deployment d
                           WHERE d.environment_id = e.environment_id AND d.participant_id = :participant
                             AND d.ended_at IS NULL)
            ORDER BY name
            """)
    List<Environment> runningAny(long participant);

    @PlannedByValues
    @SqlQuery("SELECT " + COLUMNS
            + " FROM environment WHERE CAST(:after AS text) IS NULL OR name > :after ORDER BY name LIMIT :limit")
    List<Environment> page(@Nullable String after, int limit);

    @SqlQuery("SELECT " + COLUMNS + " FROM environment WHERE environment_id = :id")
    Optional<Environment> find(UUID id);

    @SqlQuery("SELECT " + COLUMNS + " FROM environment WHERE name = :name")
    Optional<Environment> find(EnvironmentName name);

    // no row: another environment has the name
    @SqlQuery(
            "INSERT INTO environment (environment_id, name, display_name, production, contacts, created_at, updated_at)"
                    + " VALUES (:id, :name, :displayName, :production, CAST(:contacts AS jsonb), :now, :now)"
                    + " ON CONFLICT (workspace_id, name) DO NOTHING RETURNING " + COLUMNS)
    Optional<Environment> insert(
            UUID id, EnvironmentName name, String displayName, boolean production, String contacts, Instant now);

    @SqlQuery("UPDATE environment SET name = :name, display_name = :displayName, production = :production,"
            + " contacts = CAST(:contacts AS jsonb), updated_at = :now WHERE environment_id = :id RETURNING " + COLUMNS)
    Optional<Environment> update(
            UUID id, EnvironmentName name, String displayName, boolean production, String contacts, Instant now);

    @SqlUpdate("DELETE FROM environment WHERE environment_id = :id")
    int delete(UUID id);

    /** Reads a row of {@link #COLUMNS}. */
    final class Mapper implements RowMapper<Environment> {
        @Override
        public Environment map(ResultSet row, StatementContext ctx) throws SQLException {
            return new Environment(
                    row.getObject(1, UUID.class),
                    new EnvironmentName(row.getString(2)),
                    row.getString(3),
                    row.getBoolean(4),
                    Json.parse(row.getString(5).getBytes(StandardCharsets.UTF_8)),
                    Objects.requireNonNull(Values.instant(row, 6)),
                    Objects.requireNonNull(Values.instant(row, 7)));
        }
    }
}
