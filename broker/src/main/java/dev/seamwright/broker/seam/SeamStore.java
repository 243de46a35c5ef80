package dev.seamwright.broker.seam;

import dev.seamwright.broker.db.Slice;
import dev.seamwright.broker.db.Values;
import dev.seamwright.broker.seam.SeamState.Result;
import dev.seamwright.broker.seam.SeamState.Status;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.VersionNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The SQL of seams. */
final class SeamStore {
    private static final String SEAMS = """
              FROM seam s
              JOIN participant c ON c.participant_id = s.consumer_id
              JOIN participant p ON p.participant_id = s.provider_id
             WHERE s.kind = 'pact'
               AND (CAST(:q AS text) IS NULL OR position(lower(:q) IN lower(c.name)) > 0 OR position(lower(:q) IN lower(p.name)) > 0)
            """;
    private static final String PAGE = " ORDER BY c.name, p.name LIMIT :limit OFFSET :offset";

    // with the contents go publications, results and deliveries, and with the publications the seam
    private static final String DELETE = """
            WITH hook AS (
                DELETE FROM webhook WHERE consumer_id = :consumer AND provider_id = :provider)
            DELETE FROM content WHERE kind = 'pact' AND consumer_id = :consumer AND provider_id = :provider
            """;
    private static final String DELETE_ALL = """
            WITH hook AS (
                DELETE FROM webhook WHERE consumer_id IS NOT NULL AND provider_id IS NOT NULL)
            DELETE FROM content WHERE kind = 'pact'
            """;

    // A pact is stale when it has no result and something else between the two has.
    private static final String STATES = """
            SELECT c.name, p.name, v.version_id, v.number, ct.pact_sha, head.created_at,
                   ver.number, ver.success, ver.pending, ver.provider_version_id, pv.number, ver.created_at,
                   CASE WHEN ver.verification_id IS NULL THEN EXISTS (
                        SELECT FROM content other JOIN latest_verification lv ON lv.content_id = other.content_id AND lv.decides
                         WHERE other.kind = 'pact' AND other.provider_id = head.provider_id
                           AND other.consumer_id = head.participant_id) ELSE false END,
                   hook.status
              FROM (%s) head
              JOIN participant c ON c.participant_id = head.participant_id
              JOIN participant p ON p.participant_id = head.provider_id
              JOIN version v ON v.version_id = head.version_id
              JOIN content ct ON ct.content_id = head.content_id
              LEFT JOIN LATERAL (
                    SELECT * FROM verification l
                     WHERE l.content_id = head.content_id
                       AND EXISTS (SELECT FROM latest_verification lv
                                    WHERE lv.content_id = l.content_id AND lv.provider_version_id = l.provider_version_id
                                      AND lv.method = l.method AND lv.decides)
                     ORDER BY l.number DESC LIMIT 1) ver ON true
              LEFT JOIN version pv ON pv.version_id = ver.provider_version_id
              LEFT JOIN LATERAL (
                    SELECT d.status FROM webhook_delivery d
                     WHERE d.consumer_id = head.participant_id AND d.consumer_version_id = head.version_id
                       AND d.provider_id = head.provider_id
                     ORDER BY d.created_at DESC, d.delivery_id LIMIT 1) hook ON true
             ORDER BY c.name, p.name, v.version_id DESC
            """;
    private static final String COLUMNS =
            "SELECT pub.participant_id, pub.provider_id, pub.version_id, pub.content_id, pub.created_at ";
    private static final String NEWEST_OF_EACH =
            COLUMNS + "FROM (SELECT s.consumer_id, s.provider_id " + SEAMS + PAGE + """
            ) s CROSS JOIN LATERAL (
                    SELECT * FROM publication pub
                     WHERE pub.participant_id = s.consumer_id AND pub.provider_id = s.provider_id AND pub.kind = 'pact'
                     ORDER BY pub.version_id DESC LIMIT 1) pub
            """;
    private static final String ONE = COLUMNS + """
              FROM publication pub
             WHERE pub.version_id = :version AND pub.kind = 'pact' AND pub.provider_id = :provider
            """;
    // the newest pact, and those of the heads of branches and tags
    private static final String HEADS = COLUMNS + """
              FROM publication pub
             WHERE pub.participant_id = :consumer AND pub.provider_id = :provider AND pub.kind = 'pact'
               AND pub.version_id IN (
                    SELECT b.head_version_id FROM branch b WHERE b.participant_id = :consumer
                     UNION ALL
                    SELECT max(t.version_id) FROM tag t WHERE t.participant_id = :consumer GROUP BY t.name
                     UNION ALL
                    SELECT max(l.version_id) FROM publication l
                     WHERE l.participant_id = :consumer AND l.provider_id = :provider AND l.kind = 'pact')
             ORDER BY pub.version_id DESC LIMIT :limit
            """;
    private static final String RESULT = """
            SELECT lv.success FROM latest_verification lv JOIN tag t ON t.version_id = lv.provider_version_id AND t.name = :tag
             WHERE lv.content_id = :content AND lv.decides
             ORDER BY lv.provider_version_id DESC LIMIT 1
            """;

    private SeamStore() {}

    static List<Seam> list(Handle handle, @Nullable String q, Slice slice) {
        return handle.createQuery("SELECT c.name, p.name " + SEAMS + PAGE)
                .bind("q", q)
                .bind("limit", slice.limit())
                .bind("offset", slice.offset())
                .map((row, ctx) ->
                        new Seam(new ParticipantName(row.getString(1)), new ParticipantName(row.getString(2))))
                .list();
    }

    static long count(Handle handle, @Nullable String q) {
        return handle.createQuery("SELECT count(*) " + SEAMS)
                .bind("q", q)
                .mapTo(Long.class)
                .one();
    }

    static int delete(Handle handle, long consumer, long provider) {
        return handle.createUpdate(DELETE)
                .bind("consumer", consumer)
                .bind("provider", provider)
                .execute();
    }

    static int deleteAll(Handle handle) {
        return handle.createUpdate(DELETE_ALL).execute();
    }

    static List<SeamState> states(Handle handle, @Nullable String q, Slice slice) {
        return handle.createQuery(STATES.formatted(NEWEST_OF_EACH))
                .bind("q", q)
                .bind("limit", slice.limit())
                .bind("offset", slice.offset())
                .map(SeamStore::state)
                .list();
    }

    static List<SeamState> heads(Handle handle, long consumer, long provider, int limit) {
        return handle.createQuery(STATES.formatted(HEADS))
                .bind("consumer", consumer)
                .bind("provider", provider)
                .bind("limit", limit)
                .map(SeamStore::state)
                .list();
    }

    static @Nullable SeamState one(Handle handle, long version, long provider) {
        return handle.createQuery(STATES.formatted(ONE))
                .bind("version", version)
                .bind("provider", provider)
                .map(SeamStore::state)
                .findOne()
                .orElse(null);
    }

    /** The result of the newest of the provider versions with the tag that have one; null: none has. */
    static @Nullable Boolean result(Handle handle, long content, String tag) {
        return handle.createQuery(RESULT)
                .bind("content", content)
                .bind("tag", tag)
                .mapTo(Boolean.class)
                .findOne()
                .orElse(null);
    }

    private static SeamState state(ResultSet row, StatementContext ctx) throws SQLException {
        var number = row.getInt(7);
        var result = row.wasNull()
                ? null
                : new Result(
                        number,
                        row.getBoolean(8),
                        row.getLong(10),
                        new VersionNumber(row.getString(11)),
                        Objects.requireNonNull(Values.instant(row, 12)));
        return new SeamState(
                new ParticipantName(row.getString(1)),
                new ParticipantName(row.getString(2)),
                row.getLong(3),
                new VersionNumber(row.getString(4)),
                row.getString(5),
                Objects.requireNonNull(Values.instant(row, 6)),
                status(result, row.getBoolean(9), row.getBoolean(13)),
                result,
                row.getString(14));
    }

    private static Status status(@Nullable Result result, boolean pending, boolean wasVerified) {
        if (result == null) {
            return wasVerified ? Status.STALE : Status.NEVER;
        }
        return result.success() ? Status.SUCCESS : pending ? Status.FAILED_PENDING : Status.FAILED;
    }
}
