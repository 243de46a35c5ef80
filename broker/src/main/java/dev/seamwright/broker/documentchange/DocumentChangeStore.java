package dev.seamwright.broker.documentchange;

import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

@RegisterRowMapper(DocumentChangeStore.PairMapper.class)
@RegisterRowMapper(DocumentChangeStore.StoredMapper.class)
interface DocumentChangeStore {
    String QUEUE = "document-change";

    // the newest earlier version on the main branch, or of all where no branch is the main one
    String PAIR = """
            SELECT mine.content_id, before.version_id, before.content_id AS before_content_id, mine.workspace_id
              FROM publication mine
              JOIN participant p ON p.participant_id = mine.participant_id
             CROSS JOIN LATERAL (
                    SELECT b.version_id, b.content_id FROM publication b
                     WHERE b.participant_id = mine.participant_id AND b.provider_id = mine.participant_id AND b.kind = 'openapi'
                       AND b.version_id < mine.version_id
                       AND (p.main_branch IS NULL OR EXISTS (
                            SELECT FROM branch main JOIN branch_version bv USING (branch_id)
                             WHERE main.participant_id = p.participant_id AND main.name = p.main_branch AND bv.version_id = b.version_id))
                     ORDER BY b.version_id DESC LIMIT 1) before
             WHERE mine.version_id = :version AND mine.kind = 'openapi' AND mine.provider_id = mine.participant_id
               AND mine.content_id <> before.content_id
               AND NOT EXISTS (SELECT FROM document_change known
                                WHERE known.version_id = mine.version_id AND known.content_id = mine.content_id
                                  AND known.before_version_id = before.version_id)
            """;

    @SqlUpdate("""
            INSERT INTO seamwright_ops.scheduled_tasks (task_name, task_instance, execution_time, picked, version)
            SELECT 'document-change', pair.workspace_id || '/' || :version || '/' || gen_random_uuid(), :now, false, 1
              FROM (""" + PAIR + ") pair")
    int request(long version, Instant now);

    /** A version's document, and the one before it. */
    record Pair(long contentId, long beforeVersionId, long beforeContentId) {}

    @SqlQuery(PAIR)
    Optional<Pair> pair(long version);

    @SqlUpdate("""
            INSERT INTO document_change (version_id, content_id, before_version_id, breaking, findings, created_at)
            SELECT version_id, content_id, :beforeVersion, :breaking, :findings, :now
              FROM publication WHERE version_id = :version AND kind = 'openapi' AND content_id = :content
            ON CONFLICT (workspace_id, version_id) DO UPDATE
                SET content_id = EXCLUDED.content_id, before_version_id = EXCLUDED.before_version_id, breaking = EXCLUDED.breaking,
                    findings = EXCLUDED.findings, created_at = EXCLUDED.created_at
            """)
    int record(long version, long content, long beforeVersion, int breaking, byte[] findings, Instant now);

    /** A change that breaks. */
    @SuppressWarnings("ArrayRecordComponent") // it is read once and compared never
    record Stored(
            ParticipantName participant, VersionNumber version, VersionNumber before, int breaking, byte[] findings) {}

    @SqlQuery("""
            SELECT p.name, v.number, b.number, change.breaking, change.findings
              FROM document_change change
              JOIN publication pub ON pub.version_id = change.version_id AND pub.kind = 'openapi' AND pub.content_id = change.content_id
              JOIN version v ON v.version_id = change.version_id
              JOIN version b ON b.version_id = change.before_version_id
              JOIN participant p ON p.participant_id = v.participant_id
             WHERE change.version_id = ANY (:versions) AND change.breaking > 0
             ORDER BY p.name, change.version_id
             LIMIT 20
            """)
    List<Stored> breaking(Long[] versions);

    /** Reads a {@link Pair}. */
    final class PairMapper implements RowMapper<Pair> {
        @Override
        public Pair map(ResultSet row, StatementContext ctx) throws SQLException {
            return new Pair(row.getLong(1), row.getLong(2), row.getLong(3));
        }
    }

    /** Reads a {@link Stored}. */
    final class StoredMapper implements RowMapper<Stored> {
        @Override
        public Stored map(ResultSet row, StatementContext ctx) throws SQLException {
            return new Stored(
                    new ParticipantName(row.getString(1)),
                    new VersionNumber(row.getString(2)),
                    new VersionNumber(row.getString(3)),
                    row.getInt(4),
                    row.getBytes(5));
        }
    }
}
