package dev.seamwright.broker.verificationjob;

import dev.seamwright.broker.verification.Pairs;
import java.time.Instant;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Makes jobs of pairs that have no result that decides. Each is one statement, and looks at what matters now and at no history. */
interface PlanStore {
    /**
     * What a new job is made with.
     *
     * @param code of the reason
     * @param at the same as now, as text
     */
    record Plan(int priority, String code, String text, String at, int attempts, Instant now) {}

    String UNVERIFIED = """
             WHERE NOT EXISTS (SELECT FROM latest_verification lv
                                WHERE lv.content_id = pair.content_id AND lv.provider_version_id = pair.version_id AND lv.decides)
            """;

    // A job that is there hears of the new reason. One that is done has lost its result, and begins anew; one that was
    // given up or cancelled stays so, with its cause. Sorted, so that two plans wait for each other in one order.
    String INTO = """
            INSERT INTO verification_job AS known (content_id, provider_id, provider_version_id, method, priority, reasons, max_attempts,
                                                   due_at, created_at, updated_at)
            SELECT DISTINCT pair.content_id, pair.provider_id, pair.version_id,\s""";
    String FROM = """
            , CAST(:priority AS integer),
                   jsonb_build_array(jsonb_build_object('code', CAST(:code AS text), 'text', CAST(:text AS text), 'at', CAST(:at AS text))),
                   CAST(:attempts AS integer), CAST(:now AS timestamptz), CAST(:now AS timestamptz), CAST(:now AS timestamptz)
              FROM pair
            """;
    String INSERT = INTO + "'replay'" + FROM;
    String INSERT_CONFORMANCE = INTO + "'conformance'" + FROM + """
             WHERE NOT EXISTS (SELECT FROM evidence e WHERE e.version_id = pair.version_id AND e.content_id = pair.content_id)
            """;
    String CONFLICT = """
             ORDER BY 1, 3
            ON CONFLICT (workspace_id, content_id, provider_version_id, method) DO UPDATE SET
                   priority = greatest(known.priority, EXCLUDED.priority),
                   reasons = CASE WHEN known.reasons @> jsonb_build_array(jsonb_build_object('code', CAST(:code AS text), 'text', CAST(:text AS text)))
                                    OR jsonb_array_length(known.reasons) >= 20
                                  THEN known.reasons ELSE known.reasons || EXCLUDED.reasons END,
                   state = CASE WHEN known.state = 'done' THEN 'waiting' ELSE known.state END,
                   ready = known.ready OR known.state = 'done',
                   attempts = CASE WHEN known.state = 'done' THEN 0 ELSE known.attempts END,
                   due_at = CASE WHEN known.state = 'done' THEN EXCLUDED.due_at ELSE known.due_at END,
                   problem = CASE WHEN known.state = 'done' THEN NULL ELSE known.problem END,
                   verification_id = CASE WHEN known.state = 'done' THEN NULL ELSE known.verification_id END,
                   build_state = CASE WHEN known.state = 'done' THEN NULL ELSE known.build_state END,
                   updated_at = EXCLUDED.updated_at
             WHERE known.state = 'done'
                OR (known.state IN ('waiting', 'running')
                    AND (known.priority < EXCLUDED.priority
                         OR NOT (known.reasons @> jsonb_build_array(jsonb_build_object('code', CAST(:code AS text), 'text', CAST(:text AS text)))
                                 OR jsonb_array_length(known.reasons) >= 20)))
            """;

    @SqlUpdate(Pairs.OF_PACTS + INSERT + UNVERIFIED + CONFLICT)
    int ofPacts(long version, @BindMethods Plan plan);

    @SqlUpdate(Pairs.OF_MATTERING + INSERT + UNVERIFIED + CONFLICT)
    int ofMattering(long participant, long version, @BindMethods Plan plan);

    @SqlUpdate(Pairs.OF_UNKNOWN + INSERT + UNVERIFIED + CONFLICT)
    int ofUnknown(Long[] consumerVersions, Long[] providers, Long[] providerVersions, @BindMethods Plan plan);

    // whether the version keeps its own document, where nobody has shown it
    @SqlUpdate("""
            WITH pair AS (
                SELECT u.content_id, u.participant_id AS provider_id, u.version_id
                  FROM publication u WHERE u.version_id = :version AND u.kind = 'openapi')
            """ + INSERT_CONFORMANCE + CONFLICT)
    int ofDocument(long version, @BindMethods Plan plan);

    @SqlUpdate("""
            WITH running AS (
                SELECT version_id FROM deployment WHERE ended_at IS NULL
                 UNION
                SELECT version_id FROM release WHERE support_ended_at IS NULL),
            pair AS (
                SELECT u.content_id, u.participant_id AS provider_id, u.version_id
                  FROM running JOIN publication u ON u.version_id = running.version_id AND u.kind = 'openapi')
            """ + INSERT_CONFORMANCE + """
               AND NOT EXISTS (SELECT FROM verification_job j
                                WHERE j.content_id = pair.content_id AND j.provider_version_id = pair.version_id
                                  AND j.method = 'conformance' AND j.state <> 'done')
            """ + CONFLICT)
    int ofAllDocuments(@BindMethods Plan plan);

    // what is there already is left as it is
    @SqlUpdate(Pairs.OF_ALL_PACTS + INSERT + UNVERIFIED + """
               AND NOT EXISTS (SELECT FROM verification_job j
                                WHERE j.content_id = pair.content_id AND j.provider_version_id = pair.version_id
                                  AND j.method = 'replay' AND j.state <> 'done')
            """ + CONFLICT)
    int ofAll(@BindMethods Plan plan);

    // of what nobody asked for but by a version that has been followed by another one since
    @SqlUpdate(Pairs.ALL_MATTERING + """
            DELETE FROM verification_job
             WHERE job_id IN (
                SELECT j.job_id FROM verification_job j
                 WHERE j.state = 'waiting' AND j.method = 'replay' AND j.priority < :asked AND j.created_at < :before
                   AND NOT (EXISTS (SELECT FROM mattering m WHERE m.version_id = j.provider_version_id)
                            AND EXISTS (SELECT FROM publication u JOIN mattering m USING (version_id) WHERE u.content_id = j.content_id))
                 LIMIT 10000)
            """)
    int withdraw(int asked, Instant before);

    // whether a verdict has something to ask for: no job, one that has lost its result, or one that could be sooner
    @SqlQuery("""
            SELECT EXISTS (
                SELECT FROM unnest(CAST(:consumerVersions AS bigint[]), CAST(:providers AS bigint[]), CAST(:providerVersions AS bigint[]))
                       AS wanted (consumer_version_id, provider_id, version_id)
                  JOIN publication u ON u.version_id = wanted.consumer_version_id AND u.kind = 'pact' AND u.provider_id = wanted.provider_id
                 WHERE NOT EXISTS (SELECT FROM verification_job j
                                    WHERE j.content_id = u.content_id AND j.provider_version_id = wanted.version_id AND j.method = 'replay'
                                      AND j.state <> 'done' AND (j.priority >= :priority OR j.state IN ('dead', 'cancelled'))))
            """)
    boolean lacks(Long[] consumerVersions, Long[] providers, Long[] providerVersions, int priority);
}
