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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Versions with all that is to be shown of them. */
final class DescriptionStore {
    // Rows of four kinds, put together here: joined in SQL, or aggregated for each version, they cost more. OFFSET 0
    // keeps a look by index for each row, which a plan for ten versions would take for dearer than to read all branches
    // or all current deployments of the workspace.
    private static final String DESCRIBE = """
            SELECT 'version' AS what, v.version_id, v.participant_id, p.name, v.number, v.build_url, v.created_at, v.updated_at,
                   NULL::uuid AS environment_id, NULL::boolean AS flag, NULL::boolean AS deployed, NULL::boolean AS released
              FROM version v
              JOIN participant p ON p.participant_id = v.participant_id
             WHERE v.version_id = ANY (:versions)
            UNION ALL
            SELECT 'branch', bv.version_id, NULL, b.name, NULL, NULL, NULL, NULL,
                   NULL, coalesce(b.head_version_id = bv.version_id, false), NULL, NULL
              FROM branch_version bv
              CROSS JOIN LATERAL (SELECT name, head_version_id FROM branch WHERE branch_id = bv.branch_id OFFSET 0) b
             WHERE bv.version_id = ANY (:versions)
            UNION ALL
            SELECT 'tag', t.version_id, NULL, t.name, NULL, NULL, t.created_at, NULL,
                   NULL, NOT EXISTS (SELECT FROM tag newer
                                      WHERE newer.participant_id = t.participant_id AND newer.name = t.name
                                        AND newer.version_id > t.version_id), NULL, NULL
              FROM tag t
             WHERE t.version_id = ANY (:versions)
            UNION ALL
            SELECT 'environment', c.version_id, NULL, e.name, e.display_name, NULL, e.created_at, e.updated_at,
                   e.environment_id, e.production, c.deployed, c.released
              FROM (SELECT version_id, environment_id, bool_or(deployed) AS deployed, bool_or(NOT deployed) AS released
                      FROM (SELECT version.id AS version_id, d.environment_id, true AS deployed
                              FROM unnest(:versions) AS version (id)
                              CROSS JOIN LATERAL (SELECT environment_id FROM deployment
                                                   WHERE version_id = version.id AND ended_at IS NULL OFFSET 0) d
                            UNION ALL
                            SELECT version_id, environment_id, false FROM release
                             WHERE version_id = ANY (:versions) AND support_ended_at IS NULL) present
                     GROUP BY version_id, environment_id) c
              JOIN environment e ON e.environment_id = c.environment_id
            """;

    private DescriptionStore() {}

    /** The versions that there are, newest first. */
    static List<VersionDescription> describe(Handle handle, Long[] versions) {
        var described = new TreeMap<Long, Parts>(Comparator.reverseOrder());
        handle.createQuery(DESCRIBE)
                .bind("versions", versions)
                .map((row, ctx) -> described
                        .computeIfAbsent(row.getLong(2), id -> new Parts())
                        .add(row))
                .forEach(added -> {});
        return described.values().stream().map(Parts::together).toList();
    }

    /** A version's rows of {@link #DESCRIBE}. */
    private static final class Parts {
        private @Nullable VersionDescription version; // still without the rest
        private final List<OnBranch> branches = new ArrayList<>();
        private final List<Tagged> tags = new ArrayList<>();
        private final List<InEnvironment> environments = new ArrayList<>();

        Parts add(ResultSet row) throws SQLException {
            switch (row.getString(1)) {
                case "branch" -> branches.add(new OnBranch(new BranchName(row.getString(4)), row.getBoolean(10)));
                case "tag" -> tags.add(new Tagged(new TagName(row.getString(4)), row.getBoolean(10), time(row, 7)));
                case "environment" ->
                    environments.add(new InEnvironment(
                            row.getObject(9, UUID.class),
                            new EnvironmentName(row.getString(4)),
                            row.getString(5),
                            row.getBoolean(10),
                            row.getBoolean(11),
                            row.getBoolean(12),
                            time(row, 7),
                            time(row, 8)));
                default ->
                    version = new VersionDescription(
                            row.getLong(2),
                            row.getLong(3),
                            new ParticipantName(row.getString(4)),
                            new VersionNumber(row.getString(5)),
                            row.getString(6),
                            time(row, 7),
                            time(row, 8),
                            List.of(),
                            List.of(),
                            List.of());
            }
            return this;
        }

        private static Instant time(ResultSet row, int column) throws SQLException {
            return Objects.requireNonNull(Values.instant(row, column));
        }

        VersionDescription together() {
            var known = Objects.requireNonNull(version);
            branches.sort(Comparator.comparing(branch -> branch.name().value()));
            tags.sort(Comparator.comparing(tag -> tag.name().value()));
            environments.sort(
                    Comparator.comparing(environment -> environment.name().value()));
            return new VersionDescription(
                    known.id(),
                    known.participantId(),
                    known.participant(),
                    known.number(),
                    known.buildUrl(),
                    known.createdAt(),
                    known.updatedAt(),
                    branches,
                    tags,
                    environments);
        }
    }
}
