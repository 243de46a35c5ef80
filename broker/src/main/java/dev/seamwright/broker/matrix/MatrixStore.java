package dev.seamwright.broker.matrix;

import dev.seamwright.broker.db.Values;
import dev.seamwright.broker.matrix.Matrix.Selected;
import dev.seamwright.broker.matrix.MatrixQuery.Ignore;
import dev.seamwright.broker.matrix.MatrixQuery.LatestBy;
import dev.seamwright.broker.matrix.MatrixRow.State;
import dev.seamwright.broker.matrix.Selector.Which;
import dev.seamwright.broker.observation.Mismatches;
import dev.seamwright.broker.observation.RecordMismatch;
import dev.seamwright.broker.problem.Problems;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.InvalidInput.Detail;
import dev.seamwright.contracts.Method;
import dev.seamwright.contracts.ParticipantName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The matrix's SQL, put together from what a query asks for; queries of one form are one statement to PostgreSQL. */
final class MatrixStore {
    private MatrixStore() {}

    /** What the names in a query mean. */
    record Resolved(
            List<Selected> selected,
            @Nullable UUID environment,
            Set<Long> ignoredParticipants,
            Set<Long> ignoredVersions,
            List<Ignore> unknownIgnores,
            List<RecordMismatch> mismatches) {}

    private static final String SELECTED =
            "SELECT 's' AS what, %d AS i, c.participant_id, NULL::uuid AS environment_id, found.version_id,"
                    + " NULL::text AS name, NULL::text[] AS recorded, NULL::text[] AS observed"
                    + " FROM participant c LEFT JOIN LATERAL (%s) found ON true WHERE c.name = :name%d";
    private static final String ENVIRONMENT =
            "SELECT 'e', %d, NULL, environment_id, NULL, NULL, NULL, NULL FROM environment WHERE name = :environment%d";
    // neighbours of whom something else was seen in the destination than is recorded
    private static final String MISMATCHES =
            "SELECT 'o', 0, m.participant_id, NULL, NULL, m.name, m.recorded, m.observed FROM ("
                    + Mismatches.comparedIn("(SELECT environment_id FROM environment WHERE name = :environment0)")
                    + ") m WHERE m.is_mismatch AND m.name NOT IN (%1$s) AND EXISTS ("
                    + "SELECT FROM participant c JOIN seam s"
                    + " ON (s.consumer_id = c.participant_id AND s.provider_id = m.participant_id)"
                    + " OR (s.provider_id = c.participant_id AND s.consumer_id = m.participant_id) WHERE c.name IN (%1$s))";
    private static final String IGNORED = "SELECT 'i', %d, c.participant_id, NULL, found.version_id, NULL, NULL, NULL"
            + " FROM participant c LEFT JOIN LATERAL (%s) found ON true WHERE c.name = :ignored%d";
    private static final String NONE = "SELECT NULL::bigint AS version_id";

    /** Selectors, environments and ignored versions, in one round trip. */
    static Resolved resolve(Handle handle, MatrixQuery query) {
        var arms = new ArrayList<String>();
        var arguments = new HashMap<String, String>();
        var environments = new LinkedHashSet<String>();
        if (query.destination() instanceof Destination.Environment destination) {
            environments.add(destination.name().value());
        }
        for (var i = 0; i < query.selectors().size(); i++) {
            var selector = query.selectors().get(i);
            arguments.put("name" + i, selector.participant().value());
            arms.add(SELECTED.formatted(i, versionsOf(selector.which(), i, arguments), i));
            if (selector.which() instanceof Which.In in) {
                environments.add(in.environment().value());
            }
        }
        var names = List.copyOf(environments);
        for (var i = 0; i < names.size(); i++) {
            arguments.put("environment" + i, names.get(i));
            arms.add(ENVIRONMENT.formatted(i, i));
        }
        if (query.destination() instanceof Destination.Environment) {
            arms.add(MISMATCHES.formatted(IntStream.range(0, query.selectors().size())
                    .mapToObj(i -> ":name" + i)
                    .collect(Collectors.joining(", "))));
        }
        for (var i = 0; i < query.ignore().size(); i++) {
            var ignore = query.ignore().get(i);
            arguments.put("ignored" + i, ignore.participant().value());
            var version = ignore.version();
            if (version != null) {
                arguments.put("ignoredVersion" + i, version.value());
            }
            arms.add(IGNORED.formatted(
                    i,
                    version == null
                            ? NONE
                            : "SELECT version_id FROM version v WHERE v.participant_id = c.participant_id AND v.number = :ignoredVersion"
                                    + i,
                    i));
        }
        var found = new Found(query, names);
        var sql = handle.createQuery(String.join("\nUNION ALL ", arms));
        arguments.forEach(sql::bind);
        sql.map((row, ctx) -> found.add(row)).forEach(done -> {});
        return found.resolved();
    }

    private static String versionsOf(Which which, int i, Map<String, String> arguments) {
        return switch (which) {
            case Which.All w -> NONE;
            case Which.OfNumber w -> {
                arguments.put("arg" + i, w.number().value());
                yield "SELECT v.version_id FROM version v WHERE v.participant_id = c.participant_id AND v.number = :arg"
                        + i;
            }
            case Which.Latest w ->
                "SELECT v.version_id FROM version v WHERE v.participant_id = c.participant_id ORDER BY v.version_id DESC LIMIT 1";
            case Which.Tagged w -> {
                arguments.put("arg" + i, w.tag().value());
                yield "SELECT t.version_id FROM tag t WHERE t.participant_id = c.participant_id AND t.name = :arg" + i
                        + (w.latest() ? " ORDER BY t.version_id DESC LIMIT 1" : "");
            }
            case Which.OnBranch w -> {
                arguments.put("arg" + i, w.branch().value());
                yield onBranch(":arg" + i, w.latest());
            }
            case Which.OnMainBranch w -> onBranch("c.main_branch", w.latest());
            case Which.In w -> {
                arguments.put("arg" + i, w.environment().value());
                yield inEnvironment(
                        "(SELECT e.environment_id FROM environment e WHERE e.name = :arg" + i + ")",
                        "c.participant_id");
            }
        };
    }

    private static String onBranch(String name, boolean head) {
        return head
                ? "SELECT b.head_version_id AS version_id FROM branch b WHERE b.participant_id = c.participant_id AND b.name = "
                        + name
                : "SELECT bv.version_id FROM branch b JOIN branch_version bv USING (branch_id)"
                        + " WHERE b.participant_id = c.participant_id AND b.name = " + name;
    }

    private static String inEnvironment(String environment, String participant) {
        return "SELECT d.version_id FROM deployment d WHERE d.environment_id = " + environment
                + " AND d.participant_id = "
                + participant
                + " AND d.ended_at IS NULL UNION SELECT r.version_id FROM release r WHERE r.environment_id = "
                + environment + " AND r.participant_id = " + participant + " AND r.support_ended_at IS NULL";
    }

    /** Collects the rows of {@link #resolve}. */
    private static final class Found {
        private final MatrixQuery query;
        private final List<String> environmentNames;
        private final Map<Integer, Long> participants = new HashMap<>();
        private final Map<Integer, List<Long>> versions = new HashMap<>();
        private final Map<Integer, UUID> environments = new HashMap<>();
        private final Set<Integer> knownIgnores = new HashSet<>();
        private final Set<Long> ignoredParticipants = new HashSet<>();
        private final Set<Long> ignoredVersions = new HashSet<>();
        private final List<RecordMismatch> mismatches = new ArrayList<>();

        Found(MatrixQuery query, List<String> environmentNames) {
            this.query = query;
            this.environmentNames = environmentNames;
        }

        boolean add(ResultSet row) throws SQLException {
            var i = row.getInt(2);
            var participant = row.getLong(3);
            var version = row.getLong(5);
            var hasVersion = !row.wasNull();
            switch (row.getString(1)) {
                case "s" -> {
                    participants.put(i, participant);
                    var ids = versions.computeIfAbsent(i, k -> new ArrayList<>());
                    if (hasVersion) {
                        ids.add(version);
                    }
                }
                case "e" -> environments.put(i, row.getObject(4, UUID.class));
                case "o" ->
                    mismatches.add(new RecordMismatch(
                            participant,
                            new ParticipantName(row.getString(6)),
                            List.of((String[]) row.getArray(7).getArray()),
                            List.of((String[]) row.getArray(8).getArray())));
                default -> {
                    if (hasVersion) {
                        ignoredVersions.add(version);
                        knownIgnores.add(i);
                    } else if (query.ignore().get(i).version() == null) {
                        ignoredParticipants.add(participant);
                        knownIgnores.add(i);
                    }
                }
            }
            return true;
        }

        Resolved resolved() {
            var errors = new ArrayList<Detail>();
            var selected = new ArrayList<Selected>();
            for (var i = 0; i < query.selectors().size(); i++) {
                var selector = query.selectors().get(i);
                var participant = participants.get(i);
                if (participant == null) {
                    errors.add(new Detail(
                            Problems.QUERY,
                            "Pacticipant %s not found"
                                    .formatted(selector.participant().value())));
                } else {
                    selected.add(new Selected(selector, participant, versions.getOrDefault(i, List.of())));
                }
            }
            for (var i = 0; i < environmentNames.size(); i++) {
                if (!environments.containsKey(i)) {
                    errors.add(new Detail(
                            Problems.QUERY,
                            "Environment with name '%s' does not exist".formatted(environmentNames.get(i))));
                }
            }
            if (!errors.isEmpty()) {
                throw new InvalidInput(errors);
            }
            var unknown = new ArrayList<Ignore>();
            for (var i = 0; i < query.ignore().size(); i++) {
                if (!knownIgnores.contains(i)) {
                    unknown.add(query.ignore().get(i));
                }
            }
            var destination = query.destination() instanceof Destination.Environment ? environments.get(0) : null;
            return new Resolved(selected, destination, ignoredParticipants, ignoredVersions, unknown, mismatches);
        }
    }

    // Each publication of interest, with the provider versions that count for it and the newest result of each pair;
    // all of them are counted, and the names are looked up for those that are answered with. Texts come last in the
    // rows in between: what is in front of them is found faster.
    private static final String ROWS = """
            WITH contract AS (%s)%s,
             pair AS (SELECT p.participant_id, p.version_id, p.content_id, p.provider_id, p.created_at,
                             result.provider_version_id, result.verified_at, result.number, result.success, result.method, p.kind
                        FROM contract p %s),
             latest AS (SELECT %s * FROM pair %s),
             judged AS MATERIALIZED (
                 SELECT participant_id, version_id, content_id, provider_id, created_at,
                        provider_version_id, verified_at, number, success, %s AS state, method, kind
                   FROM latest WHERE %s),
             answered AS MATERIALIZED (
                 SELECT * FROM judged
                  ORDER BY state, version_id DESC, provider_version_id DESC NULLS LAST
                  LIMIT :limit),
             body AS MATERIALIZED (
                 SELECT of.content_id, found.pact_sha
                   FROM (SELECT DISTINCT content_id FROM answered) of
                  CROSS JOIN LATERAL (SELECT pact_sha FROM content WHERE content_id = of.content_id OFFSET 0) found)
            SELECT p.participant_id, c.name, p.version_id, p.kind, ct.pact_sha, p.created_at, p.provider_id, v.name,
                   p.provider_version_id, p.number, p.success, p.method, p.verified_at, p.state, counts.*
              FROM answered p
              JOIN participant c ON c.participant_id = p.participant_id
              JOIN participant v ON v.participant_id = p.provider_id
              JOIN body ct ON ct.content_id = p.content_id
              CROSS JOIN (SELECT %s FROM judged) counts
            """;
    private static final List<State> STATES = List.of(State.values());
    // in SQL a state is its place among them: numbers compare faster than words
    private static final String STATE =
            "CASE WHEN %%s THEN %d WHEN success THEN %d WHEN success = false THEN %d WHEN %%s THEN %d ELSE %d END"
                    .formatted(
                            place(State.IGNORED),
                            place(State.SUCCESSFUL),
                            place(State.FAILED),
                            place(State.MISSING),
                            place(State.UNKNOWN));
    private static final String COUNTS = STATES.stream()
            .map(state -> "count(*) FILTER (WHERE state = %d)".formatted(place(state)))
            .collect(Collectors.joining(", "));

    private static final int FIRST_COUNT = 15;

    private static final String COLUMNS =
            "SELECT p.participant_id, p.version_id, p.content_id, p.provider_id, p.created_at, p.kind ";
    // of the methods that a pair was verified by, the one that counts: the projection says which
    private static final String METHOD = " AND lv.decides";
    private static final String RESULT =
            "LEFT JOIN latest_verification lv ON lv.content_id = p.content_id AND lv.provider_version_id = provider.version_id"
                    + METHOD;
    // Versions often share a content (which is of one kind), so its results are looked up once, and those for many
    // versions of its provider by one walk along the index. Neither full join finds a row on the right side alone.
    // PostgreSQL cannot run one as nested loops, which it would choose for an inner join of as few rows as it expects,
    // and whose time grows with their square.
    private static final String RESULTS = """
            FULL JOIN (
                SELECT content_id, p.provider_id, provider_version_id, lv.verified_at, lv.number, lv.success, lv.method
                  FROM (SELECT p.content_id, p.provider_id, provider.version_id AS provider_version_id
                          FROM wanted p LEFT JOIN candidate provider ON provider.participant_id = p.provider_id) p
                  FULL JOIN (
                      SELECT lv.content_id, lv.provider_version_id, lv.verified_at, lv.number, lv.success, lv.method
                        FROM wanted p
                        JOIN (SELECT participant_id, array_agg(version_id) AS versions FROM candidate GROUP BY participant_id) provider
                          ON provider.participant_id = p.provider_id
                       CROSS JOIN LATERAL (
                            SELECT * FROM latest_verification lv
                             WHERE lv.content_id = p.content_id AND lv.provider_version_id = ANY (provider.versions)%s OFFSET 0) lv
                      ) lv USING (content_id, provider_version_id)) result USING (content_id, provider_id)
            """.formatted(METHOD);
    private static final String CONSUMER_KINDS = " AND p.kind IN ('pact', 'db-usage')";

    /** The rows that are answered with, and how many there are of each state. */
    record Rows(List<MatrixRow> rows, Map<State, Integer> counts) {}

    static Rows rows(Handle handle, MatrixQuery query, Resolved resolved) {
        var counts = new EnumMap<State, Integer>(State.class);
        var shape = new Shape(query, resolved);
        if (shape.contracts.isEmpty()) {
            return new Rows(List.of(), counts);
        }
        var sql = handle.createQuery(ROWS.formatted(
                String.join("\nUNION ALL ", shape.contracts),
                shape.candidates(),
                shape.results(),
                shape.distinct(),
                shape.distinctOrder(),
                STATE.formatted(shape.ignored(), shape.missing()),
                shape.filter(),
                COUNTS));
        shape.arguments.forEach((name, value) -> sql.bind(name, value));
        sql.bind("limit", query.limit());
        var rows = sql.map((row, ctx) -> {
                    if (counts.isEmpty()) {
                        for (var i = 0; i < STATES.size(); i++) {
                            counts.put(STATES.get(i), row.getInt(FIRST_COUNT + i));
                        }
                    }
                    return row(row);
                })
                .list();
        return new Rows(rows, counts);
    }

    private static int place(State state) {
        return STATES.indexOf(state);
    }

    private static MatrixRow row(ResultSet row) throws SQLException {
        var providerVersion = row.getLong(9);
        var hasProviderVersion = !row.wasNull();
        var number = row.getInt(10);
        var hasResult = !row.wasNull();
        return new MatrixRow(
                row.getLong(1),
                new ParticipantName(row.getString(2)),
                row.getLong(3),
                ContractKind.of(row.getString(4)),
                row.getString(5),
                Objects.requireNonNull(Values.instant(row, 6)),
                row.getLong(7),
                new ParticipantName(row.getString(8)),
                hasProviderVersion ? providerVersion : null,
                hasResult
                        ? new MatrixRow.Result(
                                number,
                                row.getBoolean(11),
                                Method.of(row.getString(12)),
                                Objects.requireNonNull(Values.instant(row, 13)))
                        : null,
                STATES.get(row.getInt(14)));
    }

    /** The parts of {@link #ROWS} that a query needs. */
    private static final class Shape {
        final List<String> contracts = new ArrayList<>();
        private final List<String> candidates = new ArrayList<>();
        private @Nullable String history; // of results: for participants of which every version is asked about
        final Map<String, Object> arguments = new LinkedHashMap<>();
        private final MatrixQuery query;
        private final Resolved resolved;

        Shape(MatrixQuery query, Resolved resolved) {
            this.query = query;
            this.resolved = resolved;
            var participants = resolved.selected().stream()
                    .map(Selected::participantId)
                    .distinct()
                    .toArray(Long[]::new);
            var open = resolved.selected().stream()
                    .filter(Selected::isOpen)
                    .map(Selected::participantId)
                    .distinct()
                    .toArray(Long[]::new);
            var fixed = resolved.selected().stream().filter(s -> !s.isOpen()).toList();
            var ownerOf = new LinkedHashMap<Long, Long>();
            fixed.forEach(s -> s.versionIds().forEach(version -> ownerOf.put(version, s.participantId())));
            var versions = ownerOf.keySet().toArray(Long[]::new);
            var owners = ownerOf.values().toArray(Long[]::new);
            var destination = destination(query.destination(), resolved.environment());
            var alone = participants.length == 1 || destination != null;
            arguments.put("selected", participants);
            contracts(open, versions, destination, alone);
            results(open, versions, owners, destination, alone);
        }

        /** As consumer: what the selected versions published. As provider: what its consumers in the destination published. */
        private void contracts(Long[] open, Long[] versions, @Nullable String destination, boolean alone) {
            var amongSelected = alone ? "" : " AND p.provider_id = ANY (:selected)";
            if (versions.length > 0) {
                arguments.put("versions", versions);
                contracts.add(COLUMNS + "FROM publication p WHERE p.version_id = ANY (:versions)" + CONSUMER_KINDS
                        + amongSelected);
            }
            if (open.length > 0) {
                arguments.put("open", open);
                contracts.add(newest(COLUMNS + "FROM publication p WHERE p.participant_id = ANY (:open)"
                        + (versions.length > 0 ? " AND p.version_id <> ALL (:versions)" : "")
                        + CONSUMER_KINDS + amongSelected));
            }
            if (destination != null) {
                contracts.add(COLUMNS + "FROM seam s CROSS JOIN LATERAL ("
                        + destination.formatted("s.consumer_id", "s.consumer_id")
                        + ") there JOIN publication p ON p.version_id = there.version_id AND p.provider_id = s.provider_id AND p.kind = s.kind"
                        + " WHERE s.provider_id = ANY (:selected) AND s.consumer_id <> ALL (:selected)");
            } else if (alone) {
                contracts.add(newest(COLUMNS
                        + "FROM publication p WHERE p.provider_id = ANY (:selected) AND p.participant_id <> ALL (:selected)"
                        + CONSUMER_KINDS));
            }
        }

        // history is read newest first and not to its end
        private String newest(String select) {
            return "(" + select + " ORDER BY p.version_id DESC LIMIT " + Math.max(1, query.limit()) * 10 + ")";
        }

        /** The provider versions that count, each with its newest result; a pair without a result stays a row. */
        private void results(Long[] open, Long[] versions, Long[] owners, @Nullable String destination, boolean alone) {
            if (versions.length > 0) {
                arguments.put("versions", versions);
                arguments.put("owners", owners);
                candidates.add("SELECT * FROM unnest(:owners, :versions)");
            }
            if (destination != null) {
                candidates.add("SELECT other.provider_id, there.version_id"
                        + " FROM (SELECT DISTINCT provider_id FROM contract WHERE provider_id <> ALL (:selected)) other"
                        + " CROSS JOIN LATERAL (" + destination.formatted("other.provider_id", "other.provider_id")
                        + ") there");
            }
            var who = new ArrayList<String>();
            if (open.length > 0) {
                who.add("p.provider_id = ANY (:open)");
            }
            if (destination == null && alone) {
                who.add("p.provider_id <> ALL (:selected)");
            }
            if (!who.isEmpty()) {
                var newest = query.latestBy() == LatestBy.CONSUMER_VERSION_AND_PROVIDER_VERSION
                        ? Integer.toString(Math.max(1, query.limit()))
                        : "1";
                history =
                        "(SELECT lv.provider_version_id, lv.verified_at, lv.number, lv.success, lv.method FROM latest_verification lv"
                                + " WHERE lv.content_id = p.content_id" + METHOD
                                + (versions.length > 0 ? " AND lv.provider_version_id <> ALL (:versions)" : "")
                                + " AND (" + String.join(" OR ", who)
                                + ") ORDER BY lv.provider_version_id DESC LIMIT " + newest + ")";
            }
        }

        /** The provider versions that are known without a look at results, found once for all contracts. */
        String candidates() {
            return ",\n candidate (participant_id, version_id) AS ("
                    + (candidates.isEmpty()
                            ? "SELECT NULL::bigint, NULL::bigint WHERE false"
                            : String.join("\nUNION ALL ", candidates))
                    + ")"
                    + (history == null
                            ? ",\n wanted AS (SELECT DISTINCT content_id, provider_id, kind FROM contract)"
                            : "");
        }

        /** A join with what counts for a contract {@code p}. */
        String results() {
            if (history == null) {
                return RESULTS;
            }
            return "LEFT JOIN LATERAL (SELECT provider.version_id AS provider_version_id, lv.verified_at, lv.number, lv.success,"
                    + " lv.method FROM candidate provider " + RESULT
                    + " WHERE provider.participant_id = p.provider_id\nUNION ALL " + history + ") result ON true";
        }

        private String group() {
            return switch (query.latestBy()) {
                case CONSUMER_VERSION_AND_PROVIDER_VERSION -> "";
                case CONSUMER_VERSION_AND_PROVIDER -> "version_id, provider_id, kind";
                case CONSUMER_AND_PROVIDER -> "participant_id, provider_id, kind";
            };
        }

        /** In each group the row of the newest versions; a row without a provider version only where there is no other. */
        String distinct() {
            return group().isEmpty() ? "" : "DISTINCT ON (" + group() + ")";
        }

        String distinctOrder() {
            return group().isEmpty()
                    ? ""
                    : "ORDER BY " + group() + ", version_id DESC, provider_version_id DESC NULLS LAST";
        }

        String ignored() {
            var conditions = new ArrayList<String>();
            if (!resolved.ignoredParticipants().isEmpty()) {
                arguments.put(
                        "ignoredParticipants", resolved.ignoredParticipants().toArray(Long[]::new));
                conditions.add(
                        "participant_id = ANY (:ignoredParticipants) OR provider_id = ANY (:ignoredParticipants)");
            }
            if (!resolved.ignoredVersions().isEmpty()) {
                arguments.put("ignoredVersions", resolved.ignoredVersions().toArray(Long[]::new));
                conditions.add("version_id = ANY (:ignoredVersions) OR provider_version_id = ANY (:ignoredVersions)");
            }
            return conditions.isEmpty() ? "false" : String.join(" OR ", conditions);
        }

        String missing() {
            return query.destination() instanceof Destination.Anything
                    ? "false"
                    : "provider_version_id IS NULL AND provider_id <> ALL (:selected)";
        }

        String filter() {
            var conditions = new ArrayList<String>();
            if (query.destination() instanceof Destination.Anything) {
                // nobody asked whether every consumer version there ever was is verified
                conditions.add("(number IS NOT NULL OR participant_id = ANY (:selected))");
            }
            if (!query.success().isEmpty()) {
                conditions.add(query.success().stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(", ", "success IN (", ")")));
            }
            return conditions.isEmpty() ? "true" : String.join(" AND ", conditions);
        }

        /** The versions of a participant that are in the destination, with a place for its id; null: no destination. */
        private @Nullable String destination(Destination destination, @Nullable UUID environment) {
            return switch (destination) {
                case Destination.Anything d -> null;
                case Destination.Environment d -> {
                    arguments.put("environment", Objects.requireNonNull(environment));
                    yield inEnvironment(":environment", "%s");
                }
                case Destination.Tag d -> {
                    arguments.put("tag", d.tag());
                    yield "SELECT t.version_id FROM tag t WHERE t.participant_id = %s AND t.name = :tag ORDER BY t.version_id DESC LIMIT 1";
                }
                case Destination.Branch d -> {
                    arguments.put("branch", d.branch());
                    yield "SELECT b.head_version_id AS version_id FROM branch b WHERE b.participant_id = %s AND b.name = :branch"
                            + " AND b.head_version_id IS NOT NULL";
                }
                case Destination.MainBranch d ->
                    "SELECT b.head_version_id AS version_id FROM participant m JOIN branch b"
                            + " ON b.participant_id = m.participant_id AND b.name = m.main_branch WHERE m.participant_id = %s"
                            + " AND b.head_version_id IS NOT NULL";
                case Destination.Latest d ->
                    "SELECT v.version_id FROM version v WHERE v.participant_id = %s ORDER BY v.version_id DESC LIMIT 1";
            };
        }
    }
}
