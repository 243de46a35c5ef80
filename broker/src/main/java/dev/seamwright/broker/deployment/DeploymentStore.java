package dev.seamwright.broker.deployment;

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
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

@RegisterRowMapper(DeploymentStore.Mapper.class)
interface DeploymentStore {
    String SELECT = """
            SELECT d.deployment_id, d.environment_id, p.name, d.version_id, v.number, d.application_instance,
                   d.created_at, d.updated_at, d.ended_at
              FROM deployment d
              JOIN participant p ON p.participant_id = d.participant_id
              JOIN version v ON v.version_id = d.version_id
            """;

    @SqlQuery(SELECT + " WHERE d.deployment_id = :id")
    Optional<Deployment> find(UUID id);

    // environment, participant and the place in the list: null does not filter
    @PlannedByValues
    @SqlQuery(SELECT + """
             WHERE (CAST(:environment AS uuid) IS NULL OR d.environment_id = CAST(:environment AS uuid))
               AND (CAST(:participant AS text) IS NULL OR p.name = :participant)
               AND (:ended OR d.ended_at IS NULL)
               AND (CAST(:at AS timestamptz) IS NULL OR (d.created_at, d.deployment_id) < (:at, CAST(:id AS uuid)))
             ORDER BY d.created_at DESC, d.deployment_id DESC
             LIMIT :limit
            """)
    List<Deployment> page(@BindMethods DeploymentService.Filter filter);

    // participant and instance: null does not filter
    @SqlQuery(SELECT + """
             WHERE d.environment_id = :environment AND d.ended_at IS NULL
               AND (CAST(:participant AS text) IS NULL OR p.name = :participant)
               AND (CAST(:instance AS text) IS NULL OR d.application_instance = :instance)
             ORDER BY d.created_at DESC, d.deployment_id
            """)
    List<Deployment> current(UUID environment, @Nullable ParticipantName participant, @Nullable String instance);

    @SqlQuery(SELECT + """
             WHERE d.environment_id = :environment AND d.version_id = :version
             ORDER BY d.created_at DESC, d.deployment_id
            """)
    List<Deployment> of(long version, UUID environment);

    @SqlQuery(SELECT + """
             WHERE d.environment_id = :environment AND d.participant_id = :participant
               AND d.application_instance = :instance AND d.ended_at IS NULL
            """)
    Optional<Deployment> currentOf(long participant, UUID environment, String instance);

    // one deployment of a participant at a time: the next one has to see whom it replaces
    @SqlQuery("SELECT participant_id FROM participant WHERE participant_id = :participant FOR NO KEY UPDATE")
    Optional<Long> lock(long participant);

    @SqlUpdate(
            "UPDATE deployment SET ended_at = :now, updated_at = :now WHERE deployment_id = :id AND ended_at IS NULL")
    int end(UUID id, Instant now);

    @SqlUpdate("""
            INSERT INTO deployment (deployment_id, environment_id, participant_id, version_id, application_instance,
                                    created_at, updated_at)
            VALUES (:id, :environment, :participant, :version, :instance, :now, :now)
            """)
    void start(UUID id, UUID environment, long participant, long version, String instance, Instant now);

    /** Reads a row of {@link #SELECT}. */
    final class Mapper implements RowMapper<Deployment> {
        @Override
        public Deployment map(ResultSet row, StatementContext ctx) throws SQLException {
            return new Deployment(
                    row.getObject(1, UUID.class),
                    row.getObject(2, UUID.class),
                    new ParticipantName(row.getString(3)),
                    row.getLong(4),
                    new VersionNumber(row.getString(5)),
                    row.getString(6),
                    Objects.requireNonNull(Values.instant(row, 7)),
                    Objects.requireNonNull(Values.instant(row, 8)),
                    Values.instant(row, 9));
        }
    }
}
