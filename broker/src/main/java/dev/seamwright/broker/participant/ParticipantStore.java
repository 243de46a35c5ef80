package dev.seamwright.broker.participant;

import dev.seamwright.broker.db.PlannedByValues;
import dev.seamwright.broker.db.Values;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.LabelName;
import dev.seamwright.contracts.ParticipantKind;
import dev.seamwright.contracts.ParticipantName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.sqlobject.config.RegisterRowMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jspecify.annotations.Nullable;

@RegisterRowMapper(ParticipantStore.Mapper.class)
interface ParticipantStore {
    String COLUMNS =
            "participant_id, name, kind, display_name, repository_url, repository_name, repository_namespace, main_branch, created_at, updated_at";

    String LISTED = """
             WHERE (CAST(:q AS text) IS NULL OR position(lower(:q) IN lower(p.name)) > 0)
               AND (CAST(:label AS text) IS NULL
                    OR EXISTS (SELECT FROM participant_label l
                                WHERE l.participant_id = p.participant_id AND l.name = :label))
            """;

    @SqlQuery("SELECT " + COLUMNS + " FROM participant WHERE name = :name")
    Optional<Participant> find(ParticipantName name);

    @SqlQuery("SELECT " + COLUMNS + " FROM participant WHERE participant_id = :id")
    Optional<Participant> byId(long id);

    @SqlQuery("SELECT " + COLUMNS + " FROM participant WHERE name = ANY (:names) ORDER BY name")
    List<Participant> findAll(String[] names);

    @SqlQuery("SELECT " + COLUMNS + " FROM participant ORDER BY name")
    List<Participant> all();

    @SqlQuery("SELECT name FROM participant ORDER BY name")
    List<String> names();

    // q and label: null does not filter
    @PlannedByValues
    @SqlQuery("SELECT " + COLUMNS + " FROM participant p " + LISTED + "ORDER BY name LIMIT :limit OFFSET :offset")
    List<Participant> list(@Nullable String q, @Nullable LabelName label, long limit, long offset);

    @SqlQuery("SELECT count(*) FROM participant p " + LISTED)
    long count(@Nullable String q, @Nullable LabelName label);

    @SqlQuery("""
            INSERT INTO participant (name, display_name, repository_url, repository_name, repository_namespace, main_branch,
                                     created_at, updated_at)
            VALUES (:name, :displayName, :repositoryUrl, :repositoryName, :repositoryNamespace, :mainBranch, :now, :now)
            ON CONFLICT (workspace_id, name) DO NOTHING
            RETURNING\s""" + COLUMNS)
    Optional<Participant> insert(ParticipantName name, @BindMethods ParticipantDetails details, Instant now);

    @SqlQuery("""
            UPDATE participant
               SET display_name = :displayName, repository_url = :repositoryUrl, repository_name = :repositoryName,
                   repository_namespace = :repositoryNamespace, main_branch = :mainBranch, updated_at = :now
             WHERE participant_id = :id
            RETURNING\s""" + COLUMNS)
    Optional<Participant> update(long id, @BindMethods ParticipantDetails details, Instant now);

    // null does not filter
    @PlannedByValues
    @SqlQuery("SELECT " + COLUMNS + """
              FROM participant
             WHERE (CAST(:after AS text) IS NULL OR name > :after)
               AND (CAST(:name AS text) IS NULL OR position(lower(:name) IN lower(name)) > 0)
             ORDER BY name LIMIT :limit
            """)
    List<Participant> page(@Nullable String name, @Nullable String after, int limit);

    @SqlQuery("UPDATE participant SET kind = :kind, updated_at = :now WHERE participant_id = :id RETURNING " + COLUMNS)
    Optional<Participant> setKind(long id, ParticipantKind kind, Instant now);

    @SqlUpdate("DELETE FROM participant WHERE participant_id = :id")
    int delete(long id);

    // sorted, so that two publishes that create the same participants wait for each other in one order
    @SqlQuery("""
            INSERT INTO participant (name, created_at, updated_at)
            SELECT name, :now, :now FROM unnest(:names) AS n (name) ORDER BY name
            ON CONFLICT (workspace_id, name) DO NOTHING
            RETURNING name
            """)
    List<ParticipantName> create(String[] names, Instant now);

    @SqlUpdate(
            "UPDATE participant SET main_branch = :branch, updated_at = :now WHERE participant_id = :id AND main_branch IS NULL")
    int detectMainBranch(long id, BranchName branch, Instant now);

    /** Reads a row of {@link #COLUMNS}. */
    final class Mapper implements RowMapper<Participant> {
        @Override
        public Participant map(ResultSet row, StatementContext ctx) throws SQLException {
            var mainBranch = row.getString(8);
            return new Participant(
                    row.getLong(1),
                    new ParticipantName(row.getString(2)),
                    ParticipantKind.of(row.getString(3)),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6),
                    row.getString(7),
                    mainBranch == null ? null : new BranchName(mainBranch),
                    Objects.requireNonNull(Values.instant(row, 9)),
                    Objects.requireNonNull(Values.instant(row, 10)));
        }
    }
}
