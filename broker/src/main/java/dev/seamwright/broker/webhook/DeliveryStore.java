package dev.seamwright.broker.webhook;

import dev.seamwright.broker.db.PlannedByValues;
import dev.seamwright.broker.db.Values;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

@RegisterRowMapper(DeliveryStore.Mapper.class)
@RegisterRowMapper(DeliveryStore.DueMapper.class)
@RegisterRowMapper(DeliveryStore.AttemptMapper.class)
@RegisterRowMapper(DeliveryStore.VariablesMapper.class)
interface DeliveryStore {
    String QUEUE = "webhook-delivery";

    /** For events that carry what they tell: a broker that does not know them leaves the queue alone. */
    String TOLD_QUEUE = "webhook-event";

    String SELECT = """
            SELECT d.delivery_id, d.webhook_id, d.event, d.status, d.run, d.attempts, d.next_attempt_at, d.created_at, d.updated_at
              FROM webhook_delivery d
            """;

    /** A delivery to be made, by internal ids. */
    record Due(
            String webhookId,
            String event,
            Delivery.Status status,
            int run,
            int attempts,
            @Nullable Instant nextAttemptAt,
            Instant createdAt,
            About about) {}

    /** What a delivery tells about. */
    sealed interface About {
        String baseUrl();
    }

    /**
     * What the event itself carries.
     *
     * @param data JSON
     */
    record Told(String data, String baseUrl) implements About {}

    /** A pact, and who verifies it. */
    record Subject(
            long consumerVersionId,
            long contentId,
            @Nullable Long providerVersionId,
            @Nullable String providerVersionDescriptions,
            @Nullable Long verificationId,
            String baseUrl)
            implements About {}

    @SqlQuery("""
            SELECT DISTINCT event
              FROM webhook w CROSS JOIN unnest(w.events) AS event
             WHERE w.enabled AND event = ANY (:types)
               AND (w.consumer_id IS NULL OR w.consumer_id = :consumer)
               AND (w.provider_id IS NULL OR w.provider_id = ANY (:providers))
               AND (w.consumer_label IS NULL OR EXISTS (
                        SELECT FROM participant_label l WHERE l.participant_id = :consumer AND l.name = w.consumer_label))
               AND (w.provider_label IS NULL OR EXISTS (
                        SELECT FROM participant_label l WHERE l.participant_id = ANY (:providers) AND l.name = w.provider_label))
            """)
    List<String> wanted(String[] types, long consumer, Long[] providers);

    // The queue's rows name the workspace, because the scheduler works outside of any.
    @SqlUpdate("""
            WITH event AS (
                SELECT *
                  FROM unnest(CAST(:types AS text[]), CAST(:consumers AS bigint[]), CAST(:providers AS bigint[]),
                              CAST(:consumerVersions AS bigint[]), CAST(:contents AS bigint[]), CAST(:providerVersions AS bigint[]),
                              CAST(:descriptions AS text[]), CAST(:verifications AS bigint[]), CAST(:baseUrls AS text[]))
                       AS e (type, consumer_id, provider_id, consumer_version_id, content_id, provider_version_id,
                             provider_version_descriptions, verification_id, base_url)),
            triggered AS (
                INSERT INTO webhook_delivery (webhook_id, event, consumer_id, provider_id, consumer_version_id, content_id,
                        provider_version_id, provider_version_descriptions, verification_id, base_url,
                        next_attempt_at, created_at, updated_at)
                SELECT w.webhook_id, e.type, e.consumer_id, e.provider_id, e.consumer_version_id, e.content_id,
                       e.provider_version_id, e.provider_version_descriptions, e.verification_id, e.base_url,
                       :now, :now, :now
                  FROM event e
                  JOIN webhook w ON w.enabled AND e.type = ANY (w.events)
                   AND (w.consumer_id IS NULL OR w.consumer_id = e.consumer_id)
                   AND (w.provider_id IS NULL OR w.provider_id = e.provider_id)
                   AND (w.consumer_label IS NULL OR EXISTS (
                            SELECT FROM participant_label l
                             WHERE l.participant_id = e.consumer_id AND l.name = w.consumer_label))
                   AND (w.provider_label IS NULL OR EXISTS (
                            SELECT FROM participant_label l
                             WHERE l.participant_id = e.provider_id AND l.name = w.provider_label))
                RETURNING workspace_id, delivery_id, run)
            INSERT INTO seamwright_ops.scheduled_tasks (task_name, task_instance, execution_time, picked, version)
            SELECT 'webhook-delivery', workspace_id || '/' || delivery_id || '/' || run, :now, false, 1
              FROM triggered
            """)
    int trigger(
            String[] types,
            Long[] consumers,
            Long[] providers,
            Long[] consumerVersions,
            Long[] contents,
            Long[] providerVersions,
            String[] descriptions,
            Long[] verifications,
            String[] baseUrls,
            Instant now);

    @SqlUpdate("""
            WITH event AS (
                SELECT *
                  FROM unnest(CAST(:types AS text[]), CAST(:consumers AS bigint[]), CAST(:providers AS bigint[]), CAST(:data AS text[]))
                       AS e (type, consumer_id, provider_id, data)),
            triggered AS (
                INSERT INTO webhook_delivery (webhook_id, event, consumer_id, provider_id, data, base_url, next_attempt_at, created_at, updated_at)
                SELECT w.webhook_id, e.type, e.consumer_id, e.provider_id, CAST(e.data AS json), :baseUrl, :now, :now, :now
                  FROM event e
                  JOIN webhook w ON w.enabled AND e.type = ANY (w.events)
                   AND (w.consumer_id IS NULL OR w.consumer_id = e.consumer_id)
                   AND (w.provider_id IS NULL OR w.provider_id = e.provider_id)
                   AND (w.consumer_label IS NULL OR EXISTS (
                            SELECT FROM participant_label l
                             WHERE l.participant_id = e.consumer_id AND l.name = w.consumer_label))
                   AND (w.provider_label IS NULL OR EXISTS (
                            SELECT FROM participant_label l
                             WHERE l.participant_id = e.provider_id AND l.name = w.provider_label))
                RETURNING workspace_id, delivery_id, run)
            INSERT INTO seamwright_ops.scheduled_tasks (task_name, task_instance, execution_time, picked, version)
            SELECT 'webhook-event', workspace_id || '/' || delivery_id || '/' || run, :now, false, 1
              FROM triggered
            """)
    int append(String[] types, Long[] consumers, Long[] providers, String[] data, String baseUrl, Instant now);

    @SqlUpdate("""
            WITH again AS (
                UPDATE webhook_delivery
                   SET status = 'not_run', run = run + 1, attempts = 0, next_attempt_at = :now, updated_at = :now
                 WHERE delivery_id = :id
                RETURNING workspace_id, delivery_id, run, data IS NULL AS is_of_pact)
            INSERT INTO seamwright_ops.scheduled_tasks (task_name, task_instance, execution_time, picked, version)
            SELECT CASE WHEN is_of_pact THEN 'webhook-delivery' ELSE 'webhook-event' END, workspace_id || '/' || delivery_id || '/' || run, :now, false, 1
              FROM again
            """)
    int redeliver(UUID id, Instant now);

    @SqlQuery(DUE + " WHERE delivery_id = :id")
    Optional<Due> due(UUID id);

    @SqlQuery(DUE + " WHERE delivery_id = :id FOR UPDATE")
    Optional<Due> lock(UUID id);

    String DUE = """
            SELECT webhook_id, event, status, run, attempts, next_attempt_at, created_at, data,
                   consumer_version_id, content_id, provider_version_id, provider_version_descriptions, verification_id, base_url
              FROM webhook_delivery
            """;

    @SqlUpdate("""
            INSERT INTO webhook_attempt (delivery_id, run, number, success, log, http_status, error, payload, response, created_at)
            SELECT :id, :run, count(*) + 1, :success, :log, :httpStatus, :error, :payload, :response, :now
              FROM webhook_attempt WHERE delivery_id = :id AND run = :run
            """)
    void addAttempt(
            UUID id,
            int run,
            boolean success,
            String log,
            @Nullable Integer httpStatus,
            @Nullable String error,
            @Nullable String payload,
            @Nullable String response,
            Instant now);

    @SqlUpdate("""
            UPDATE webhook_delivery
               SET status = :status, attempts = :attempts, next_attempt_at = :nextAttemptAt, updated_at = :now
             WHERE delivery_id = :id
            """)
    void advance(UUID id, String status, int attempts, @Nullable Instant nextAttemptAt, Instant now);

    @SqlQuery(SELECT + " WHERE d.delivery_id = :id")
    Optional<Delivery> find(UUID id);

    @SqlQuery(SELECT + """
             WHERE d.consumer_id = :consumerId AND d.consumer_version_id = :consumerVersionId AND d.provider_id = :providerId
             ORDER BY d.created_at DESC, d.delivery_id
            """)
    List<Delivery> ofConsumerVersion(long consumerId, long consumerVersionId, long providerId);

    @SqlQuery(SELECT + """
              JOIN verification v ON v.verification_id = d.verification_id
              JOIN content c ON c.content_id = v.content_id
             WHERE c.kind = 'pact' AND c.consumer_id = :consumerId AND c.provider_id = :providerId AND c.pact_sha = :pactSha
               AND v.number = :number
             ORDER BY d.created_at DESC, d.delivery_id
            """)
    List<Delivery> ofVerification(long consumerId, long providerId, String pactSha, int number);

    // of each webhook the newest one, for the newest version that triggered any
    @SqlQuery(SELECT + """
             WHERE d.consumer_id = :consumerId AND d.provider_id = :providerId
               AND d.consumer_version_id = (
                       SELECT max(version_id) FROM publication
                        WHERE participant_id = :consumerId AND provider_id = :providerId AND kind = 'pact')
               AND NOT EXISTS (
                       SELECT FROM webhook_delivery n
                        WHERE n.webhook_id = d.webhook_id AND n.event = d.event
                          AND n.consumer_version_id = d.consumer_version_id AND n.provider_id = d.provider_id
                          AND n.consumer_id = d.consumer_id
                          AND n.provider_version_id IS NOT DISTINCT FROM d.provider_version_id
                          AND (n.created_at, n.delivery_id) > (d.created_at, d.delivery_id))
             ORDER BY d.created_at DESC, d.delivery_id
            """)
    List<Delivery> latestBetween(long consumerId, long providerId);

    @SqlQuery(SELECT + " WHERE d.status = :status ORDER BY d.created_at DESC, d.delivery_id LIMIT :limit")
    List<Delivery> withStatus(String status, int limit);

    @SqlQuery(SELECT + " WHERE d.webhook_id = :webhookId ORDER BY d.created_at DESC, d.delivery_id LIMIT :limit")
    List<Delivery> ofWebhook(String webhookId, int limit);

    String PAGE = """

               AND (CAST(:at AS timestamptz) IS NULL OR (d.created_at, d.delivery_id) < (:at, CAST(:id AS uuid)))
             ORDER BY d.created_at DESC, d.delivery_id DESC
             LIMIT :limit
            """;

    // (at, id) is the place of the delivery before the first one; null: from the newest on
    @PlannedByValues
    @SqlQuery(SELECT + " WHERE true" + PAGE)
    List<Delivery> page(@Nullable Instant at, @Nullable UUID id, int limit);

    @PlannedByValues
    @SqlQuery(SELECT + " WHERE d.status = :status" + PAGE)
    List<Delivery> pageOfStatus(String status, @Nullable Instant at, @Nullable UUID id, int limit);

    @PlannedByValues
    @SqlQuery(SELECT + " WHERE d.webhook_id = :webhookId AND (CAST(:status AS text) IS NULL OR d.status = :status)"
            + PAGE)
    List<Delivery> pageOfWebhook(
            String webhookId, @Nullable String status, @Nullable Instant at, @Nullable UUID id, int limit);

    @SqlQuery("SELECT last.* FROM unnest(CAST(:webhookIds AS text[])) AS w (id) CROSS JOIN LATERAL (" + SELECT
            + " WHERE d.webhook_id = w.id ORDER BY d.created_at DESC, d.delivery_id DESC LIMIT 1) last")
    List<Delivery> lastOf(String[] webhookIds);

    @SqlQuery("""
            SELECT run, number, success, log, http_status, error, payload, response, created_at FROM webhook_attempt WHERE delivery_id = :id ORDER BY run, number
            """)
    List<Delivery.Attempt> attempts(UUID id);

    @SqlUpdate("DELETE FROM webhook_delivery WHERE status IN ('success', 'failure') AND created_at < :before")
    int deleteOld(Instant before);

    /** The newest pact that a webhook for these sides would be triggered by, with its newest verification. */
    @SqlQuery("""
            SELECT u.version_id AS consumer_version_id, u.content_id, CAST(NULL AS bigint) AS provider_version_id,
                   CAST(NULL AS text) AS provider_version_descriptions, CAST(NULL AS bigint) AS verification_id, :baseUrl AS base_url
              FROM publication u
              JOIN participant c ON c.participant_id = u.participant_id
              JOIN participant p ON p.participant_id = u.provider_id
             WHERE u.kind = 'pact'
               AND (CAST(:consumer AS text) IS NULL OR c.name = :consumer)
               AND (CAST(:provider AS text) IS NULL OR p.name = :provider)
               AND (CAST(:consumerLabel AS text) IS NULL OR EXISTS (
                        SELECT FROM participant_label l WHERE l.participant_id = c.participant_id AND l.name = :consumerLabel))
               AND (CAST(:providerLabel AS text) IS NULL OR EXISTS (
                        SELECT FROM participant_label l WHERE l.participant_id = p.participant_id AND l.name = :providerLabel))
             ORDER BY u.version_id DESC
             LIMIT 1
            """)
    @RegisterRowMapper(SubjectMapper.class)
    Optional<Subject> latestPact(
            @Nullable String consumer,
            @Nullable String provider,
            @Nullable String consumerLabel,
            @Nullable String providerLabel,
            String baseUrl);

    // an event without a verification of its own speaks of the content's newest one, unless it asks a certain version
    // to verify
    @SqlQuery("""
            SELECT c.name AS consumer, cv.number AS consumer_version, cv.build_url AS consumer_build,
                   p.name AS provider, pv.number AS provider_version, content.pact_sha,
                   v.number AS verification, v.success, v.build_url AS verification_build,
                   (SELECT string_agg(t.name, ', ' ORDER BY t.name) FROM tag t WHERE t.version_id = cv.version_id) AS consumer_tags,
                   (SELECT string_agg(t.name, ', ' ORDER BY t.name) FROM tag t WHERE t.version_id = pv.version_id) AS provider_tags,
                   (SELECT b.name FROM branch_version bv JOIN branch b USING (branch_id)
                     WHERE bv.version_id = cv.version_id ORDER BY bv.created_at DESC, bv.branch_id DESC LIMIT 1) AS consumer_branch,
                   (SELECT b.name FROM branch_version bv JOIN branch b USING (branch_id)
                     WHERE bv.version_id = pv.version_id ORDER BY bv.created_at DESC, bv.branch_id DESC LIMIT 1) AS provider_branch,
                   (SELECT string_agg(l.name, ', ' ORDER BY l.name) FROM participant_label l
                     WHERE l.participant_id = c.participant_id) AS consumer_labels,
                   (SELECT string_agg(l.name, ', ' ORDER BY l.name) FROM participant_label l
                     WHERE l.participant_id = p.participant_id) AS provider_labels,
                   (SELECT j.job_id FROM verification_job j
                     WHERE j.content_id = content.content_id AND j.provider_version_id = pv.version_id AND j.method = 'replay') AS job,
                   (SELECT string_agg(DISTINCT dv.number, ', ') FROM deployment d JOIN version dv USING (version_id)
                     WHERE d.participant_id = p.participant_id AND d.ended_at IS NULL) AS deployed
              FROM version cv
              JOIN participant c ON c.participant_id = cv.participant_id
              JOIN content ON content.content_id = :contentId
              JOIN participant p ON p.participant_id = content.provider_id
              LEFT JOIN LATERAL (
                   SELECT * FROM verification x
                    WHERE x.content_id = content.content_id
                      AND CASE WHEN CAST(:verificationId AS bigint) IS NOT NULL THEN x.verification_id = :verificationId
                               ELSE CAST(:providerVersionId AS bigint) IS NULL END
                    ORDER BY x.number DESC LIMIT 1) v ON true
              LEFT JOIN version pv ON pv.version_id = coalesce(CAST(:providerVersionId AS bigint), v.provider_version_id)
             WHERE cv.version_id = :consumerVersionId
            """)
    Optional<Known> known(
            long consumerVersionId, long contentId, @Nullable Long providerVersionId, @Nullable Long verificationId);

    /** What the database knows of a subject, by column of {@link #known}; absent: null there. */
    record Known(Map<String, String> columns) {}

    /** Reads a row of {@link #known}. */
    final class VariablesMapper implements RowMapper<Known> {
        @Override
        public Known map(ResultSet row, StatementContext ctx) throws SQLException {
            var columns = new HashMap<String, String>();
            var meta = row.getMetaData();
            for (var column = 1; column <= meta.getColumnCount(); column++) {
                var value = row.getString(column);
                if (value != null) {
                    columns.put(meta.getColumnLabel(column), value);
                }
            }
            return new Known(Map.copyOf(columns));
        }
    }

    /** Reads a subject's columns. */
    final class SubjectMapper implements RowMapper<Subject> {
        @Override
        public Subject map(ResultSet row, StatementContext ctx) throws SQLException {
            return new Subject(
                    row.getLong("consumer_version_id"),
                    row.getLong("content_id"),
                    row.getObject("provider_version_id", Long.class),
                    row.getString("provider_version_descriptions"),
                    row.getObject("verification_id", Long.class),
                    row.getString("base_url"));
        }
    }

    /** Reads a row of {@link #DUE}. */
    final class DueMapper implements RowMapper<Due> {
        private final SubjectMapper subject = new SubjectMapper();

        @Override
        public Due map(ResultSet row, StatementContext ctx) throws SQLException {
            var data = row.getString("data");
            return new Due(
                    row.getString("webhook_id"),
                    row.getString("event"),
                    Delivery.Status.of(row.getString("status")),
                    row.getInt("run"),
                    row.getInt("attempts"),
                    Values.instant(row, row.findColumn("next_attempt_at")),
                    Objects.requireNonNull(Values.instant(row, row.findColumn("created_at"))),
                    data == null ? subject.map(row, ctx) : new Told(data, row.getString("base_url")));
        }
    }

    /** Reads a row of {@link #SELECT}; the webhook is added later. */
    final class Mapper implements RowMapper<Delivery> {
        @Override
        public Delivery map(ResultSet row, StatementContext ctx) throws SQLException {
            return new Delivery(
                    row.getObject(1, UUID.class),
                    row.getString(2),
                    null,
                    row.getString(3),
                    Delivery.Status.of(row.getString(4)),
                    row.getInt(5),
                    row.getInt(6),
                    Values.instant(row, 7),
                    Objects.requireNonNull(Values.instant(row, 8)),
                    Objects.requireNonNull(Values.instant(row, 9)));
        }
    }

    /** Reads an attempt. */
    final class AttemptMapper implements RowMapper<Delivery.Attempt> {
        @Override
        public Delivery.Attempt map(ResultSet row, StatementContext ctx) throws SQLException {
            return new Delivery.Attempt(
                    row.getInt(1),
                    row.getInt(2),
                    row.getBoolean(3),
                    row.getString(4),
                    row.getObject(5, Integer.class),
                    row.getString(6),
                    row.getString(7),
                    row.getString(8),
                    Objects.requireNonNull(Values.instant(row, 9)));
        }
    }
}
