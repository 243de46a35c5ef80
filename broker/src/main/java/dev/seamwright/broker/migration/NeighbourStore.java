package dev.seamwright.broker.migration;

import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

/** Who is on the two sides of a database's seams. */
@RegisterRowMapper(NeighbourStore.Mapper.class)
interface NeighbourStore {
    /** A version with the content that it published: a database's schema, or a consumer's usage. */
    record Published(ParticipantName participant, VersionNumber version, long versionId, long contentId) {}

    // what runs or is supported in the environment
    String RUNS = """
            SELECT d.participant_id, d.version_id FROM deployment d WHERE d.environment_id = :environment AND d.ended_at IS NULL
             UNION
            SELECT r.participant_id, r.version_id FROM release r WHERE r.environment_id = :environment AND r.support_ended_at IS NULL
            """;
    String HEADS = """
            SELECT m.participant_id, b.head_version_id AS version_id
              FROM participant m JOIN branch b ON b.participant_id = m.participant_id AND b.name = coalesce(CAST(:branch AS text), m.main_branch)
             WHERE b.head_version_id IS NOT NULL
            """;
    String SELECT = """
            SELECT c.name, v.number, v.version_id, p.content_id
              FROM there
              JOIN version v ON v.version_id = there.version_id
              JOIN participant c ON c.participant_id = there.participant_id
              JOIN publication p ON p.version_id = there.version_id
            """;
    String SCHEMAS = SELECT
            + " WHERE there.participant_id = :database AND p.kind = 'db-schema' AND p.provider_id = :database ORDER BY v.version_id DESC";
    String USAGES = SELECT
            + " WHERE p.kind = 'db-usage' AND p.provider_id = :database AND there.participant_id IN"
            + " (SELECT s.consumer_id FROM seam s WHERE s.provider_id = :database AND s.kind = 'db-usage') ORDER BY c.name, v.version_id DESC";

    @SqlQuery("WITH there AS (" + RUNS + ") " + SCHEMAS)
    List<Published> schemasIn(UUID environment, long database);

    @SqlQuery("WITH there AS (" + HEADS + ") " + SCHEMAS)
    List<Published> schemasOn(@Nullable BranchName branch, long database);

    @SqlQuery("WITH there AS (" + RUNS + ") " + USAGES)
    List<Published> usagesIn(UUID environment, long database);

    @SqlQuery("WITH there AS (" + HEADS + ") " + USAGES)
    List<Published> usagesOn(@Nullable BranchName branch, long database);

    @SqlQuery("WITH there AS (SELECT participant_id, version_id FROM version WHERE version_id = ANY (:versions)) "
            + SELECT
            + " WHERE p.provider_id = :database AND p.kind = CASE WHEN there.participant_id = :database THEN 'db-schema' ELSE 'db-usage' END"
            + " ORDER BY c.name, v.version_id DESC")
    List<Published> of(Long[] versions, long database);

    /** Reads a {@link Published}. */
    final class Mapper implements RowMapper<Published> {
        @Override
        public Published map(ResultSet row, StatementContext ctx) throws SQLException {
            return new Published(
                    new ParticipantName(row.getString(1)),
                    new VersionNumber(row.getString(2)),
                    row.getLong(3),
                    row.getLong(4));
        }
    }
}
