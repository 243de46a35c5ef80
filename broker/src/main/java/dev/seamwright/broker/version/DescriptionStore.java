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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Versions with all that is to be shown of them. */
final class DescriptionStore {
    // Rows of several kinds, put together here: joined in SQL, or aggregated for each version, they cost more. The
    // versions are of few participants and on few branches, which are therefore looked up once; OFFSET 0 keeps that a
    // look by index, which a plan for ten versions would take for dearer than to read all branches, or all current
    // deployments, of the workspace.
    private static final String DESCRIBE = """
            WITH described AS MATERIALIZED (
                     SELECT version_id, participant_id, number, build_url, created_at, updated_at
                       FROM version WHERE version_id = ANY (:versions)),
                 on_branch AS MATERIALIZED (
                     SELECT version_id, branch_id FROM branch_version WHERE version_id = ANY (:versions))
            SELECT 'branch' AS what, b.head_version_id AS version_id, of.branch_id AS part_of, b.name, NULL::text AS number, NULL::text AS build_url,
                   NULL::timestamptz AS created_at, NULL::timestamptz AS updated_at,
                   NULL::uuid AS environment_id, NULL::boolean AS flag, NULL::boolean AS deployed, NULL::boolean AS released
              FROM (SELECT DISTINCT branch_id FROM on_branch) of
              CROSS JOIN LATERAL (SELECT name, head_version_id FROM branch WHERE branch_id = of.branch_id OFFSET 0) b
            UNION ALL
            SELECT 'participant', NULL, participant_id, name, NULL, NULL, NULL, NULL, NULL,
                   EXISTS (SELECT FROM seam s WHERE s.consumer_id = p.participant_id AND s.provider_id = p.participant_id AND s.kind = 'openapi'),
                   NULL, NULL
              FROM participant p WHERE participant_id IN (SELECT participant_id FROM described)
            UNION ALL
            SELECT 'version', version_id, participant_id, NULL, number, build_url, created_at, updated_at,
                   NULL, NULL, NULL, NULL
              FROM described
            UNION ALL
            SELECT 'on branch', version_id, branch_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
              FROM on_branch
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
                      FROM (SELECT d.version_id, d.environment_id, true AS deployed
                              FROM (SELECT DISTINCT participant_id FROM described) of
                              CROSS JOIN LATERAL (SELECT version_id, environment_id FROM deployment
                                                   WHERE participant_id = of.participant_id AND ended_at IS NULL OFFSET 0) d
                             WHERE d.version_id = ANY (:versions)
                            UNION ALL
                            SELECT version_id, environment_id, false FROM release
                             WHERE version_id = ANY (:versions) AND support_ended_at IS NULL) present
                     GROUP BY version_id, environment_id) c
              JOIN environment e ON e.environment_id = c.environment_id
            """;

    private DescriptionStore() {}

    /** The versions that there are, newest first. */
    static List<VersionDescription> describe(Handle handle, Long[] versions) {
        var found = new Found();
        handle.createQuery(DESCRIBE)
                .bind("versions", versions)
                .map((row, ctx) -> found.add(row))
                .forEach(added -> {});
        return found.descriptions();
    }

    private record Branch(BranchName name, long head) {}

    private record Participant(ParticipantName name, boolean hasDocuments) {}

    /** Collects the rows of {@link #DESCRIBE}. */
    private static final class Found {
        private final Map<Long, Participant> participants = new HashMap<>();
        private final Map<Long, Branch> branches = new HashMap<>();
        private final Map<Long, Parts> versions = new TreeMap<>(Comparator.reverseOrder());

        boolean add(ResultSet row) throws SQLException {
            switch (row.getString(1)) {
                case "branch" ->
                    branches.put(row.getLong(3), new Branch(new BranchName(row.getString(4)), row.getLong(2)));
                case "participant" ->
                    participants.put(
                            row.getLong(3), new Participant(new ParticipantName(row.getString(4)), row.getBoolean(10)));
                default -> versions.computeIfAbsent(row.getLong(2), Parts::new).add(row);
            }
            return true;
        }

        List<VersionDescription> descriptions() {
            return versions.values().stream()
                    .map(parts -> parts.together(participants, branches))
                    .toList();
        }
    }

    /** A version's own rows. */
    private static final class Parts {
        private final long id;
        private long participantId;
        private @Nullable VersionNumber number;
        private @Nullable String buildUrl;
        private @Nullable Instant createdAt;
        private @Nullable Instant updatedAt;
        private final List<Long> branches = new ArrayList<>();
        private final List<Tagged> tags = new ArrayList<>();
        private final List<InEnvironment> environments = new ArrayList<>();

        Parts(long id) {
            this.id = id;
        }

        void add(ResultSet row) throws SQLException {
            switch (row.getString(1)) {
                case "on branch" -> branches.add(row.getLong(3));
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
                default -> {
                    participantId = row.getLong(3);
                    number = new VersionNumber(row.getString(5));
                    buildUrl = row.getString(6);
                    createdAt = time(row, 7);
                    updatedAt = time(row, 8);
                }
            }
        }

        private static Instant time(ResultSet row, int column) throws SQLException {
            return Objects.requireNonNull(Values.instant(row, column));
        }

        VersionDescription together(Map<Long, Participant> participants, Map<Long, Branch> known) {
            var participant = Objects.requireNonNull(participants.get(participantId));
            var onBranches = new ArrayList<OnBranch>();
            for (var branchId : branches) {
                var branch = Objects.requireNonNull(known.get(branchId));
                onBranches.add(new OnBranch(branch.name(), branch.head() == id));
            }
            onBranches.sort(Comparator.comparing(branch -> branch.name().value()));
            tags.sort(Comparator.comparing(tag -> tag.name().value()));
            environments.sort(
                    Comparator.comparing(environment -> environment.name().value()));
            return new VersionDescription(
                    id,
                    participantId,
                    participant.name(),
                    participant.hasDocuments(),
                    Objects.requireNonNull(number),
                    buildUrl,
                    Objects.requireNonNull(createdAt),
                    Objects.requireNonNull(updatedAt),
                    onBranches,
                    tags,
                    environments);
        }
    }
}
