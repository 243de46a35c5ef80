package dev.seamwright.broker.verdictchange;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.reflect.ColumnName;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

interface VerdictStateStore {
    /** How far the audit log has come. Every change of a workspace is an entry there. */
    @SqlQuery("SELECT coalesce(max(seq), 0) FROM audit_head")
    long head();

    @SqlQuery("SELECT audit_seq FROM verdict_watch")
    Optional<Long> compared();

    /** Waits for whoever compares at the moment; empty: nobody ever has. */
    @SqlQuery("SELECT audit_seq FROM verdict_watch FOR UPDATE")
    Optional<Long> lock();

    @SqlUpdate("""
            INSERT INTO verdict_watch (audit_seq, compared_at) VALUES (:head, :now)
            ON CONFLICT (workspace_id) DO UPDATE SET audit_seq = EXCLUDED.audit_seq, compared_at = EXCLUDED.compared_at
            """)
    void compared(long head, Instant now);

    /**
     * An answer that differs from the stored one.
     *
     * @param consumerId the same as the provider's: the answer is about one participant
     * @param kind of the seam; empty: the answer is about one participant
     * @param before null: there was none
     * @param answer null: there is none any more
     */
    record Changed(
            UUID environmentId,
            String environment,
            long consumerId,
            String consumer,
            List<String> consumerVersions,
            long providerId,
            String provider,
            List<String> providerVersions,
            String kind,
            @Nullable String before,
            @ColumnName("now") @Nullable String answer) {
        boolean isOfParticipant() {
            return kind.isEmpty();
        }
    }

    // Each pair of what runs or is supported in an environment, as a verdict to that environment counts it: a provider
    // that is missing there
    // is a no for its consumer. Whether a document that breaks is a no as well is for the operator to say.
    @SqlQuery("""
            WITH standing AS (
                SELECT environment_id, participant_id, version_id FROM deployment WHERE ended_at IS NULL
                 UNION
                SELECT environment_id, participant_id, version_id FROM release WHERE support_ended_at IS NULL),
            pair AS MATERIALIZED (
                SELECT c.environment_id, c.participant_id AS consumer_id, u.provider_id, u.kind,
                       CASE WHEN p.version_id IS NULL OR lv.success = false THEN 2 WHEN lv.success THEN 0 ELSE 1 END AS weight
                  FROM standing c
                  JOIN publication u ON u.version_id = c.version_id AND u.kind IN ('pact', 'db-usage')
                  LEFT JOIN standing p ON p.environment_id = c.environment_id AND p.participant_id = u.provider_id
                  LEFT JOIN latest_verification lv
                    ON lv.content_id = u.content_id AND lv.provider_version_id = p.version_id AND lv.decides),
            side AS (
                SELECT environment_id, consumer_id AS participant_id, weight FROM pair
                 UNION ALL
                SELECT environment_id, provider_id, weight FROM pair
                 UNION ALL
                SELECT s.environment_id, s.participant_id, 2
                  FROM standing s
                  JOIN document_change change ON change.version_id = s.version_id AND change.breaking > 0
                  JOIN publication doc ON doc.version_id = s.version_id AND doc.kind = 'openapi' AND doc.content_id = change.content_id
                 WHERE :documentsCount),
            weighed AS (
                SELECT here.environment_id, here.participant_id AS consumer_id, here.participant_id AS provider_id, '' AS kind,
                       coalesce(max(side.weight), 0) AS weight
                  FROM (SELECT DISTINCT environment_id, participant_id FROM standing) here
                  LEFT JOIN side USING (environment_id, participant_id)
                 GROUP BY here.environment_id, here.participant_id
                 UNION ALL
                SELECT environment_id, consumer_id, provider_id, kind, max(weight) FROM pair
                 GROUP BY environment_id, consumer_id, provider_id, kind),
            fresh AS (
                SELECT environment_id, consumer_id, provider_id, kind,
                       CASE weight WHEN 0 THEN 'yes' WHEN 1 THEN 'unknown' ELSE 'no' END AS answer
                  FROM weighed),
            differing AS (
                SELECT environment_id, consumer_id, provider_id, kind, known.answer AS before, fresh.answer AS now
                  FROM fresh
                  FULL JOIN verdict_state known USING (environment_id, consumer_id, provider_id, kind)
                 WHERE fresh.answer IS DISTINCT FROM known.answer),
            numbers AS MATERIALIZED (
                SELECT s.environment_id, s.participant_id, array_agg(v.number ORDER BY v.version_id DESC) AS numbers
                  FROM standing s JOIN version v USING (version_id)
                 GROUP BY s.environment_id, s.participant_id)
            SELECT e.environment_id, e.name AS environment, d.consumer_id, c.name AS consumer, d.provider_id, p.name AS provider, d.kind,
                   d.before, d.now,
                   coalesce(ours.numbers, '{}') AS consumer_versions, coalesce(theirs.numbers, '{}') AS provider_versions
              FROM differing d
              JOIN environment e ON e.environment_id = d.environment_id
              JOIN participant c ON c.participant_id = d.consumer_id
              JOIN participant p ON p.participant_id = d.provider_id
              LEFT JOIN numbers ours ON ours.environment_id = d.environment_id AND ours.participant_id = d.consumer_id
              LEFT JOIN numbers theirs ON theirs.environment_id = d.environment_id AND theirs.participant_id = d.provider_id
             ORDER BY d.kind <> '', e.name, c.name, p.name, d.kind
            """)
    @RegisterConstructorMapper(Changed.class)
    List<Changed> changed(boolean documentsCount);

    // in parallel arrays
    @SqlUpdate("""
            INSERT INTO verdict_state (environment_id, consumer_id, provider_id, kind, answer, since)
            SELECT environment_id, consumer_id, provider_id, kind, answer, :now
              FROM unnest(CAST(:environments AS uuid[]), CAST(:consumers AS bigint[]), CAST(:providers AS bigint[]),
                          CAST(:kinds AS text[]), CAST(:answers AS text[]))
                   AS fresh (environment_id, consumer_id, provider_id, kind, answer)
            ON CONFLICT (workspace_id, environment_id, consumer_id, provider_id, kind)
                DO UPDATE SET answer = EXCLUDED.answer, since = EXCLUDED.since
            """)
    void keep(UUID[] environments, Long[] consumers, Long[] providers, String[] kinds, String[] answers, Instant now);

    @SqlUpdate("""
            DELETE FROM verdict_state known
             USING unnest(CAST(:environments AS uuid[]), CAST(:consumers AS bigint[]), CAST(:providers AS bigint[]), CAST(:kinds AS text[]))
                   AS gone (environment_id, consumer_id, provider_id, kind)
             WHERE known.environment_id = gone.environment_id AND known.consumer_id = gone.consumer_id
               AND known.provider_id = gone.provider_id AND known.kind = gone.kind
            """)
    void forget(UUID[] environments, Long[] consumers, Long[] providers, String[] kinds);
}
