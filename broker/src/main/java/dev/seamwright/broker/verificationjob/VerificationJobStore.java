package dev.seamwright.broker.verificationjob;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.db.PlannedByValues;
import dev.seamwright.broker.db.Values;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.VersionNumber;
import dev.seamwright.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

@RegisterRowMapper(VerificationJobStore.Mapper.class)
@RegisterRowMapper(VerificationJobStore.TargetMapper.class)
@RegisterRowMapper(VerificationJobStore.TakenMapper.class)
@RegisterRowMapper(VerificationJobStore.HeldMapper.class)
interface VerificationJobStore {
    String JOB = """
            SELECT j.job_id, j.method, j.state, j.ready, coalesce(c.name, p.name), versions.numbers, p.name, v.number, ct.kind, ct.sha256, ct.pact_sha,
                   j.priority, j.attempts, j.max_attempts, j.due_at, j.reasons, j.worker, j.problem, ver.number, j.created_at, j.updated_at,
                   j.build_state, j.build, j.build_asked_at, ver.success, ver.method
              FROM verification_job j
              JOIN content ct ON ct.content_id = j.content_id
              LEFT JOIN participant c ON c.participant_id = ct.consumer_id -- a document is about its publisher
              JOIN participant p ON p.participant_id = j.provider_id
              JOIN version v ON v.version_id = j.provider_version_id
              LEFT JOIN verification ver ON ver.verification_id = j.verification_id
             CROSS JOIN LATERAL (
                    SELECT array_agg(newest.number ORDER BY newest.version_id DESC) AS numbers
                      FROM (SELECT cv.number, cv.version_id
                              FROM publication pub JOIN version cv ON cv.version_id = pub.version_id
                             WHERE pub.content_id = j.content_id AND (ct.consumer_id IS NOT NULL OR pub.participant_id = j.provider_id)
                             ORDER BY pub.version_id DESC LIMIT 10) newest) versions
            """;

    @SqlQuery(JOB + " WHERE j.job_id = :id")
    Optional<VerificationJob> find(UUID id);

    @SqlQuery(JOB + " WHERE j.job_id = ANY (:ids)")
    List<VerificationJob> findAll(UUID[] ids);

    /** @param place of the pair, from 1 */
    record Placed(int place, UUID id) {}

    // by place in the arrays; pairs without a job are left out
    @SqlQuery("""
            SELECT CAST(pair.place AS integer) AS place, j.job_id AS id
              FROM unnest(CAST(:consumerVersions AS bigint[]), CAST(:providers AS bigint[]), CAST(:providerVersions AS bigint[]))
                   WITH ORDINALITY AS pair (consumer_version_id, provider_id, version_id, place)
              JOIN publication u ON u.version_id = pair.consumer_version_id AND u.kind = 'pact' AND u.provider_id = pair.provider_id
              JOIN verification_job j ON j.content_id = u.content_id AND j.provider_version_id = pair.version_id AND j.method = 'replay'
             ORDER BY pair.place
            """)
    @RegisterConstructorMapper(Placed.class)
    List<Placed> ofPairs(Long[] consumerVersions, Long[] providers, Long[] providerVersions);

    // null does not filter; (at, id) is the place of the job before the first one
    @PlannedByValues
    @SqlQuery(JOB + """
             WHERE (CAST(:state AS text) IS NULL OR j.state = :state)
               AND (CAST(:provider AS bigint) IS NULL OR j.provider_id = :provider)
               AND (CAST(:method AS text) IS NULL OR j.method = :method)
               AND (CAST(:at AS timestamptz) IS NULL OR (j.created_at, j.job_id) < (:at, CAST(:id AS uuid)))
             ORDER BY j.created_at DESC, j.job_id DESC
             LIMIT :limit
            """)
    List<VerificationJob> page(@BindMethods VerificationJobService.Filter filter);

    @SqlQuery("SELECT log FROM verification_job WHERE job_id = :id AND log IS NOT NULL")
    List<byte[]> log(UUID id);

    /** What a worker serves: a provider, one version of it or (null) any. */
    record Target(long provider, @Nullable Long version) {
        String column() {
            return version == null ? "provider_id" : "provider_version_id";
        }

        long id() {
            return version == null ? provider : version;
        }
    }

    // by name and number, in parallel arrays; without a number: any version. What does not exist has no jobs
    @SqlQuery("""
            SELECT DISTINCT p.participant_id, v.version_id
              FROM unnest(CAST(:names AS text[]), CAST(:numbers AS text[])) AS served (name, number)
              JOIN participant p ON p.name = served.name
              LEFT JOIN version v ON v.participant_id = p.participant_id AND v.number = served.number
             WHERE served.number IS NULL OR v.version_id IS NOT NULL
             ORDER BY 1, 2
            """)
    List<Target> targets(String[] names, @Nullable String[] numbers);

    // Jobs whose time has come: those that are tried again, and those whose workers have lost them.
    @SqlQuery("""
            WITH due AS (
                SELECT job_id FROM verification_job
                 WHERE NOT ready AND state IN ('waiting', 'running') AND due_at <= :now
                 ORDER BY due_at LIMIT 100 FOR UPDATE SKIP LOCKED)
            UPDATE verification_job j
               SET state = CASE WHEN j.state = 'running' AND j.attempts >= j.max_attempts THEN 'dead' ELSE 'waiting' END,
                   ready = j.state = 'waiting' OR j.attempts < j.max_attempts,
                   problem = CASE WHEN j.state = 'running' THEN j.worker || ' was not heard of any more.'
                                  WHEN j.build_state = 'asked' THEN 'The build ' || coalesce(j.build || ' ', '') || 'sent no result in time.'
                                  ELSE j.problem END,
                   build_state = CASE WHEN j.build_state = 'asked' THEN 'late' ELSE j.build_state END,
                   lease_token = NULL, updated_at = :now
              FROM due
             WHERE j.job_id = due.job_id
            RETURNING j.job_id AS id, j.state
            """)
    @RegisterConstructorMapper(Released.class)
    List<Released> release(Instant now);

    /** A job that nobody has any more. */
    record Released(UUID id, String state) {}

    /** Internal ids of whom a job is about. */
    record Sides(UUID id, long consumer, long provider) {}

    @SqlQuery("""
            SELECT j.job_id AS id, ct.consumer_id AS consumer, j.provider_id AS provider
              FROM verification_job j JOIN content ct ON ct.content_id = j.content_id
             WHERE j.job_id = ANY (:ids)
            """)
    @RegisterConstructorMapper(Sides.class)
    List<Sides> sides(UUID[] ids);

    // by place in the arrays, the places of those that have a job, the most urgent one first
    @SqlQuery("""
            SELECT place
              FROM unnest(CAST(:providers AS bigint[]), CAST(:versions AS bigint[]), CAST(:methods AS text[]))
                   WITH ORDINALITY AS target (provider_id, version_id, method, place)
             CROSS JOIN LATERAL (
                    (SELECT j.priority, j.created_at FROM verification_job j
                      WHERE target.version_id IS NULL AND j.ready AND j.provider_id = target.provider_id AND j.method = target.method
                      ORDER BY j.priority DESC, j.created_at, j.job_id LIMIT 1)
                     UNION ALL
                    (SELECT j.priority, j.created_at FROM verification_job j
                      WHERE j.ready AND j.provider_version_id = target.version_id AND j.method = target.method
                      ORDER BY j.priority DESC, j.created_at, j.job_id LIMIT 1)) first
             ORDER BY first.priority DESC, first.created_at, place
            """)
    List<Integer> urgent(Long[] providers, @Nullable Long[] versions, String[] methods);

    /** A job that was taken. */
    record Taken(UUID id, UUID token, Instant until) {}

    String TAKE = """
            UPDATE verification_job
               SET state = 'running', ready = false, attempts = attempts + 1, lease_token = gen_random_uuid(), due_at = :until,
                   started_at = :now, worker_id = :workerId, worker = :worker, build_state = NULL, updated_at = :now
             WHERE job_id = (SELECT j.job_id FROM verification_job j
            """;
    String TAKEN = """
            )
            RETURNING job_id, lease_token, due_at
            """;

    /** What to do with the first job when somebody else looks at it. */
    enum IfHeld {
        SKIP("SKIP LOCKED"),
        /** A plan that tells it a new reason lets go of it again, another worker does not. */
        WAIT("");

        private final String clause;

        IfHeld(String clause) {
            this.clause = clause;
        }

        @Override
        public String toString() {
            return clause;
        }
    }

    /** @param of the column that names whose jobs; each has an index of its own */
    @SqlQuery(TAKE + """
                              WHERE j.ready AND j.<of> = :id AND j.method = :method
                              ORDER BY j.priority DESC, j.created_at, j.job_id
                              LIMIT 1 FOR UPDATE <held>
            """ + TAKEN)
    Optional<Taken> take(
            @Define IfHeld held,
            @Define String of,
            long id,
            String method,
            UUID workerId,
            String worker,
            Instant until,
            Instant now);

    // the worker is heard of too: it does not ask for jobs while it works on one
    @SqlQuery("""
            WITH held AS (
                UPDATE verification_job SET due_at = :until, updated_at = :now
                 WHERE job_id = :id AND state = 'running' AND lease_token = :token AND started_at > :notBefore
                RETURNING due_at, worker_id),
            seen AS (
                UPDATE worker SET seen_at = greatest(seen_at, :now) WHERE worker_id = (SELECT worker_id FROM held))
            SELECT due_at FROM held
            """)
    Optional<Instant> extend(UUID id, UUID token, Instant until, Instant notBefore, Instant now);

    // The contract, the version and then the job, as whoever records a result locks them: neither waits for the other.
    @SqlQuery("""
            SELECT ct.content_id
              FROM verification_job j
              JOIN content ct ON ct.content_id = j.content_id
              JOIN version v ON v.version_id = j.provider_version_id
             WHERE j.job_id = :id
               FOR NO KEY UPDATE OF ct, v
            """)
    Optional<Long> lockPair(UUID id);

    /** Whether somebody has a job, and which attempt it is. */
    record Held(
            JobState state,
            @Nullable UUID token,
            int attempts,
            int maxAttempts,
            @Nullable Instant startedAt) {}

    @SqlQuery(
            "SELECT state, lease_token, attempts, max_attempts, started_at FROM verification_job WHERE job_id = :id FOR UPDATE")
    Optional<Held> lock(UUID id);

    // a trigger has done so already, unless the evidence was the same
    @SqlUpdate("""
            UPDATE verification_job SET state = 'done', ready = false, lease_token = NULL, updated_at = :now
             WHERE job_id = :id AND state <> 'done'
            """)
    void done(UUID id, Instant now);

    @SqlUpdate("UPDATE verification_job SET log = :log, problem = NULL WHERE job_id = :id")
    void keepLog(UUID id, byte @Nullable [] log);

    @SqlUpdate("""
            UPDATE verification_job
               SET state = :state, ready = false, lease_token = NULL, due_at = :due, problem = :problem, log = :log, updated_at = :now
             WHERE job_id = :id
            """)
    void fail(UUID id, String state, Instant due, String problem, byte @Nullable [] log, Instant now);

    @SqlUpdate("""
            UPDATE verification_job SET state = 'cancelled', ready = false, lease_token = NULL, updated_at = :now WHERE job_id = :id
            """)
    void cancel(UUID id, Instant now);

    @SqlUpdate("""
            UPDATE verification_job
               SET state = 'waiting', ready = true, attempts = 0, due_at = :now, problem = NULL, build_state = NULL, updated_at = :now,
                   priority = greatest(priority, :priority),
                   reasons = CASE WHEN jsonb_array_length(reasons) >= 20 THEN reasons - 0 ELSE reasons END
                          || jsonb_build_array(jsonb_build_object('code', CAST(:code AS text), 'text', CAST(:text AS text), 'at', CAST(:at AS text)))
             WHERE job_id = :id
            """)
    void rerun(UUID id, @BindMethods PlanStore.Plan reason);

    // Where a worker serves the version it is the worker's: whoever gets an event need not be the provider's CI.
    @SqlUpdate("""
            UPDATE verification_job j
               SET ready = false, due_at = :until, build_state = 'asked', build_asked_at = :now, problem = NULL, updated_at = :now,
                   build = coalesce(CAST(:build AS text), CASE WHEN build_state = 'asked' THEN build END)
             WHERE j.content_id = :content AND j.provider_version_id = :version AND j.method = 'replay'
               AND j.state = 'waiting' AND (j.ready OR j.build_state = 'asked')
               AND NOT EXISTS (
                   SELECT FROM worker w
                    CROSS JOIN LATERAL jsonb_array_elements(w.providers) serves
                     JOIN participant p ON p.name = serves ->> 'name'
                     JOIN version v ON v.version_id = j.provider_version_id
                    WHERE w.seen_at >= :alive AND 'replay' = ANY (w.methods) AND p.participant_id = j.provider_id
                      AND (serves -> 'versions' IS NULL OR serves -> 'versions' @> to_jsonb(v.number)))
            """)
    int buildAsked(long content, long version, @Nullable String build, Instant until, Instant alive, Instant now);

    @SqlUpdate("""
            UPDATE verification_job
               SET ready = false, due_at = :until, build_state = 'asked', build_asked_at = :now, build = :build, problem = NULL, updated_at = :now
             WHERE job_id = :id
            """)
    void buildBegan(UUID id, String build, Instant until, Instant now);

    // of what was done long ago the result remains; what was given up is asked for again when it still matters
    @SqlUpdate("""
            DELETE FROM verification_job
             WHERE job_id IN (SELECT job_id FROM verification_job
                               WHERE state IN ('done', 'dead', 'cancelled') AND updated_at < :before
                               LIMIT 10000)
            """)
    int forget(Instant before);

    /** How many jobs are in a state, and since when the oldest one. */
    record Figure(String state, long jobs, Instant oldest) {}

    @RegisterConstructorMapper(Figure.class)
    @SqlQuery("""
            SELECT state, count(*) AS jobs, min(created_at) AS oldest FROM verification_job
             WHERE state IN ('waiting', 'running', 'dead') GROUP BY state
            """)
    List<Figure> figures();

    /** Reads a row of {@link #JOB}. */
    final class Mapper implements RowMapper<VerificationJob> {
        @Override
        public VerificationJob map(ResultSet row, StatementContext ctx) throws SQLException {
            return new VerificationJob(
                    row.getObject(1, UUID.class),
                    row.getString(2),
                    JobState.of(row.getString(3)),
                    row.getBoolean(4),
                    new ParticipantName(row.getString(5)),
                    numbers(row),
                    new ParticipantName(row.getString(7)),
                    new VersionNumber(row.getString(8)),
                    ContractKind.of(row.getString(9)),
                    Sha256.of(row.getBytes(10)),
                    row.getString(11),
                    row.getInt(12),
                    row.getInt(13),
                    row.getInt(14),
                    Objects.requireNonNull(Values.instant(row, 15)),
                    reasons(row.getString(16)),
                    row.getString(17),
                    row.getString(18),
                    result(row),
                    build(row),
                    Objects.requireNonNull(Values.instant(row, 20)),
                    Objects.requireNonNull(Values.instant(row, 21)));
        }

        private static VerificationJob.@Nullable Result result(ResultSet row) throws SQLException {
            var number = row.getInt(19);
            return row.wasNull() ? null : new VerificationJob.Result(number, row.getBoolean(25), row.getString(26));
        }

        private static VerificationJob.@Nullable Build build(ResultSet row) throws SQLException {
            var state = row.getString(22);
            return state == null
                    ? null
                    : new VerificationJob.Build(
                            state.equals("late"), row.getString(23), Objects.requireNonNull(Values.instant(row, 24)));
        }

        private static List<VersionNumber> numbers(ResultSet row) throws SQLException {
            var array = row.getArray(6);
            return array == null
                    ? List.of()
                    : Arrays.stream((String[]) array.getArray())
                            .map(VersionNumber::new)
                            .toList();
        }

        private static List<Reason> reasons(String json) {
            return Json.parse(json.getBytes(StandardCharsets.UTF_8))
                    .valueStream()
                    .map(Mapper::reason)
                    .toList();
        }

        private static Reason reason(JsonNode json) {
            return new Reason(
                    json.path("code").asText(),
                    json.path("text").asText(),
                    Instant.parse(json.path("at").asText()));
        }
    }

    /** Reads a {@link Target}. */
    final class TargetMapper implements RowMapper<Target> {
        @Override
        public Target map(ResultSet row, StatementContext ctx) throws SQLException {
            var version = row.getLong(2);
            var any = row.wasNull();
            return new Target(row.getLong(1), any ? null : version);
        }
    }

    /** Reads a {@link Taken}. */
    final class TakenMapper implements RowMapper<Taken> {
        @Override
        public Taken map(ResultSet row, StatementContext ctx) throws SQLException {
            return new Taken(
                    row.getObject(1, UUID.class),
                    row.getObject(2, UUID.class),
                    Objects.requireNonNull(Values.instant(row, 3)));
        }
    }

    /** Reads a {@link Held}. */
    final class HeldMapper implements RowMapper<Held> {
        @Override
        public Held map(ResultSet row, StatementContext ctx) throws SQLException {
            return new Held(
                    JobState.of(row.getString(1)),
                    row.getObject(2, UUID.class),
                    row.getInt(3),
                    row.getInt(4),
                    Values.instant(row, 5));
        }
    }
}
