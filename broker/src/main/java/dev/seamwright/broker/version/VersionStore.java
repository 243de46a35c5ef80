package dev.seamwright.broker.version;

import dev.seamwright.broker.db.Values;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.TagName;
import dev.seamwright.contracts.VersionNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

@RegisterRowMapper(VersionStore.Mapper.class)
@RegisterRowMapper(VersionStore.EnsuredMapper.class)
@RegisterConstructorMapper(Tag.class)
interface VersionStore {
    String NEWEST_FIRST = " ORDER BY version_id DESC LIMIT :limit OFFSET :offset";
    String COLUMNS = "version_id, participant_id, number, build_url, created_at, updated_at";

    @SqlQuery("SELECT " + COLUMNS + " FROM version WHERE participant_id = :participant AND number = :number")
    Optional<Version> find(long participant, VersionNumber number);

    @SqlQuery("SELECT " + COLUMNS + " FROM version WHERE version_id = :id")
    Optional<Version> byId(long id);

    @SqlQuery(
            "SELECT " + COLUMNS + " FROM version WHERE participant_id = :participant ORDER BY version_id DESC LIMIT 1")
    Optional<Version> latest(long participant);

    @SqlQuery("SELECT " + COLUMNS + """
             FROM unnest(:participants) AS p (id)
             CROSS JOIN LATERAL (SELECT * FROM version WHERE participant_id = p.id ORDER BY version_id DESC LIMIT 1) v
            """)
    List<Version> latestOf(Long[] participants);

    @SqlQuery("SELECT " + COLUMNS + """
             FROM version
            WHERE version_id = (SELECT max(version_id) FROM tag WHERE participant_id = :participant AND name = :tag)
            """)
    Optional<Version> latestTagged(long participant, TagName tag);

    @SqlQuery("SELECT version_id FROM version WHERE participant_id = :participant" + NEWEST_FIRST)
    List<Long> all(long participant, long limit, long offset);

    @SqlQuery("SELECT version_id FROM version WHERE participant_id = :participant AND version_id < :before"
            + " ORDER BY version_id DESC LIMIT :limit")
    List<Long> before(long participant, long before, int limit);

    @SqlQuery("SELECT count(*) FROM version WHERE participant_id = :participant")
    long countAll(long participant);

    @SqlQuery("SELECT version_id FROM branch_version WHERE branch_id = :branch" + NEWEST_FIRST)
    List<Long> onBranch(long branch, long limit, long offset);

    @SqlQuery("SELECT count(*) FROM branch_version WHERE branch_id = :branch")
    long countOnBranch(long branch);

    @SqlQuery("SELECT version_id FROM tag WHERE participant_id = :participant AND name = :tag" + NEWEST_FIRST)
    List<Long> tagged(long participant, TagName tag, long limit, long offset);

    @SqlQuery("SELECT count(*) FROM tag WHERE participant_id = :participant AND name = :tag")
    long countTagged(long participant, TagName tag);

    String PRESENT = """
             FROM (SELECT version_id FROM deployment
                    WHERE participant_id = :participant AND environment_id = :environment AND ended_at IS NULL
                   UNION
                   SELECT version_id FROM release
                    WHERE participant_id = :participant AND environment_id = :environment AND support_ended_at IS NULL) v
            """;

    @SqlQuery("SELECT version_id" + PRESENT + NEWEST_FIRST)
    List<Long> in(long participant, UUID environment, long limit, long offset);

    @SqlQuery("SELECT count(*)" + PRESENT)
    long countIn(long participant, UUID environment);

    @SqlQuery("""
            SELECT p.name FROM publication c JOIN participant p ON p.participant_id = c.provider_id
             WHERE c.version_id = :version AND c.kind = 'pact' ORDER BY p.name
            """)
    List<ParticipantName> pactProviders(long version);

    @SqlUpdate("UPDATE version SET build_url = :buildUrl, updated_at = :now"
            + " WHERE version_id = :version AND build_url IS DISTINCT FROM :buildUrl")
    int setBuildUrl(long version, @Nullable String buildUrl, Instant now);

    @SqlUpdate("DELETE FROM version WHERE version_id = :version")
    int delete(long version);

    @SqlQuery("SELECT name, created_at, updated_at FROM tag WHERE version_id = :version AND name = :name")
    Optional<Tag> findTag(long version, TagName name);

    @SqlQuery("SELECT name FROM tag WHERE version_id = :version ORDER BY name")
    List<TagName> tags(long version);

    @SqlUpdate("DELETE FROM tag WHERE version_id = :version AND name = :name")
    int removeTag(long version, TagName name);

    // DO UPDATE locks the row: publishes of one version wait for each other here, and never later
    @SqlQuery("INSERT INTO version (participant_id, number, build_url, created_at, updated_at)"
            + " VALUES (:participant, :number, :buildUrl, :now, :now)"
            + " ON CONFLICT (workspace_id, participant_id, number) DO UPDATE SET"
            + "   updated_at = CASE WHEN EXCLUDED.build_url IS DISTINCT FROM version.build_url AND EXCLUDED.build_url IS NOT NULL"
            + "                     THEN EXCLUDED.updated_at ELSE version.updated_at END,"
            + "   build_url = coalesce(EXCLUDED.build_url, version.build_url)"
            + " RETURNING " + COLUMNS + ", xmax = 0 AS created")
    VersionService.Ensured ensure(long participant, VersionNumber number, @Nullable String buildUrl, Instant now);

    // the head moves only when the version is new on the branch
    @SqlQuery("""
            WITH line AS (
                INSERT INTO branch (participant_id, name, head_version_id, created_at, updated_at)
                VALUES (:participant, :name, :version, :now, :now)
                ON CONFLICT (workspace_id, participant_id, name) DO UPDATE
                    SET head_version_id = CASE
                            WHEN EXISTS (SELECT FROM branch_version bv
                                          WHERE bv.branch_id = branch.branch_id AND bv.version_id = EXCLUDED.head_version_id)
                            THEN branch.head_version_id ELSE EXCLUDED.head_version_id END,
                        updated_at = EXCLUDED.updated_at
                RETURNING branch_id),
            added AS (
                INSERT INTO branch_version (branch_id, version_id, created_at)
                SELECT branch_id, :version, :now FROM line
                ON CONFLICT DO NOTHING
                RETURNING 1)
            SELECT EXISTS (SELECT FROM added) FROM line
            """)
    boolean addToBranch(long participant, BranchName name, long version, Instant now);

    @SqlUpdate("""
            INSERT INTO tag (version_id, participant_id, name, created_at, updated_at)
            VALUES (:version, :participant, :name, :now, :now)
            ON CONFLICT (workspace_id, version_id, name) DO NOTHING
            """)
    int addTag(long participant, long version, TagName name, Instant now);

    // what a version has verified already counts for a branch or tag that it is given later; a cross-check leaves a
    // pact
    // pending, since nobody has run it
    @SqlUpdate("""
            INSERT INTO content_success AS known (content_id, line, name, first_success_at, first_settled_at)
            SELECT content_id, :line, :name, min(verified_at), min(verified_at) FILTER (WHERE NOT wip)
              FROM latest_verification
             WHERE provider_version_id = :version AND success AND method <> 'cross-check'
             GROUP BY content_id ORDER BY content_id
            ON CONFLICT (workspace_id, content_id, line, name) DO UPDATE
                SET first_success_at = least(known.first_success_at, EXCLUDED.first_success_at),
                    first_settled_at = least(known.first_settled_at, EXCLUDED.first_settled_at)
            """)
    void carrySuccesses(long version, String line, String name);

    @SqlQuery("SELECT EXISTS (SELECT FROM branch_version WHERE version_id = :version)")
    boolean isOnAnyBranch(long version);

    /** Reads a row of {@link #COLUMNS}. */
    final class Mapper implements RowMapper<Version> {
        @Override
        public Version map(ResultSet row, StatementContext ctx) throws SQLException {
            return new Version(
                    row.getLong(1),
                    row.getLong(2),
                    new VersionNumber(row.getString(3)),
                    row.getString(4),
                    Objects.requireNonNull(Values.instant(row, 5)),
                    Objects.requireNonNull(Values.instant(row, 6)));
        }
    }

    /** Reads a row of {@link #COLUMNS} and whether it is new. */
    final class EnsuredMapper implements RowMapper<VersionService.Ensured> {
        private final Mapper version = new Mapper();

        @Override
        public VersionService.Ensured map(ResultSet row, StatementContext ctx) throws SQLException {
            return new VersionService.Ensured(version.map(row, ctx), row.getBoolean(7));
        }
    }
}
