package dev.seamwright.broker.crosscheck;

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

@RegisterRowMapper(CrossCheckRequestStore.OpenMapper.class)
@RegisterRowMapper(CrossCheckRequestStore.ProviderMapper.class)
@RegisterRowMapper(CrossCheckRequestStore.KnownMapper.class)
@RegisterRowMapper(CrossCheckRequestStore.StateMapper.class)
interface CrossCheckRequestStore {
    String QUEUE = "cross-check";

    /** Who makes cross-checks here. */
    String VERIFIED_BY = "Seamwright cross-check";

    /** Why there is no result at the greatest strength. */
    String NOT_PROVED = "It is not proved that the pact always fits.";

    // A pact that was verified with the version is not verified again.
    // The queue's rows name the workspace, because the scheduler works outside of any; each has a name of its own, so
    // that
    // a job that is about to end does not swallow a new request.
    String UNVERIFIED = """
            , request AS (
                INSERT INTO cross_check_request (provider_version_id, content_id, base_url, requested_at)
                SELECT DISTINCT version_id, content_id, CAST(:baseUrl AS text), CAST(:now AS timestamptz) FROM pair
                 WHERE NOT EXISTS (SELECT FROM latest_verification lv
                                    WHERE lv.content_id = pair.content_id AND lv.provider_version_id = pair.version_id
                                      AND lv.method = 'cross-check')
            """;
    String QUEUED = """
                ON CONFLICT (workspace_id, provider_version_id, content_id) DO UPDATE SET problem = NULL, base_url = EXCLUDED.base_url, requested_at = :now
                RETURNING workspace_id, provider_version_id)
            INSERT INTO seamwright_ops.scheduled_tasks (task_name, task_instance, execution_time, picked, version)
            SELECT 'cross-check', workspace_id || '/' || provider_version_id || '/' || gen_random_uuid(), :now, false, 1
              FROM (SELECT DISTINCT workspace_id, provider_version_id FROM request) version
            """;

    // a request of old is tried again
    @SqlUpdate(Pairs.OF_PUBLISHED + UNVERIFIED + QUEUED)
    int requestForPublished(long version, String needs, String offers, String baseUrl, Instant now);

    // one that has been asked for is not tried again: else each verdict would
    @SqlUpdate(Pairs.OF_VERDICT + UNVERIFIED + """
             AND NOT EXISTS (SELECT FROM cross_check_request known
                              WHERE known.provider_version_id = pair.version_id AND known.content_id = pair.content_id)
            """ + QUEUED)
    int request(
            Long[] consumerVersions,
            Long[] providers,
            Long[] providerVersions,
            String needs,
            String offers,
            String baseUrl,
            Instant now);

    // what is told of a check by its maker; those of old were all made at one strength
    @SqlUpdate("""
            DELETE FROM latest_verification lv
             USING verification ver
             WHERE lv.method = 'cross-check' AND ver.verification_id = lv.verification_id
               AND starts_with(ver.verified_by, '{"implementation":"Seamwright cross-check"')
               AND coalesce(substring(ver.verified_by FROM '"strength":"([a-z]+)"'), 'matchers') <> :strength
            """)
    int forgetOtherStrengths(String strength);

    @SqlUpdate("DELETE FROM cross_check_request WHERE problem = :problem")
    int forgetProblem(String problem);

    /**
     * A provider's version, with its document.
     *
     * @param documentContentId of its {@code openapi}
     */
    record Provider(ParticipantName name, VersionNumber number, long documentContentId) {}

    @SqlQuery("""
            SELECT p.name, v.number, s.content_id
              FROM version v
              JOIN participant p ON p.participant_id = v.participant_id
              JOIN publication s ON s.version_id = v.version_id AND s.kind = 'openapi' AND s.provider_id = v.participant_id
             WHERE v.version_id = :version
            """)
    Optional<Provider> provider(long version);

    /** A pact that waits. */
    record Open(long contentId, Sha256 sha256, ParticipantName consumer, String baseUrl) {}

    @SqlQuery("""
            SELECT r.content_id, ct.sha256, c.name, r.base_url
              FROM cross_check_request r
              JOIN content ct ON ct.content_id = r.content_id
              JOIN participant c ON c.participant_id = ct.consumer_id
             WHERE r.provider_version_id = :version AND r.problem IS NULL
             ORDER BY r.content_id
            """)
    List<Open> open(long version);

    /** A result of the same pact and the same document, which another version published. */
    @SuppressWarnings("ArrayRecordComponent") // it is read once and compared never
    record Known(long contentId, boolean success, byte[] results) {}

    // without single findings it was not made here
    @SqlQuery("""
            SELECT DISTINCT ON (ver.content_id) ver.content_id, ver.success, ver.results
              FROM cross_check_request r
              JOIN latest_verification lv ON lv.content_id = r.content_id AND lv.method = 'cross-check'
              JOIN publication s ON s.version_id = lv.provider_version_id AND s.kind = 'openapi' AND s.content_id = :documentContent
              JOIN verification ver ON ver.verification_id = lv.verification_id AND ver.results IS NOT NULL
             WHERE r.provider_version_id = :version AND r.problem IS NULL
             ORDER BY ver.content_id, ver.verification_id DESC
            """)
    List<Known> known(long version, long documentContent);

    @SqlUpdate("DELETE FROM cross_check_request WHERE provider_version_id = :version AND content_id = :content")
    int done(long version, long content);

    @SqlUpdate(
            "UPDATE cross_check_request SET problem = :problem WHERE provider_version_id = :version AND content_id = :content")
    int problem(long version, long content, String problem);

    // by place in the arrays, which name a pair each
    @SqlQuery("""
            SELECT pub.content_id IS NOT NULL, e.success, lv.success, r.content_id IS NOT NULL, r.problem
              FROM unnest(CAST(:consumerVersions AS bigint[]), CAST(:providers AS bigint[]), CAST(:providerVersions AS bigint[]))
                   WITH ORDINALITY AS pair (consumer_version_id, provider_id, version_id, place)
              LEFT JOIN publication u ON u.version_id = pair.consumer_version_id AND u.kind = 'pact' AND u.provider_id = pair.provider_id
              LEFT JOIN publication pub ON pub.version_id = pair.version_id AND pub.kind = 'openapi' AND pub.provider_id = pair.provider_id
              LEFT JOIN evidence e ON e.version_id = pub.version_id AND e.content_id = pub.content_id
              LEFT JOIN latest_verification lv ON lv.content_id = u.content_id AND lv.provider_version_id = pair.version_id
                    AND lv.method = 'cross-check'
              LEFT JOIN cross_check_request r ON r.provider_version_id = pair.version_id AND r.content_id = u.content_id
             ORDER BY pair.place
            """)
    List<State> states(Long[] consumerVersions, Long[] providers, Long[] providerVersions);

    /**
     * How far the cross-check of a pact and a provider's version is.
     *
     * @param hasDocument whether the version has published one
     * @param evidence whether it says that the version keeps the document; null: there is none
     * @param success of the cross-check; null: there is no result
     * @param requested whether it is being made, or cannot be
     * @param problem why it cannot be
     */
    record State(
            boolean hasDocument,
            @Nullable Boolean evidence,
            @Nullable Boolean success,
            boolean requested,
            @Nullable String problem) {}

    /** Reads an {@link Open}. */
    final class OpenMapper implements RowMapper<Open> {
        @Override
        public Open map(ResultSet row, StatementContext ctx) throws SQLException {
            return new Open(
                    row.getLong(1),
                    Sha256.of(row.getBytes(2)),
                    new ParticipantName(row.getString(3)),
                    row.getString(4));
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

    /** Reads a {@link State}. */
    final class StateMapper implements RowMapper<State> {
        @Override
        public State map(ResultSet row, StatementContext ctx) throws SQLException {
            return new State(row.getBoolean(1), flag(row, 2), flag(row, 3), row.getBoolean(4), row.getString(5));
        }

        private static @Nullable Boolean flag(ResultSet row, int column) throws SQLException {
            var value = row.getBoolean(column);
            return row.wasNull() ? null : value;
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
