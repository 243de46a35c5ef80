package dev.seamwright.broker.drift;

import dev.seamwright.broker.db.PlannedByValues;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.VersionNumber;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

@RegisterConstructorMapper(DriftTarget.class)
@RegisterConstructorMapper(Drift.class)
@RegisterConstructorMapper(DriftStore.Taken.class)
@RegisterConstructorMapper(DriftStore.Recorded.class)
@RegisterConstructorMapper(DriftStore.Figure.class)
interface DriftStore {
    /** Nobody has looked for an interval, and two minutes at least, after the look was due. */
    String OVERDUE = "t.due_at + make_interval(secs => greatest(t.interval_seconds, 120)) < CAST(:now AS timestamptz)";

    String TARGET = """
            SELECT t.target_id AS id, e.name AS environment, p.name AS participant, t.participant_id, t.environment_id, t.kind, t.name,
                   t.interval_seconds, CASE WHEN
            """ + OVERDUE + " THEN 'unknown' ELSE t.state END AS state, " + OVERDUE + """
                    AS is_overdue, t.problem, t.results, v.number AS version, t.checked_at, t.due_at, t.worker, t.created_at
              FROM drift_target t
              JOIN environment e ON e.environment_id = t.environment_id
              JOIN participant p ON p.participant_id = t.participant_id
              LEFT JOIN version v ON v.version_id = t.version_id
            """;

    @SqlQuery(TARGET + " WHERE t.target_id = :id")
    Optional<DriftTarget> find(UUID id, Instant now);

    @SqlQuery(TARGET + " WHERE t.environment_id = :environment AND t.participant_id = :participant")
    Optional<DriftTarget> of(UUID environment, long participant, Instant now);

    // null does not filter; (at, id) is the place of the target before the first one
    @PlannedByValues
    @SqlQuery("SELECT * FROM (" + TARGET + """
             WHERE (CAST(:environment AS uuid) IS NULL OR t.environment_id = CAST(:environment AS uuid))
               AND (CAST(:participant AS bigint) IS NULL OR t.participant_id = :participant)
               AND (CAST(:at AS timestamptz) IS NULL OR (t.created_at, t.target_id) < (:at, CAST(:id AS uuid)))) seen
             WHERE CAST(:state AS text) IS NULL OR state = :state
             ORDER BY created_at DESC, id DESC
             LIMIT :limit
            """)
    List<DriftTarget> page(@BindMethods DriftService.Filter filter, Instant now);

    // what is put again is due at once
    @SqlUpdate("""
            INSERT INTO drift_target AS known (target_id, environment_id, participant_id, kind, name, interval_seconds, due_at, created_at, updated_at)
            VALUES (:id, :environment, :participant, :kind, :name, :seconds, :now, :now, :now)
            ON CONFLICT (workspace_id, environment_id, participant_id) DO UPDATE
                SET state = CASE WHEN known.kind = EXCLUDED.kind THEN known.state ELSE 'unknown' END,
                    kind = EXCLUDED.kind, name = EXCLUDED.name, interval_seconds = EXCLUDED.interval_seconds, due_at = EXCLUDED.due_at,
                    lease_token = NULL, updated_at = EXCLUDED.updated_at
            """)
    void put(UUID id, UUID environment, long participant, String kind, String name, int seconds, Instant now);

    @SqlUpdate("DELETE FROM drift_target WHERE target_id = :id")
    void delete(UUID id);

    /** A target that a worker is at. */
    record Taken(UUID id, UUID token) {}

    @SqlQuery("""
            UPDATE drift_target
               SET lease_token = gen_random_uuid(), worker = :worker, due_at = :until, updated_at = :now
             WHERE target_id = (SELECT target_id FROM drift_target
                                 WHERE name = ANY (:names) AND due_at <= :now
                                 ORDER BY due_at, target_id
                                 LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING target_id AS id, lease_token AS token
            """)
    Optional<Taken> take(String[] names, String worker, Instant until, Instant now);

    @SqlQuery("SELECT lease_token FROM drift_target WHERE target_id = :id FOR UPDATE")
    List<@Nullable UUID> lock(UUID id);

    /** What is recorded to run there; sha256 null: that version has published nothing of the kind. */
    record Recorded(
            long versionId, VersionNumber version, @Nullable Sha256 sha256) {}

    @SqlQuery("""
            SELECT DISTINCT v.version_id, v.number AS version, ct.sha256
              FROM deployment d
              JOIN version v ON v.version_id = d.version_id
              LEFT JOIN publication pub ON pub.version_id = v.version_id AND pub.kind = :kind AND pub.provider_id = d.participant_id
              LEFT JOIN content ct ON ct.content_id = pub.content_id
             WHERE d.environment_id = :environment AND d.participant_id = :participant AND d.ended_at IS NULL
             ORDER BY v.version_id
            """)
    List<Recorded> recorded(UUID environment, long participant, String kind);

    @SqlUpdate("""
            UPDATE drift_target
               SET state = :state, problem = :problem, results = :results, version_id = :version, checked_at = :now, lease_token = NULL,
                   due_at = CAST(:now AS timestamptz) + make_interval(secs => interval_seconds), updated_at = :now
             WHERE target_id = :id
            """)
    void keep(
            UUID id,
            String state,
            @Nullable String problem,
            byte @Nullable [] results,
            @Nullable Long version,
            Instant now);

    @SqlUpdate("UPDATE drift_target SET version_id = :version WHERE target_id = :id")
    void compareWith(UUID id, long version);

    @SqlUpdate("UPDATE drift_target SET lease_token = NULL, due_at = :now, updated_at = :now WHERE target_id = :id")
    void again(UUID id, Instant now);

    String DRIFT = "SELECT drift_id AS id, target_id, first_seen_at, last_seen_at, ended_at FROM drift ";

    @SqlQuery(DRIFT + "WHERE target_id = :target AND ended_at IS NULL")
    Optional<Drift> lasting(UUID target);

    // the newest ten of each target, the newest first
    @SqlQuery("""
            SELECT d.drift_id AS id, d.target_id, d.first_seen_at, d.last_seen_at, d.ended_at
              FROM unnest(CAST(:targets AS uuid[])) AS wanted (target_id)
             CROSS JOIN LATERAL (SELECT * FROM drift d WHERE d.target_id = wanted.target_id
                                  ORDER BY d.first_seen_at DESC, d.drift_id DESC LIMIT 10) d
             ORDER BY d.first_seen_at DESC, d.drift_id DESC
            """)
    List<Drift> ofTargets(UUID[] targets);

    @SqlUpdate("""
            INSERT INTO drift (drift_id, target_id, version_id, first_seen_at, last_seen_at)
            VALUES (:id, :target, :version, :now, :now)
            """)
    void begin(UUID id, UUID target, @Nullable Long version, Instant now);

    @SqlUpdate("UPDATE drift SET last_seen_at = :now WHERE drift_id = :id")
    void seen(UUID id, Instant now);

    @SqlUpdate("UPDATE drift SET ended_at = :now WHERE drift_id = :id")
    void end(UUID id, Instant now);

    // the newest ten of a target are what is shown of it
    @SqlUpdate("""
            DELETE FROM drift d
             WHERE d.ended_at < :before
               AND (SELECT count(*) FROM drift newer
                     WHERE newer.target_id = d.target_id AND (newer.first_seen_at, newer.drift_id) > (d.first_seen_at, d.drift_id)) >= 10
            """)
    int forget(Instant before);

    /** How many targets are in a state. */
    record Figure(String state, long targets) {}

    @SqlQuery("SELECT state, count(*) AS targets FROM (" + TARGET + ") seen GROUP BY state")
    List<Figure> figures(Instant now);
}
