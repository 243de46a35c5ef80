package dev.seamwright.broker.release;

import dev.seamwright.broker.db.PlannedByValues;
import dev.seamwright.broker.db.Values;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

@RegisterRowMapper(ReleaseStore.Mapper.class)
@RegisterConstructorMapper(ReleaseStore.Row.class)
interface ReleaseStore {
    String SELECT = """
            SELECT r.release_id, r.environment_id, p.name, r.version_id, v.number, r.created_at, r.updated_at,
                   r.support_ended_at
              FROM release r
              JOIN participant p ON p.participant_id = r.participant_id
              JOIN version v ON v.version_id = r.version_id
            """;

    /** What {@link #record} wrote. */
    record Row(UUID releaseId, boolean created) {}

    @SqlQuery(SELECT + " WHERE r.release_id = :id")
    Optional<Release> find(UUID id);

    // environment, participant and the place in the list: null does not filter
    @PlannedByValues
    @SqlQuery(SELECT + """
             WHERE (CAST(:environment AS uuid) IS NULL OR r.environment_id = CAST(:environment AS uuid))
               AND (CAST(:participant AS text) IS NULL OR p.name = :participant)
               AND (:ended OR r.support_ended_at IS NULL)
               AND (CAST(:at AS timestamptz) IS NULL OR (r.created_at, r.release_id) < (:at, CAST(:id AS uuid)))
             ORDER BY r.created_at DESC, r.release_id DESC
             LIMIT :limit
            """)
    List<Release> page(@BindMethods ReleaseService.Filter filter);

    // participant and version: null does not filter
    @SqlQuery(SELECT + """
             WHERE r.environment_id = :environment AND r.support_ended_at IS NULL
               AND (CAST(:participant AS text) IS NULL OR p.name = :participant)
               AND (CAST(:version AS text) IS NULL OR v.number = :version)
             ORDER BY r.created_at DESC, r.release_id
            """)
    List<Release> current(UUID environment, @Nullable ParticipantName participant, @Nullable VersionNumber version);

    @SqlQuery(SELECT + " WHERE r.environment_id = :environment AND r.version_id = :version")
    List<Release> of(long version, UUID environment);

    @SqlQuery("""
            INSERT INTO release (release_id, environment_id, participant_id, version_id, created_at, updated_at)
            VALUES (:id, :environment, :participant, :version, :now, :now)
            ON CONFLICT (workspace_id, environment_id, version_id) DO UPDATE
                SET support_ended_at = NULL,
                    updated_at = CASE WHEN release.support_ended_at IS NULL THEN release.updated_at ELSE EXCLUDED.updated_at END
            RETURNING release_id, xmax = 0 AS created
            """)
    Row record(UUID id, UUID environment, long participant, long version, Instant now);

    @SqlUpdate("UPDATE release SET support_ended_at = :now, updated_at = :now"
            + " WHERE release_id = :id AND support_ended_at IS NULL")
    int end(UUID id, Instant now);

    /** Reads a row of {@link #SELECT}. */
    final class Mapper implements RowMapper<Release> {
        @Override
        public Release map(ResultSet row, StatementContext ctx) throws SQLException {
            return new Release(
                    row.getObject(1, UUID.class),
                    row.getObject(2, UUID.class),
                    new ParticipantName(row.getString(3)),
                    row.getLong(4),
                    new VersionNumber(row.getString(5)),
                    Objects.requireNonNull(Values.instant(row, 6)),
                    Objects.requireNonNull(Values.instant(row, 7)),
                    Values.instant(row, 8));
        }
    }
}
