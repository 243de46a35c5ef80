package dev.seamwright.bench;

import dev.seamwright.bench.DataSet.Pair;
import dev.seamwright.broker.contract.Deflated;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Writes a data set into one workspace of a migrated database, past the broker; the same rows at every run. */
final class Loader {
    private static final String VERIFIED_BY = "{\"implementation\":\"Pact-JVM\",\"version\":\"4.7.5\"}";
    /** As Pact's Rust core publishes it, which names interactions by their ids alone. */
    private static final String PASSED = "{\"interactionId\":\"0123456789012345678901234567890123456789\",\"success\":true}";

    private static final byte[] ALL_PASSED = Deflated.deflate(
            "[%s]".formatted(String.join(",", Collections.nCopies(6, PASSED))).getBytes(StandardCharsets.UTF_8));

    private final DataSet data;
    private final Connection connection;
    private final int workspace;
    private final List<Pair> pairs;
    private final Map<Integer, List<Pair>> byConsumer = new HashMap<>();
    private final Map<Integer, List<Pair>> byProvider = new HashMap<>();
    private final List<int[]> history = new ArrayList<>(); // participant and its version, oldest first
    private final long[][] versionIds;
    private final Map<Long, String> firstInteractions = new HashMap<>(); // of contents whose results are told in detail: their ids

    private Loader(DataSet data, Connection connection, int workspace) {
        this.data = data;
        this.connection = connection;
        this.workspace = workspace;
        this.pairs = data.pairs();
        for (var pair : pairs) {
            byConsumer.computeIfAbsent(pair.consumer(), p -> new ArrayList<>()).add(pair);
            byProvider.computeIfAbsent(pair.provider(), p -> new ArrayList<>()).add(pair);
        }
        versionIds = new long[data.participants()][];
        var byTick = new ArrayList<List<int[]>>();
        for (var tick = 0; tick < DataSet.TICKS; tick++) {
            byTick.add(new ArrayList<>());
        }
        for (var participant = 0; participant < data.participants(); participant++) {
            versionIds[participant] = new long[data.versions(participant)];
            for (var j = 0; j < data.versions(participant); j++) {
                byTick.get(data.tick(participant, j)).add(new int[] {participant, j});
            }
        }
        byTick.forEach(history::addAll);
        for (var i = 0; i < history.size(); i++) {
            var version = history.get(i);
            versionIds[version[0]][version[1]] = i + 1L;
        }
    }

    /** @param connection of a superuser: foreign keys are not checked row by row, and row-level security does not apply */
    static void load(DataSet data, Connection connection, String workspace) throws SQLException {
        connection.setAutoCommit(false);
        var id = Sql.number(connection, "SELECT workspace_id FROM workspace WHERE name = '" + workspace + "'");
        if (Sql.number(connection, "SELECT count(*) FROM participant") > 0) {
            throw new IllegalStateException("There is data in this broker already: load into a new --data-dir.");
        }
        Sql.run(connection, "SET session_replication_role = replica");
        new Loader(data, connection, (int) id).load();
        connection.commit();
        connection.setAutoCommit(true);
        step("VACUUM ANALYZE");
        Sql.run(connection, "VACUUM (ANALYZE, FREEZE)");
        Sql.run(connection, "CHECKPOINT");
    }

    private void load() throws SQLException {
        step("participants and environments");
        participants();
        environments();
        step("versions: " + history.size());
        versions();
        step("contents of %d seams".formatted(pairs.size()));
        contents();
        step("publications");
        publications();
        step("verifications");
        verifications();
        step("projections");
        for (var projection : Projections.ALL) {
            Sql.run(connection, projection.fill(workspace));
        }
        for (var column : List.of(
                "participant.participant_id", "version.version_id", "branch.branch_id", "content.content_id",
                "verification.verification_id")) {
            var table = column.substring(0, column.indexOf('.'));
            var name = column.substring(column.indexOf('.') + 1);
            Sql.run(
                    connection,
                    "SELECT setval(pg_get_serial_sequence('seamwright.%s', '%s'), (SELECT max(%s) FROM %s))"
                            .formatted(table, name, name, table));
        }
    }

    private static void step(String what) {
        System.err.printf("%tT %s%n", java.time.LocalTime.now(), what);
    }

    private void participants() throws SQLException {
        try (var rows = new Copy(
                connection,
                "participant (workspace_id, participant_id, name, main_branch, created_at, updated_at)")) {
            for (var p = 0; p < data.participants(); p++) {
                rows.row(workspace, p + 1, data.participant(p), "main", DataSet.START, DataSet.START);
            }
        }
    }

    private static UUID uuid(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    private void environments() throws SQLException {
        try (var rows = new Copy(
                connection,
                "environment (workspace_id, environment_id, name, display_name, production, created_at, updated_at)")) {
            rows.row(workspace, uuid("test"), "test", "Test", false, DataSet.START, DataSet.START);
            rows.row(workspace, uuid("production"), "production", "Production", true, DataSet.START, DataSet.START);
        }
        try (var rows = new Copy(
                connection,
                "deployment (workspace_id, deployment_id, environment_id, participant_id, version_id, created_at, updated_at,"
                        + " ended_at)")) {
            for (var p = 0; p < data.participants(); p++) {
                deployments(rows, p, "test", data.test(p), 5);
                if (!isReleased(p)) {
                    deployments(rows, p, "production", data.production(p), 10);
                }
            }
        }
        try (var rows = new Copy(
                connection,
                "release (workspace_id, release_id, environment_id, participant_id, version_id, created_at, updated_at)")) {
            for (var p = 0; p < data.participants(); p++) {
                if (isReleased(p)) {
                    var id = uuid("release of " + p);
                    var at = data.time(p, data.production(p)).plusSeconds(7200);
                    rows.row(workspace, id, uuid("production"), p + 1, versionId(p, data.production(p)), at, at);
                }
            }
        }
    }

    /** Some apps are not deployed to production but released. */
    private boolean isReleased(int participant) {
        return data.isApp(participant) && participant % 10 == 0;
    }

    /** Every {@code step}th version was deployed until the next one was. */
    private void deployments(Copy rows, int p, String environment, int current, int step) throws SQLException {
        for (var j = current % step; j <= current; j += step) {
            var at = data.time(p, j).plusSeconds(7200);
            var ended = j == current ? null : data.time(p, j + step).plusSeconds(7200);
            rows.row(
                    workspace,
                    uuid("deployment of %d.%d to %s".formatted(p, j, environment)),
                    uuid(environment),
                    p + 1,
                    versionId(p, j),
                    at,
                    ended == null ? at : ended,
                    ended);
        }
    }

    private long versionId(int participant, int j) {
        return versionIds[participant][j];
    }

    private void versions() throws SQLException {
        try (var rows = new Copy(
                connection,
                "version (workspace_id, version_id, participant_id, number, build_url, created_at, updated_at)")) {
            for (var version : history) {
                var at = data.time(version[0], version[1]);
                var url = "https://ci.example.org/%s/builds/%d".formatted(data.participant(version[0]), version[1]);
                rows.row(
                        workspace,
                        versionId(version[0], version[1]),
                        version[0] + 1,
                        DataSet.version(version[1]),
                        url,
                        at,
                        at);
            }
        }
        record Branch(int participant, String name) {}
        var heads = new java.util.LinkedHashMap<Branch, Integer>();
        for (var version : history) {
            heads.put(new Branch(version[0], DataSet.branch(version[1])), version[1]);
        }
        var ids = new HashMap<Branch, Integer>();
        try (var rows = new Copy(
                connection,
                "branch (workspace_id, branch_id, participant_id, name, head_version_id, created_at, updated_at)")) {
            for (var entry : heads.entrySet()) {
                var branch = entry.getKey();
                ids.put(branch, ids.size() + 1);
                rows.row(
                        workspace,
                        ids.get(branch),
                        branch.participant() + 1,
                        branch.name(),
                        versionId(branch.participant(), entry.getValue()),
                        DataSet.START,
                        data.time(branch.participant(), entry.getValue()));
            }
        }
        try (var rows = new Copy(connection, "branch_version (workspace_id, branch_id, version_id, created_at)")) {
            for (var version : history) {
                rows.row(
                        workspace,
                        ids.get(new Branch(version[0], DataSet.branch(version[1]))),
                        versionId(version[0], version[1]),
                        data.time(version[0], version[1]));
            }
        }
        try (var rows = new Copy(
                connection, "tag (workspace_id, version_id, participant_id, name, created_at, updated_at)")) {
            for (var version : history) {
                for (var tag : tags(version[0], version[1])) {
                    var at = data.time(version[0], version[1]);
                    rows.row(workspace, versionId(version[0], version[1]), version[0] + 1, tag, at, at);
                }
            }
        }
    }

    private List<String> tags(int participant, int j) {
        var tags = new ArrayList<String>();
        if (j % 10 == 0) {
            tags.add("nightly");
        }
        if (j == data.production(participant)) {
            tags.add("production");
        }
        return tags;
    }

    private void contents() throws SQLException {
        try (var rows = new Copy(
                connection,
                "content (workspace_id, content_id, kind, sha256, consumer_id, provider_id, pact_sha, body, body_bytes,"
                        + " created_at)")) {
            for (var pair : pairs) {
                for (var c = 0; c < pair.contents(); c++) {
                    var pact = Pacts.pact(
                            data.participant(pair.consumer()),
                            data.participant(pair.provider()),
                            c,
                            data.isApp(pair.consumer()) ? data.interactions() : 6);
                    var identified = pact.withInteractionIds();
                    var body = identified.print();
                    if (!data.isApp(pair.provider())) {
                        firstInteractions.put(
                                pair.firstContent() + c,
                                identified.toJson().at("/interactions/0/_id").asText());
                    }
                    var first = (c * data.versions(pair.consumer()) + pair.contents() - 1) / pair.contents();
                    rows.row(
                            workspace,
                            pair.firstContent() + c,
                            "pact",
                            pact.contentSha256().bytes(),
                            pair.consumer() + 1,
                            pair.provider() + 1,
                            pact.brokerSha(),
                            Deflated.deflate(body),
                            body.length,
                            data.time(pair.consumer(), first));
                }
            }
        }
    }

    private void publications() throws SQLException {
        try (var rows = new Copy(
                connection,
                "publication (workspace_id, version_id, kind, provider_id, participant_id, content_id, created_at, updated_at)")) {
            for (var version : history) {
                var at = data.time(version[0], version[1]);
                for (var pair : byConsumer.getOrDefault(version[0], List.of())) {
                    rows.row(
                            workspace,
                            versionId(version[0], version[1]),
                            "pact",
                            pair.provider() + 1,
                            version[0] + 1,
                            pair.firstContent() + data.content(pair, version[1]),
                            at,
                            at);
                }
            }
        }
    }

    private void verifications() throws SQLException {
        var results = new Results();
        try (var rows = new Copy(
                connection,
                "verification (workspace_id, verification_id, content_id, number, provider_id, provider_version_id, method,"
                        + " success, verified_by, results, created_at)")) {
            results.rows = rows;
            for (var version : history) {
                for (var pair : byProvider.getOrDefault(version[0], List.of())) {
                    results.ofBuild(pair, version[1]);
                }
                for (var pair : byConsumer.getOrDefault(version[0], List.of())) {
                    results.ofChangedContract(pair, version[1]);
                }
            }
        }
    }

    /** Who verified what, and when. */
    private final class Results {
        private final Map<Long, Integer> numbers = new HashMap<>();
        private Copy rows;
        private long id;

        /** A provider's build verifies its consumer's contract of that day, those before it, and those that run. */
        void ofBuild(Pair pair, int j) throws SQLException {
            var app = data.isApp(pair.provider()) && data.isApp(pair.consumer());
            var runs = isRunning(pair.provider(), j);
            var consumerVersion = data.contemporary(pair, j);
            var newest = data.content(pair, consumerVersion);
            var at = data.time(pair.provider(), j).plusSeconds(1800);
            if (app || runs || j % 2 == 0) {
                var depth = app ? data.resultDepth() : 1;
                for (var back = 0; back < depth; back++) {
                    add(pair, Math.max(0, newest - back), j, at.plusSeconds(back));
                }
            }
            if (app && j >= data.appVersions() * 3 / 4) {
                add(pair, newest, j, at.plusSeconds(600)); // somebody ran the build again
            }
            if (runs) {
                for (var running : data.running(pair.consumer())) {
                    if (running <= consumerVersion && data.content(pair, running) != newest) {
                        add(pair, data.content(pair, running), j, at.plusSeconds(900));
                    }
                }
            }
        }

        private byte[] failure(long contentId) {
            var failed = """
                    {"interactionId":"%s","success":false,"mismatches":[{"attribute":"body","identifier":"$.lines[0].quantity",\
                    "description":"Expected a quantity (like 2), but it was missing"}]}""".formatted(firstInteractions.get(contentId));
            var all = "[%s,%s]".formatted(failed, String.join(",", Collections.nCopies(5, PASSED)));
            return Deflated.deflate(all.getBytes(StandardCharsets.UTF_8));
        }

        /** A webhook lets the provider's running versions verify a contract that will run. */
        void ofChangedContract(Pair pair, int j) throws SQLException {
            if (isRunning(pair.consumer(), j)) {
                var at = data.time(pair.consumer(), j).plusSeconds(3600);
                for (var running : data.running(pair.provider())) {
                    if (data.time(pair.provider(), running).isBefore(at)) {
                        add(pair, data.content(pair, j), running, at.plusSeconds(running));
                    }
                }
            }
        }

        private boolean isRunning(int participant, int j) {
            return java.util.Arrays.stream(data.running(participant)).anyMatch(running -> running == j);
        }

        private void add(Pair pair, int content, int j, Instant at) throws SQLException {
            var contentId = pair.firstContent() + content;
            var number = numbers.merge(contentId, 1, Integer::sum);
            var success = DataSet.mix(contentId, j) % 100 >= (isRunning(pair.provider(), j) ? data.bad() : 6);
            rows.row(
                    workspace,
                    ++id,
                    contentId,
                    number,
                    pair.provider() + 1,
                    versionId(pair.provider(), j),
                    "replay",
                    success,
                    VERIFIED_BY,
                    data.isApp(pair.provider()) ? null : success ? ALL_PASSED : failure(contentId),
                    at);
        }
    }
}
