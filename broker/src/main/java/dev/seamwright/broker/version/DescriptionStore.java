package dev.seamwright.broker.version;

import dev.seamwright.broker.db.Values;
import dev.seamwright.broker.version.VersionDescription.InEnvironment;
import dev.seamwright.broker.version.VersionDescription.OnBranch;
import dev.seamwright.broker.version.VersionDescription.Tagged;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.TagName;
import dev.seamwright.contracts.VersionNumber;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

/** Versions with all that is to be shown of them. */
final class DescriptionStore {
    // a lateral aggregate for each kind of place: joining them all would multiply the rows; sorted here, which is
    // cheaper
    private static final String DESCRIBE = """
            SELECT v.version_id, v.participant_id, p.name, v.number, v.build_url, v.created_at, v.updated_at,
                   b.names, b.heads, t.names, t.latest, t.created,
                   e.ids, e.names, e.display_names, e.production, e.deployed, e.released, e.created, e.updated
              FROM version v
              JOIN participant p ON p.participant_id = v.participant_id
              CROSS JOIN LATERAL (
                  SELECT array_agg(b.name) AS names,
                         array_agg(coalesce(b.head_version_id = v.version_id, false)) AS heads
                    FROM branch_version bv JOIN branch b ON b.branch_id = bv.branch_id
                   WHERE bv.version_id = v.version_id) b
              CROSS JOIN LATERAL (
                  SELECT array_agg(t.name) AS names,
                         array_agg(NOT EXISTS (
                             SELECT FROM tag newer
                              WHERE newer.participant_id = t.participant_id AND newer.name = t.name
                                AND newer.version_id > t.version_id)) AS latest,
                         array_agg(t.created_at) AS created
                    FROM tag t WHERE t.version_id = v.version_id) t
              CROSS JOIN LATERAL (
                  SELECT array_agg(e.environment_id) AS ids,
                         array_agg(e.name) AS names,
                         array_agg(e.display_name) AS display_names,
                         array_agg(e.production) AS production,
                         array_agg(c.deployed) AS deployed,
                         array_agg(c.released) AS released,
                         array_agg(e.created_at) AS created,
                         array_agg(e.updated_at) AS updated
                    FROM (SELECT environment_id, bool_or(deployed) AS deployed, bool_or(NOT deployed) AS released
                            FROM (SELECT environment_id, true AS deployed FROM deployment
                                   WHERE version_id = v.version_id AND ended_at IS NULL
                                  UNION ALL
                                  SELECT environment_id, false FROM release
                                   WHERE version_id = v.version_id AND support_ended_at IS NULL) present
                           GROUP BY environment_id) c
                    JOIN environment e ON e.environment_id = c.environment_id) e
             WHERE v.version_id = ANY (:versions)
             ORDER BY v.version_id DESC
            """;
    private static final Mapper MAPPER = new Mapper();

    private DescriptionStore() {}

    static List<VersionDescription> describe(Handle handle, Long[] versions) {
        return handle.createQuery(DESCRIBE)
                .bind("versions", versions)
                .map(MAPPER)
                .list();
    }

    /** Reads a row of {@link #describe}; the arrays of one kind run in parallel, and are null when there is none. */
    private static final class Mapper implements RowMapper<VersionDescription> {
        @Override
        public VersionDescription map(ResultSet row, StatementContext ctx) throws SQLException {
            return new VersionDescription(
                    row.getLong(1),
                    row.getLong(2),
                    new ParticipantName(row.getString(3)),
                    new VersionNumber(row.getString(4)),
                    row.getString(5),
                    Objects.requireNonNull(Values.instant(row, 6)),
                    Objects.requireNonNull(Values.instant(row, 7)),
                    branches(row),
                    tags(row),
                    environments(row));
        }

        private static List<OnBranch> branches(ResultSet row) throws SQLException {
            var names = array(row, 8);
            var heads = array(row, 9);
            var branches = new ArrayList<OnBranch>(names.length);
            for (var i = 0; i < names.length; i++) {
                branches.add(new OnBranch(new BranchName((String) names[i]), (Boolean) heads[i]));
            }
            branches.sort(Comparator.comparing(branch -> branch.name().value()));
            return branches;
        }

        private static List<Tagged> tags(ResultSet row) throws SQLException {
            var names = array(row, 10);
            var latest = array(row, 11);
            var created = array(row, 12);
            var tags = new ArrayList<Tagged>(names.length);
            for (var i = 0; i < names.length; i++) {
                tags.add(new Tagged(
                        new TagName((String) names[i]), (Boolean) latest[i], ((Timestamp) created[i]).toInstant()));
            }
            tags.sort(Comparator.comparing(tag -> tag.name().value()));
            return tags;
        }

        private static List<InEnvironment> environments(ResultSet row) throws SQLException {
            var ids = array(row, 13);
            var names = array(row, 14);
            var displayNames = array(row, 15);
            var production = array(row, 16);
            var deployed = array(row, 17);
            var released = array(row, 18);
            var created = array(row, 19);
            var updated = array(row, 20);
            var environments = new ArrayList<InEnvironment>(ids.length);
            for (var i = 0; i < ids.length; i++) {
                environments.add(new InEnvironment(
                        (UUID) ids[i],
                        new EnvironmentName((String) names[i]),
                        (String) displayNames[i],
                        (Boolean) production[i],
                        (Boolean) deployed[i],
                        (Boolean) released[i],
                        ((Timestamp) created[i]).toInstant(),
                        ((Timestamp) updated[i]).toInstant()));
            }
            environments.sort(
                    Comparator.comparing(environment -> environment.name().value()));
            return environments;
        }

        private static Object[] array(ResultSet row, int column) throws SQLException {
            var array = row.getArray(column);
            return array == null ? new Object[0] : (Object[]) array.getArray();
        }
    }
}
