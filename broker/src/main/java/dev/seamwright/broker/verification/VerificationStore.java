package dev.seamwright.broker.verification;

import dev.seamwright.broker.contract.Deflated;
import dev.seamwright.broker.db.Values;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.Method;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.VersionNumber;
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
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

@RegisterRowMapper(VerificationStore.Mapper.class)
@RegisterRowMapper(VerificationStore.SubjectMapper.class)
@RegisterRowMapper(VerificationStore.RecordedMapper.class)
@RegisterRowMapper(VerificationStore.CrossCheckedMapper.class)
interface VerificationStore {
    // locked, so that results of one content are numbered one after the other
    @SqlQuery("""
            SELECT ct.content_id, ct.kind, c.participant_id, c.name, p.participant_id, p.name, ct.pact_sha
              FROM participant c
              JOIN participant p ON p.name = :provider
              JOIN content ct ON ct.provider_id = p.participant_id AND ct.consumer_id = c.participant_id
                             AND ct.pact_sha = :sha AND ct.kind = 'pact'
             WHERE c.name = :consumer
             ORDER BY ct.content_id DESC LIMIT 1
               FOR NO KEY UPDATE OF ct
            """)
    Optional<Subject> lock(ParticipantName consumer, ParticipantName provider, String sha);

    @SqlQuery("""
            SELECT ct.content_id, ct.kind, c.participant_id, c.name, p.participant_id, p.name, coalesce(ct.pact_sha, encode(ct.sha256, 'hex'))
              FROM content ct
              JOIN participant c ON c.participant_id = ct.consumer_id
              JOIN participant p ON p.participant_id = ct.provider_id AND p.name = :provider
             WHERE ct.kind = :kind AND ct.sha256 = :sha256
               FOR NO KEY UPDATE OF ct
            """)
    Optional<Subject> lockContract(String kind, Sha256 sha256, ParticipantName provider);

    /**
     * What is verified.
     *
     * @param sha the name of the content in the audit log: of a pact, the one in its links
     */
    record Subject(
            long contentId,
            ContractKind kind,
            long consumerId,
            ParticipantName consumer,
            long providerId,
            ParticipantName provider,
            String sha) {}

    // The result, the newest result of (content, provider version, method), and since when each branch and tag of the
    // provider version has verified the content. A cross-check leaves a pact pending, since nobody has run it.
    @SqlQuery("""
            WITH result AS (
                INSERT INTO verification (content_id, number, provider_id, provider_version_id, method, success, wip, pending,
                                          build_url, verified_by, results, created_at)
                SELECT :contentId, coalesce(max(number), 0) + 1, :providerId, :providerVersionId, :method, :success, :wip, :pending,
                       :buildUrl, :verifiedBy, :results, :now
                  FROM verification WHERE content_id = :contentId
                RETURNING verification_id, number),
            latest AS (
                INSERT INTO latest_verification (content_id, provider_version_id, method, verification_id, number, success, wip, verified_at)
                SELECT :contentId, :providerVersionId, :method, verification_id, number, :success, :wip, :now FROM result
                ON CONFLICT (workspace_id, content_id, provider_version_id, method) DO UPDATE
                    SET verification_id = EXCLUDED.verification_id, number = EXCLUDED.number, success = EXCLUDED.success,
                        wip = EXCLUDED.wip, verified_at = EXCLUDED.verified_at),
            line AS (
                SELECT 'any' AS line, '' AS name
                 UNION ALL
                SELECT 'branch', b.name FROM branch_version bv JOIN branch b USING (branch_id)
                 WHERE bv.version_id = :providerVersionId
                 UNION ALL
                SELECT 'tag', t.name FROM tag t WHERE t.version_id = :providerVersionId),
            success AS (
                INSERT INTO content_success AS known (content_id, line, name, first_success_at, first_settled_at)
                SELECT :contentId, line, name, :now, CASE WHEN NOT :wip THEN :now::timestamptz END FROM line
                 WHERE :success AND :method <> 'cross-check'
                ON CONFLICT (workspace_id, content_id, line, name) DO UPDATE SET first_settled_at = EXCLUDED.first_settled_at
                    WHERE known.first_settled_at IS NULL AND EXCLUDED.first_settled_at IS NOT NULL)
            SELECT verification_id, number FROM result
            """)
    Recorded record(
            long contentId,
            long providerId,
            long providerVersionId,
            Method method,
            boolean success,
            boolean wip,
            boolean pending,
            @Nullable String buildUrl,
            @Nullable String verifiedBy,
            byte @Nullable [] results,
            Instant now);

    /** A result that is stored now. */
    record Recorded(long id, int number) {}

    // those of the versions that published the content; for none of them, the newest that did
    @SqlQuery("""
            SELECT pub.version_id
              FROM publication pub JOIN version v ON v.version_id = pub.version_id
             WHERE pub.content_id = :content AND v.number = ANY (:numbers)
             UNION
            (SELECT pub.version_id FROM publication pub
              WHERE pub.content_id = :content
                AND NOT EXISTS (SELECT FROM publication named JOIN version v ON v.version_id = named.version_id
                                 WHERE named.content_id = :content AND v.number = ANY (:numbers))
              ORDER BY pub.version_id DESC LIMIT 1)
             ORDER BY 1
            """)
    List<Long> publishers(long content, String[] numbers);

    String VERIFICATION = """
            SELECT ver.number, c.name, p.name, v.number, ct.pact_sha, ver.method, ver.success, ver.wip, ver.pending, ver.build_url,
                   ver.verified_by, ver.results, ver.created_at
              FROM participant c
              JOIN participant p ON p.name = :provider
              JOIN content ct ON ct.provider_id = p.participant_id AND ct.consumer_id = c.participant_id AND ct.kind = 'pact'
              JOIN verification ver ON ver.content_id = ct.content_id
              JOIN version v ON v.version_id = ver.provider_version_id
             WHERE c.name = :consumer
            """;

    @SqlQuery(VERIFICATION + " AND ct.pact_sha = :sha AND ver.number = :number ORDER BY ct.content_id DESC LIMIT 1")
    Optional<Verification> find(ParticipantName consumer, ParticipantName provider, String sha, int number);

    @SqlQuery(VERIFICATION + " AND ct.pact_sha = :sha ORDER BY ct.content_id DESC, ver.number DESC LIMIT 1")
    Optional<Verification> latest(ParticipantName consumer, ParticipantName provider, String sha);

    // the newest result of each of the version's pacts
    @SqlQuery("""
            SELECT ver.number, c.name, p.name, v.number, ct.pact_sha, ver.method, ver.success, ver.wip, ver.pending, ver.build_url,
                   ver.verified_by, NULL::bytea, ver.created_at
              FROM participant c
              JOIN version cv ON cv.participant_id = c.participant_id AND cv.number = :version
              JOIN publication pub ON pub.version_id = cv.version_id AND pub.kind = 'pact'
              JOIN content ct ON ct.content_id = pub.content_id
              JOIN participant p ON p.participant_id = pub.provider_id
              CROSS JOIN LATERAL (SELECT * FROM verification l WHERE l.content_id = ct.content_id ORDER BY l.number DESC LIMIT 1) ver
              JOIN version v ON v.version_id = ver.provider_version_id
             WHERE c.name = :consumer
             ORDER BY p.name
            """)
    List<Verification> latestOfConsumerVersion(ParticipantName consumer, VersionNumber version);

    // null does not filter; of the versions that published a pact, the newest stands for all
    @SqlQuery("""
            SELECT c.name, pub.number, ver.number, ver.success, ver.results, ver.created_at
              FROM latest_verification lv
              JOIN verification ver ON ver.verification_id = lv.verification_id
              JOIN content ct ON ct.content_id = lv.content_id
              JOIN participant c ON c.participant_id = ct.consumer_id
             CROSS JOIN LATERAL (
                    SELECT p.version_id, v.number FROM publication p JOIN version v ON v.version_id = p.version_id
                     WHERE p.content_id = lv.content_id AND (CAST(:consumerVersion AS text) IS NULL OR v.number = :consumerVersion)
                     ORDER BY p.version_id DESC LIMIT 1) pub
             WHERE lv.provider_version_id = :providerVersion AND lv.method = 'cross-check'
               AND (CAST(:consumer AS text) IS NULL OR c.name = :consumer)
             ORDER BY c.name, pub.version_id DESC
             LIMIT 100
            """)
    List<CrossChecked> crossChecks(
            long providerVersion, @Nullable ParticipantName consumer, @Nullable VersionNumber consumerVersion);

    /** Reads a {@link CrossChecked}. */
    final class CrossCheckedMapper implements RowMapper<CrossChecked> {
        @Override
        public CrossChecked map(ResultSet row, StatementContext ctx) throws SQLException {
            var results = row.getBytes(5);
            return new CrossChecked(
                    new ParticipantName(row.getString(1)),
                    new VersionNumber(row.getString(2)),
                    row.getInt(3),
                    row.getBoolean(4),
                    results == null ? null : new String(Deflated.inflate(results), StandardCharsets.UTF_8),
                    Objects.requireNonNull(Values.instant(row, 6)));
        }
    }

    @SqlUpdate("""
            DELETE FROM verification ver
             WHERE ver.number = :number AND ver.content_id = :content
            """)
    int delete(long content, int number);

    // what the projections said because of a deleted result is said anew from those that are left
    @SqlUpdate("""
            WITH gone AS (
                DELETE FROM latest_verification lv WHERE lv.content_id = :content
                   AND NOT EXISTS (SELECT FROM verification ver WHERE ver.verification_id = lv.verification_id)
                RETURNING provider_version_id, method)
            INSERT INTO latest_verification (content_id, provider_version_id, method, verification_id, number, success, wip, verified_at)
            SELECT DISTINCT ON (ver.provider_version_id, ver.method)
                   ver.content_id, ver.provider_version_id, ver.method, ver.verification_id, ver.number, ver.success, ver.wip, ver.created_at
              FROM gone JOIN verification ver USING (provider_version_id, method)
             WHERE ver.content_id = :content
             ORDER BY ver.provider_version_id, ver.method, ver.number DESC
            ON CONFLICT (workspace_id, content_id, provider_version_id, method) DO UPDATE
                SET verification_id = EXCLUDED.verification_id, number = EXCLUDED.number, success = EXCLUDED.success,
                    wip = EXCLUDED.wip, verified_at = EXCLUDED.verified_at
            """)
    void restoreLatest(long content);

    @SqlUpdate("DELETE FROM content_success WHERE content_id = :content")
    void forgetSuccesses(long content);

    @SqlUpdate("""
            INSERT INTO content_success (content_id, line, name, first_success_at, first_settled_at)
            SELECT ver.content_id, l.line, l.name, min(ver.created_at), min(ver.created_at) FILTER (WHERE NOT ver.wip)
              FROM verification ver
              CROSS JOIN LATERAL (
                    SELECT 'any' AS line, '' AS name
                     UNION ALL
                    SELECT 'branch', b.name FROM branch_version bv JOIN branch b USING (branch_id)
                     WHERE bv.version_id = ver.provider_version_id
                     UNION ALL
                    SELECT 'tag', t.name FROM tag t WHERE t.version_id = ver.provider_version_id) l
             WHERE ver.content_id = :content AND ver.success AND ver.method <> 'cross-check'
             GROUP BY ver.content_id, l.line, l.name
            """)
    void restoreSuccesses(long content);

    /** Reads a row of {@link #VERIFICATION}. */
    final class Mapper implements RowMapper<Verification> {
        @Override
        public Verification map(ResultSet row, StatementContext ctx) throws SQLException {
            var results = row.getBytes(12);
            return new Verification(
                    row.getInt(1),
                    new ParticipantName(row.getString(2)),
                    new ParticipantName(row.getString(3)),
                    new VersionNumber(row.getString(4)),
                    row.getString(5),
                    Method.of(row.getString(6)),
                    row.getBoolean(7),
                    row.getBoolean(8),
                    row.getBoolean(9),
                    row.getString(10),
                    row.getString(11),
                    results == null ? null : new String(Deflated.inflate(results), StandardCharsets.UTF_8),
                    Objects.requireNonNull(Values.instant(row, 13)));
        }
    }

    /** Reads a {@link Recorded}. */
    final class RecordedMapper implements RowMapper<Recorded> {
        @Override
        public Recorded map(ResultSet row, StatementContext ctx) throws SQLException {
            return new Recorded(row.getLong(1), row.getInt(2));
        }
    }

    /** Reads a {@link Subject}. */
    final class SubjectMapper implements RowMapper<Subject> {
        @Override
        public Subject map(ResultSet row, StatementContext ctx) throws SQLException {
            return new Subject(
                    row.getLong(1),
                    ContractKind.of(row.getString(2)),
                    row.getLong(3),
                    new ParticipantName(row.getString(4)),
                    row.getLong(5),
                    new ParticipantName(row.getString(6)),
                    row.getString(7));
        }
    }
}
