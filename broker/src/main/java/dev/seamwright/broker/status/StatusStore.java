package dev.seamwright.broker.status;

import dev.seamwright.broker.db.PlannedByValues;
import dev.seamwright.broker.db.Values;
import dev.seamwright.broker.observation.Mismatches;
import dev.seamwright.broker.verificationjob.JobState;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.Method;
import dev.seamwright.contracts.ParticipantKind;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.VersionNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jspecify.annotations.Nullable;

/** What is deployed or supported now, and its results: as much as there are neighbours, and nothing of the history. */
@RegisterRowMapper(StatusStore.SeamMapper.class)
@RegisterRowMapper(StatusStore.StandingMapper.class)
@RegisterConstructorMapper(StatusStore.Place.class)
@RegisterConstructorMapper(StatusStore.Cell.class)
interface StatusStore {
    /**
     * Which seams.
     *
     * @param near only seams at participants that are fewer than {@code depth} seams away from it
     * @param rank of the last item before the page, with the other {@code last…}
     */
    record Filter(
            @Nullable UUID environment,
            @Nullable Long near,
            int depth,
            @Nullable String kind,
            @Nullable String verdict,
            @Nullable Long rank,
            @Nullable String lastEnvironment,
            @Nullable String lastConsumer,
            @Nullable Long lastConsumerVersion,
            @Nullable String lastProvider,
            @Nullable String lastKind,
            @Nullable Long lastProviderVersion,
            int limit) {}

    /** How an environment stands as a whole, and one of the seams that stand in the way there; null: there is none. */
    record Standing(
            String name,
            String displayName,
            boolean production,
            long participants,
            long good,
            long bad,
            long open,
            @Nullable SeamStatus blocker) {}

    /** An environment. */
    record Place(String name, String displayName, boolean production) {}

    /** A version of a participant in an environment. */
    record Cell(
            long participantId,
            String participant,
            String kind,
            String environment,
            String version,
            @Nullable String branch,
            Instant since,
            boolean released,
            String instance,
            int behind,
            @Nullable Integer rank) {}

    String HERE = """
            WITH RECURSIVE here AS MATERIALIZED (
                SELECT environment_id, participant_id, version_id, min(since) AS since
                  FROM (SELECT d.environment_id, d.participant_id, d.version_id, d.created_at AS since
                          FROM deployment d WHERE d.ended_at IS NULL
                         UNION ALL
                        SELECT r.environment_id, r.participant_id, r.version_id, r.created_at
                          FROM release r WHERE r.support_ended_at IS NULL) place
                 GROUP BY environment_id, participant_id, version_id)
            """;

    // ranks as in SeamStatus.Condition; a job that runs is looked for only where a result is missing
    String ANY_PAIR = ", mismatch AS MATERIALIZED (SELECT e.environment_id, m.participant_id"
            + " FROM (SELECT DISTINCT environment_id FROM observed_version) e CROSS JOIN LATERAL (" + Mismatches.OF_E
            + ") m WHERE m.is_mismatch)\n" + """
            , pair AS MATERIALIZED (
                SELECT ours.environment_id, u.participant_id AS consumer_id, u.version_id AS consumer_version_id, ours.since AS consumer_since,
                       u.provider_id, theirs.version_id AS provider_version_id, theirs.since AS provider_since, u.kind, u.content_id,
                       lv.success, lv.method, lv.number, lv.verified_at, j.job_id, j.state, j.problem,
                       wrong.consumer AS consumer_mismatch, wrong.provider AS provider_mismatch,
                       CASE WHEN NOT lv.success THEN 0
                            WHEN theirs.version_id IS NULL THEN 1
                            WHEN wrong.consumer OR wrong.provider THEN 2
                            WHEN lv.success THEN 6
                            WHEN u.kind = 'db-usage'
                                 AND NOT EXISTS (SELECT FROM publication s
                                                  WHERE s.version_id = theirs.version_id AND s.kind = 'db-schema' AND s.provider_id = u.provider_id)
                            THEN 3
                            WHEN j.state = 'running' THEN 5
                            ELSE 4 END AS rank
                  FROM here ours
                  JOIN publication u ON u.version_id = ours.version_id AND u.kind IN ('pact', 'db-usage')
                  LEFT JOIN here theirs ON theirs.environment_id = ours.environment_id AND theirs.participant_id = u.provider_id
                  CROSS JOIN LATERAL (
                    SELECT EXISTS (SELECT FROM mismatch m
                                    WHERE m.environment_id = ours.environment_id AND m.participant_id = u.participant_id) AS consumer,
                           EXISTS (SELECT FROM mismatch m
                                    WHERE m.environment_id = ours.environment_id AND m.participant_id = u.provider_id) AS provider) wrong
                  LEFT JOIN latest_verification lv
                         ON lv.content_id = u.content_id AND lv.provider_version_id = theirs.version_id AND lv.decides
                  LEFT JOIN verification_job j
                         ON lv.content_id IS NULL AND j.content_id = u.content_id AND j.provider_version_id = theirs.version_id
                        AND j.method = 'replay' AND j.state IN ('waiting', 'running', 'dead')
            """;
    String PAIR = ANY_PAIR + ")\n";

    String NAMED = """
            SELECT e.name, p.rank, c.name, p.consumer_version_id, cv.number, p.consumer_since, r.name, p.provider_version_id, pv.number,
                   p.provider_since, p.kind, ct.sha256, p.method, p.number, p.verified_at, p.job_id, p.state, p.problem,
                   (SELECT b.name FROM branch_version bv JOIN branch b USING (branch_id)
                     WHERE bv.version_id = p.consumer_version_id ORDER BY bv.created_at DESC, b.branch_id DESC LIMIT 1),
                   (SELECT b.name FROM branch_version bv JOIN branch b USING (branch_id)
                     WHERE bv.version_id = p.provider_version_id ORDER BY bv.created_at DESC, b.branch_id DESC LIMIT 1),
                   p.consumer_mismatch, p.provider_mismatch, c.kind, r.kind,
                   p.provider_version_id IS NULL AND NOT EXISTS (SELECT FROM version v WHERE v.participant_id = p.provider_id)
            """;
    String NAMES = """
              JOIN participant c ON c.participant_id = p.consumer_id
              JOIN participant r ON r.participant_id = p.provider_id
              JOIN version cv ON cv.version_id = p.consumer_version_id
              LEFT JOIN version pv ON pv.version_id = p.provider_version_id
              JOIN content ct ON ct.content_id = p.content_id
            """;

    /**
     * Each environment, in the order in which versions get there, production at last; with a row for each of its {@code most} worst seams that
     * are not good. One statement, since finding all pairs is what it costs.
     */
    @SqlQuery(HERE + PAIR + """
            , standing AS (
                SELECT environment_id, count(*) FILTER (WHERE rank = 6) AS good, count(*) FILTER (WHERE rank < 2) AS bad,
                       count(*) FILTER (WHERE rank BETWEEN 2 AND 5) AS open
                  FROM pair GROUP BY environment_id),
            crowd AS (
                SELECT environment_id, count(DISTINCT participant_id) AS participants FROM here GROUP BY environment_id),
            worst AS (
                SELECT * FROM (SELECT p.*, row_number() OVER (PARTITION BY environment_id
                                                              ORDER BY rank, consumer_since DESC, consumer_version_id, provider_id) AS place
                                 FROM pair p WHERE rank < 6) p
                 WHERE place <= :most)
            """ + NAMED + """
                   , e.display_name, e.production, coalesce(w.participants, 0), coalesce(s.good, 0), coalesce(s.bad, 0), coalesce(s.open, 0)
              FROM environment e
              LEFT JOIN standing s ON s.environment_id = e.environment_id
              LEFT JOIN crowd w ON w.environment_id = e.environment_id
              LEFT JOIN (worst p
            """ + NAMES + """
                   ) ON p.environment_id = e.environment_id
             ORDER BY e.production, e.created_at, e.name, p.place
            """)
    List<Standing> environments(int most);

    /** Seams, the worst first. */
    @PlannedByValues
    @SqlQuery(HERE + """
            , near AS (
                SELECT CAST(:near AS bigint) AS participant_id, 1 AS depth
                 UNION
                SELECT other.participant_id, near.depth + 1
                  FROM near
                  CROSS JOIN LATERAL (
                    SELECT s.provider_id AS participant_id FROM seam s WHERE s.consumer_id = near.participant_id
                     UNION ALL
                    SELECT s.consumer_id FROM seam s WHERE s.provider_id = near.participant_id) other
                 WHERE near.depth < :depth)
            """ + ANY_PAIR + """
                 WHERE (CAST(:environment AS uuid) IS NULL OR ours.environment_id = CAST(:environment AS uuid))
                   AND (CAST(:kind AS text) IS NULL OR u.kind = CAST(:kind AS text))
                   AND (CAST(:near AS bigint) IS NULL
                        OR u.participant_id IN (SELECT participant_id FROM near) OR u.provider_id IN (SELECT participant_id FROM near)))
            """ + NAMED + "  FROM pair p JOIN environment e USING (environment_id)\n" + NAMES
            + """
             WHERE (CAST(:verdict AS text) IS NULL
                    OR CASE WHEN p.rank < 2 THEN 'no' WHEN p.rank < 6 THEN 'unknown' ELSE 'yes' END = :verdict)
               AND (CAST(:rank AS bigint) IS NULL
                    OR (p.rank, e.name, c.name, p.consumer_version_id, r.name, p.kind, coalesce(p.provider_version_id, 0))
                     > (CAST(:rank AS bigint), CAST(:lastEnvironment AS text), CAST(:lastConsumer AS text), CAST(:lastConsumerVersion AS bigint),
                        CAST(:lastProvider AS text), CAST(:lastKind AS text), CAST(:lastProviderVersion AS bigint)))
             ORDER BY p.rank, e.name, c.name, p.consumer_version_id, r.name, p.kind, coalesce(p.provider_version_id, 0)
             LIMIT :limit
            """)
    List<SeamStatus> seams(@BindMethods Filter filter);

    /** The environments in the order in which versions get there. */
    @SqlQuery("SELECT name, display_name, production FROM environment ORDER BY production, created_at, name")
    List<Place> places();

    /** What runs where, of a page of participants by name that are somewhere. */
    @PlannedByValues
    @SqlQuery(HERE + """
            , page AS MATERIALIZED (
                SELECT c.participant_id, c.name, c.kind, c.main_branch
                  FROM participant c
                 WHERE EXISTS (SELECT FROM here WHERE here.participant_id = c.participant_id)
                   AND (CAST(:participant AS bigint) IS NULL OR c.participant_id = :participant)
                   AND (CAST(:last AS text) IS NULL OR c.name > :last)
                 ORDER BY c.name LIMIT :limit)
            """ + ANY_PAIR + """
                 WHERE u.participant_id IN (SELECT participant_id FROM page) OR u.provider_id IN (SELECT participant_id FROM page)),
            judged AS (
                SELECT environment_id, participant_id, min(rank) AS rank
                  FROM (SELECT environment_id, consumer_id AS participant_id, rank FROM pair
                         UNION ALL SELECT environment_id, provider_id, rank FROM pair) side
                 GROUP BY environment_id, participant_id),
            place AS (
                SELECT d.environment_id, d.participant_id, d.version_id, d.created_at AS since, false AS released,
                       d.application_instance AS instance
                  FROM deployment d WHERE d.ended_at IS NULL
                 UNION ALL
                SELECT r.environment_id, r.participant_id, r.version_id, r.created_at, true, ''
                  FROM release r WHERE r.support_ended_at IS NULL)
            SELECT page.participant_id, page.name AS participant, page.kind, e.name AS environment, v.number AS version,
                   (SELECT b.name FROM branch_version bv JOIN branch b USING (branch_id)
                     WHERE bv.version_id = place.version_id ORDER BY bv.created_at DESC, b.branch_id DESC LIMIT 1) AS branch,
                   place.since, place.released, place.instance,
                   (SELECT count(*) FROM (
                        SELECT FROM branch b JOIN branch_version bv USING (branch_id)
                         WHERE b.participant_id = page.participant_id AND b.name = page.main_branch AND bv.version_id > place.version_id
                         LIMIT 1000) newer) AS behind,
                   judged.rank
              FROM page
              JOIN place USING (participant_id)
              JOIN environment e USING (environment_id)
              JOIN version v ON v.version_id = place.version_id
              LEFT JOIN judged ON judged.environment_id = place.environment_id AND judged.participant_id = page.participant_id
             ORDER BY page.name, e.production, e.created_at, e.name, place.since DESC, place.version_id DESC, place.instance
            """)
    List<Cell> board(@Nullable Long participant, @Nullable String last, int limit);

    /** Reads a row of {@link #NAMED} with what follows it for an environment as a whole. */
    final class StandingMapper implements RowMapper<Standing> {
        private final SeamMapper seams = new SeamMapper();

        @Override
        public Standing map(ResultSet row, StatementContext ctx) throws SQLException {
            row.getInt(2);
            var blocker = row.wasNull() ? null : seams.map(row, ctx);
            return new Standing(
                    row.getString(1),
                    row.getString(26),
                    row.getBoolean(27),
                    row.getLong(28),
                    row.getLong(29),
                    row.getLong(30),
                    row.getLong(31),
                    blocker);
        }
    }

    /** Reads a row of {@link #NAMED}. */
    final class SeamMapper implements RowMapper<SeamStatus> {
        @Override
        public SeamStatus map(ResultSet row, StatementContext ctx) throws SQLException {
            var provider = new ParticipantName(row.getString(7));
            var providerVersion = row.getLong(8);
            var side = row.wasNull()
                    ? null
                    : new SeamStatus.Side(
                            provider,
                            providerVersion,
                            new VersionNumber(row.getString(9)),
                            row.getString(20),
                            Objects.requireNonNull(Values.instant(row, 10)));
            var number = row.getInt(14);
            var result = row.wasNull()
                    ? null
                    : new SeamStatus.Result(
                            Method.of(row.getString(13)), number, Objects.requireNonNull(Values.instant(row, 15)));
            var job = row.getObject(16, UUID.class);
            return new SeamStatus(
                    new EnvironmentName(row.getString(1)),
                    new SeamStatus.Side(
                            new ParticipantName(row.getString(3)),
                            row.getLong(4),
                            new VersionNumber(row.getString(5)),
                            row.getString(19),
                            Objects.requireNonNull(Values.instant(row, 6))),
                    ParticipantKind.of(row.getString(23)),
                    provider,
                    ParticipantKind.of(row.getString(24)),
                    row.getBoolean(25),
                    side,
                    ContractKind.of(row.getString(11)),
                    Sha256.of(row.getBytes(12)),
                    SeamStatus.Condition.of(row.getInt(2)),
                    row.getBoolean(21),
                    row.getBoolean(22),
                    result,
                    job == null ? null : new SeamStatus.Job(job, JobState.of(row.getString(17)), row.getString(18)));
        }
    }
}
