package dev.seamwright.broker.participant;

import dev.seamwright.broker.db.Values;
import dev.seamwright.contracts.BranchName;
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
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

@RegisterRowMapper(ParticipantStore.Mapper.class)
interface ParticipantStore {
    String COLUMNS =
            "participant_id, name, kind, display_name, repository_url, repository_name, repository_namespace, main_branch, created_at, updated_at";

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

    // sorted, so that two publishes that create the same participants wait for each other in one order
    @SqlUpdate("""
            INSERT INTO participant (name, created_at, updated_at)
            SELECT name, :now, :now FROM unnest(:names) AS n (name) ORDER BY name
            ON CONFLICT (workspace_id, name) DO NOTHING
            """)
    void create(String[] names, Instant now);

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
