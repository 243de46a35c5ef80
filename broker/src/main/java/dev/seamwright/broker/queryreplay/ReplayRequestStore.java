package dev.seamwright.broker.queryreplay;

import dev.seamwright.broker.verification.Pairs;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.Sha256;
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
import org.jspecify.annotations.Nullable;

@RegisterRowMapper(ReplayRequestStore.OpenMapper.class)
@RegisterRowMapper(ReplayRequestStore.ProviderMapper.class)
@RegisterRowMapper(ReplayRequestStore.KnownMapper.class)
interface ReplayRequestStore {
    String QUEUE = "query-replay";

    // A usage that was verified with the version is not verified again.
    // The queue's rows name the workspace, because the scheduler works outside of any; each has a name of its own, so
    // that
    // a job that is about to end does not swallow a new request.
    String UNVERIFIED = """
            , request AS (
                INSERT INTO replay_request (provider_version_id, content_id, requested_at)
                SELECT DISTINCT version_id, content_id, CAST(:now AS timestamptz) FROM pair
                 WHERE NOT EXISTS (SELECT FROM latest_verification lv
                                    WHERE lv.content_id = pair.content_id AND lv.provider_version_id = pair.version_id
                                      AND lv.method = 'query-replay')
            """;
    String QUEUED = """
                ON CONFLICT (workspace_id, provider_version_id, content_id) DO UPDATE SET problem = NULL, requested_at = :now
                RETURNING workspace_id, provider_version_id)
            INSERT INTO seamwright_ops.scheduled_tasks (task_name, task_instance, execution_time, picked, version)
            SELECT 'query-replay', workspace_id || '/' || provider_version_id || '/' || gen_random_uuid(), :now, false, 1
              FROM (SELECT DISTINCT workspace_id, provider_version_id FROM request) version
            """;

    // a request of old is tried again
    @SqlUpdate(Pairs.OF_PUBLISHED + UNVERIFIED + QUEUED)
    int requestForPublished(long version, String needs, String offers, Instant now);

    // one that has been asked for is not tried again: else each verdict would
    @SqlUpdate(Pairs.OF_VERDICT + UNVERIFIED + """
             AND NOT EXISTS (SELECT FROM replay_request known
                              WHERE known.provider_version_id = pair.version_id AND known.content_id = pair.content_id)
            """ + QUEUED)
    int request(
            Long[] consumerVersions,
            Long[] providers,
            Long[] providerVersions,
            String needs,
            String offers,
            Instant now);

    /**
     * A database's version, with its schema.
     *
     * @param schemaContentId of its {@code db-schema}
     */
    record Provider(ParticipantName name, VersionNumber number, long schemaContentId) {}

    @SqlQuery("""
            SELECT p.name, v.number, s.content_id
              FROM version v
              JOIN participant p ON p.participant_id = v.participant_id
              JOIN publication s ON s.version_id = v.version_id AND s.kind = 'db-schema' AND s.provider_id = v.participant_id
             WHERE v.version_id = :version
            """)
    Optional<Provider> provider(long version);

    /** A usage that waits. */
    record Open(long contentId, Sha256 sha256, ParticipantName consumer) {}

    @SqlQuery("""
            SELECT r.content_id, ct.sha256, c.name
              FROM replay_request r
              JOIN content ct ON ct.content_id = r.content_id
              JOIN participant c ON c.participant_id = ct.consumer_id
             WHERE r.provider_version_id = :version AND r.problem IS NULL
             ORDER BY r.content_id
            """)
    List<Open> open(long version);

    /** A result of the same usage on the same schema, which another version published. */
    @SuppressWarnings("ArrayRecordComponent") // it is read once and compared never
    record Known(long contentId, boolean success, byte @Nullable [] results) {}

    @SqlQuery("""
            SELECT DISTINCT ON (ver.content_id) ver.content_id, ver.success, ver.results
              FROM replay_request r
              JOIN latest_verification lv ON lv.content_id = r.content_id AND lv.method = 'query-replay'
              JOIN publication s ON s.version_id = lv.provider_version_id AND s.kind = 'db-schema' AND s.content_id = :schemaContent
              JOIN verification ver ON ver.verification_id = lv.verification_id
             WHERE r.provider_version_id = :version AND r.problem IS NULL
             ORDER BY ver.content_id, ver.verification_id DESC
            """)
    List<Known> known(long version, long schemaContent);

    @SqlUpdate("DELETE FROM replay_request WHERE provider_version_id = :version AND content_id = :content")
    int done(long version, long content);

    @SqlUpdate(
            "UPDATE replay_request SET problem = :problem WHERE provider_version_id = :version AND content_id = :content")
    int problem(long version, long content, String problem);

    /** Reads an {@link Open}. */
    final class OpenMapper implements RowMapper<Open> {
        @Override
        public Open map(ResultSet row, StatementContext ctx) throws SQLException {
            return new Open(row.getLong(1), Sha256.of(row.getBytes(2)), new ParticipantName(row.getString(3)));
        }
    }

    /** Reads a {@link Provider}. */
    final class ProviderMapper implements RowMapper<Provider> {
        @Override
        public Provider map(ResultSet row, StatementContext ctx) throws SQLException {
            return new Provider(
                    new ParticipantName(row.getString(1)), new VersionNumber(row.getString(2)), row.getLong(3));
        }
    }

    /** Reads a {@link Known}. */
    final class KnownMapper implements RowMapper<Known> {
        @Override
        public Known map(ResultSet row, StatementContext ctx) throws SQLException {
            return new Known(row.getLong(1), row.getBoolean(2), row.getBytes(3));
        }
    }
}
