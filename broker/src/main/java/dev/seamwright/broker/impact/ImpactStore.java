package dev.seamwright.broker.impact;

import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

/** Who stands on the two sides of a participant's seams, and where. */
@RegisterRowMapper(ImpactStore.Mapper.class)
interface ImpactStore {
    /**
     * A version in one place.
     *
     * @param own whether it is one of the provider itself
     * @param contentId what it published of the seam; null: nothing
     * @param place an environment in which it runs or is supported; null: it is the head of the main branch, or the newest where there is none
     */
    record Standing(
            boolean own,
            ParticipantName participant,
            VersionNumber version,
            long versionId,
            @Nullable Long contentId,
            @Nullable String place) {}

    @SqlQuery("""
            WITH member AS (
                SELECT s.consumer_id AS participant_id, CAST(:consumerKind AS text) AS kind FROM seam s
                 WHERE s.provider_id = :provider AND s.kind = :consumerKind AND s.consumer_id <> :provider
                 UNION ALL
                SELECT CAST(:provider AS bigint), CAST(:ownKind AS text)
            ), there AS (
                SELECT m.participant_id, m.kind, d.version_id, e.name AS place
                  FROM member m
                  JOIN deployment d ON d.participant_id = m.participant_id AND d.ended_at IS NULL
                  JOIN environment e ON e.environment_id = d.environment_id
                 UNION
                SELECT m.participant_id, m.kind, r.version_id, e.name
                  FROM member m
                  JOIN release r ON r.participant_id = m.participant_id AND r.support_ended_at IS NULL
                  JOIN environment e ON e.environment_id = r.environment_id
                 UNION
                SELECT m.participant_id, m.kind, newest.version_id, NULL
                  FROM member m
                  JOIN participant p ON p.participant_id = m.participant_id
                 CROSS JOIN LATERAL (
                        SELECT coalesce(
                            (SELECT b.head_version_id FROM branch b
                              WHERE b.participant_id = m.participant_id AND b.name = p.main_branch
                                AND (m.participant_id <> :provider
                                     OR EXISTS (SELECT FROM publication q WHERE q.version_id = b.head_version_id AND q.kind = m.kind
                                                   AND q.provider_id = :provider))),
                            (SELECT q.version_id FROM publication q
                              WHERE q.participant_id = m.participant_id AND q.provider_id = :provider AND q.kind = m.kind
                              ORDER BY q.version_id DESC LIMIT 1)) AS version_id) newest
                 WHERE newest.version_id IS NOT NULL
            )
            SELECT t.participant_id = :provider, c.name, v.number, t.version_id, p.content_id, t.place
              FROM there t
              JOIN participant c ON c.participant_id = t.participant_id
              JOIN version v ON v.version_id = t.version_id
              LEFT JOIN publication p ON p.version_id = t.version_id AND p.provider_id = :provider AND p.kind = t.kind
             ORDER BY c.name, t.version_id DESC, t.place
            """)
    List<Standing> standing(long provider, String ownKind, String consumerKind);

    /** The databases of which somebody has published a schema, by name. */
    @SqlQuery("""
            SELECT p.name FROM participant p
             WHERE EXISTS (SELECT FROM publication q WHERE q.participant_id = p.participant_id AND q.provider_id = p.participant_id
                              AND q.kind = 'db-schema')
             ORDER BY p.name LIMIT :limit
            """)
    List<ParticipantName> databases(int limit);

    /** A document that the participant has published: the content of one version, or of the newest one with such a document. */
    @SqlQuery("""
            SELECT q.content_id FROM publication q
             WHERE q.participant_id = :participant AND q.provider_id = :participant AND q.kind = :kind
               AND (CAST(:version AS bigint) IS NULL OR q.version_id = :version)
             ORDER BY q.version_id DESC LIMIT 1
            """)
    Optional<Long> document(long participant, String kind, @Nullable Long version);

    /** Reads a {@link Standing}. */
    final class Mapper implements RowMapper<Standing> {
        @Override
        public Standing map(ResultSet row, StatementContext ctx) throws SQLException {
            var content = row.getObject(5, Long.class);
            return new Standing(
                    row.getBoolean(1),
                    new ParticipantName(row.getString(2)),
                    new VersionNumber(row.getString(3)),
                    row.getLong(4),
                    content,
                    row.getString(6));
        }
    }
}
