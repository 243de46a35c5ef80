package dev.seamwright.broker.isolation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.broker.db.DatabaseSettings;
import dev.seamwright.broker.http.Api.Route;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.testing.OpenApi;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.testing.TestBroker.Answer;
import dev.seamwright.broker.testing.TestDatabase;
import dev.seamwright.broker.token.Scope;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Whatever a second workspace asks about the first one's names, ids, hashes and links is answered as if they existed nowhere, by every
 * route that is registered: a third workspace in the same state asks the same about what nobody has, and gets the same answers.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IsolationTest {
    private static final Pattern PARAMETER = Pattern.compile("[{<]([^}>]+)[}>]");
    private static final Pattern TIMES =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)");
    private static final Pattern SECRETS = Pattern.compile("swt_[0-9A-Za-z]{42}");
    private static final Pattern METADATA = Pattern.compile("/metadata/[A-Za-z0-9_=%-]+");
    private static final Pattern TRACES = Pattern.compile("\"traceId\":\"[0-9a-f]+\"");
    private static final Pattern SHORT_IDS = Pattern.compile("(?<=[/\"])[A-Za-z0-9_-]{22}(?=[/\"\\\\\\s])");
    private static final Pattern VERDICT_KEYS =
            Pattern.compile("\"keyId\":\"[0-9a-f]{16}\",\"algorithm\":\"ed25519\",\"publicKey\":\"[^\"]+\"");
    private static final Pattern CURSORS = Pattern.compile("\"next\":\"[A-Za-z0-9_-]+\"");

    private @Nullable TestBroker started;

    @SuppressWarnings("NullAway.Init")
    private TestBroker broker;

    @SuppressWarnings("NullAway.Init")
    private DatabaseSettings direct;

    @SuppressWarnings("NullAway.Init")
    private Tenant alfa;

    @SuppressWarnings("NullAway.Init")
    private String bravo;

    @SuppressWarnings("NullAway.Init")
    private String delta;

    /** How the broker reaches the database; the tests look behind its back directly. */
    DatabaseSettings serving(DatabaseSettings direct) {
        return direct;
    }

    @BeforeAll
    void workspaces() {
        direct = TestDatabase.fresh();
        broker = TestBroker.startWithAuth(serving(direct));
        started = broker;
        alfa = new Tenant(broker, workspace("alfa"));
        bravo = workspace("bravo");
        delta = workspace("delta");
        alfa.fill();
    }

    @AfterAll
    void stop() {
        if (started != null) {
            started.close();
        }
        stopServing();
    }

    void stopServing() {}

    private String workspace(String name) {
        var answer = broker.post(
                "/api/v1/workspaces",
                "{\"name\":\"%s\"}".formatted(name),
                "Authorization",
                "Bearer " + TestBroker.OPERATOR_TOKEN);
        assertEquals(201, answer.status(), answer.body());
        return answer.json().get("secret").asText();
    }

    private Answer send(String token, Request request) {
        return broker.send(request.method(), request.path(), request.body(), "Authorization", "Bearer " + token);
    }

    private record Request(
            String method, String path, @Nullable String body) {
        /** The same request about what exists nowhere. */
        Request elsewhere(Tenant tenant) {
            return new Request(method, tenant.elsewhere(path), body == null ? null : tenant.elsewhere(body));
        }

        /** With the base64 of a pact between the prefix's participants in its place. */
        Request with(String prefix) {
            return new Request(method, path, body == null ? null : body.replace("@pact@", encoded(prefix)));
        }

        static String encoded(String prefix) {
            return Base64.getEncoder()
                    .encodeToString(Tenant.pact(prefix, "plain").getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return method + " " + path + (body == null ? "" : " " + body);
        }
    }

    // ---- every route
    // -------------------------------------------------------------------------------------------------

    @Test
    @Order(1)
    void every_question_about_another_workspace_is_answered_as_if_it_existed_nowhere() throws SQLException {
        var before = rows("alfa");
        var compared = 0;
        for (var phase : Phase.values()) {
            for (var request : requests(phase)) {
                compare(request, phase == Phase.ASK);
                compared++;
            }
        }
        assertEquals(before, rows("alfa"), "a request of the other workspace changed rows");
        System.out.println(getClass().getSimpleName() + ": compared " + compared + " requests on "
                + broker.broker().routes().size() + " routes, with "
                + alfa.links().size() + " links, "
                + alfa.ids().size() + " ids and hashes of the other workspace");
        assertTrue(compared > 150, "compared " + compared);
    }

    /** First all questions to an empty workspace, then the writes, the questions again, and the deletions. */
    private enum Phase {
        ASK,
        WRITE,
        ASK_AGAIN,
        DELETE
    }

    private List<Request> requests(Phase phase) {
        var requests = new ArrayList<Request>();
        for (var route : broker.broker().routes()) {
            var isDelete = route.method().name().equals("DELETE");
            var wanted = switch (phase) {
                case ASK, ASK_AGAIN -> !route.writes();
                case WRITE -> route.writes() && !isDelete;
                case DELETE -> isDelete;
            };
            if (wanted) {
                requests.addAll(requests(route));
            }
        }
        if (phase == Phase.ASK || phase == Phase.ASK_AGAIN) {
            alfa.links().forEach(link -> requests.add(new Request("GET", link, null)));
        }
        return requests;
    }

    private List<Request> requests(Route route) {
        var requests = new ArrayList<Request>();
        for (var path : paths(route)) {
            var method = route.method().name();
            if (method.equals("GET") || method.equals("DELETE")) {
                requests.add(new Request(method, path, null));
                queries(route).forEach(query -> requests.add(new Request(method, path + "?" + query, null)));
            } else {
                bodies(route).forEach(body -> requests.add(new Request(method, path, body)));
            }
        }
        return requests;
    }

    /** The route's path with each of the other workspace's values in its parameters' places. */
    private List<String> paths(Route route) {
        var values = new LinkedHashMap<String, List<String>>();
        PARAMETER
                .matcher(route.path())
                .results()
                .forEach(match -> values.put(match.group(), alfa.values(route.path(), match.group(1))));
        var most = values.values().stream().mapToInt(List::size).max().orElse(1);
        return IntStream.range(0, most)
                .mapToObj(i -> {
                    var path = route.path();
                    for (var value : values.entrySet()) {
                        var some = value.getValue().get(i % value.getValue().size());
                        path = path.replace(value.getKey(), some.contains("%") ? some : Links.encode(some));
                    }
                    return path;
                })
                .distinct()
                .toList();
    }

    /** Queries about the other workspace: what openapi.yaml describes, and what the Pact API takes. */
    private List<String> queries(Route route) {
        var queries = new ArrayList<String>();
        if (route.path().startsWith("/api/v1/")) {
            for (var name : List.of("consumer", "provider", "participant", "environment", "sha256")) {
                var described = OpenApi.get().operations().stream()
                        .filter(o -> o.method().equals("GET") && o.path().equals(route.path()))
                        .anyMatch(o -> OpenApi.get().queryParameters(o).contains(name));
                if (described) {
                    queries.add(
                            name + "=" + Links.encode(alfa.values("/api/", name).getFirst()));
                }
            }
        }
        switch (route.path()) {
            case "/api/v1/matrix" ->
                queries.add(
                        "consumer=alfa-web&provider=alfa%2Fapi&consumerBranch=alfa-branch&providerTag=alfa-tag&providerEnvironment=alfa-env");
            case "/pacticipants" -> queries.add("q=alfa");
            case "/can-i-deploy" -> {
                queries.add("pacticipant=alfa-web&version=alfa-1&environment=alfa-env");
                queries.add("pacticipant=alfa-web&version=alfa-1&to=alfa-tag");
            }
            case "/matrix" -> {
                queries.add("q%5B%5D%5Bpacticipant%5D=alfa-web&q%5B%5D%5Bversion%5D=alfa-1&latestby=cvpv");
                queries.add(
                        "q%5B%5D%5Bpacticipant%5D=alfa-web&q%5B%5D%5Bpacticipant%5D=alfa%2Fapi&environment=alfa-env");
            }
            default -> {
                // no query of its own
            }
        }
        return queries;
    }

    /** One body in the Pact API's words and one in ours, with every member that some route reads; and an empty one. */
    private List<String> bodies(Route route) {
        if (route.path().equals("/pacts/provider/{provider}/consumer/{consumer}/version/{version}")) {
            return List.of(Tenant.pact("alfa", "plain"), "{}"); // it keeps whatever it is sent
        }
        if (route.path().startsWith("/api/v1/verdicts/")) {
            return questions();
        }
        if (route.path().equals("/mcp")) {
            return List.of(
                    tool("who_uses", "\"participant\":\"alfa/api\",\"element\":\"\""),
                    tool("contract_for", "\"participant\":\"alfa-web\",\"element\":\"alfa\""),
                    tool(
                            "explain_verdict",
                            "\"versions\":[{\"participant\":\"alfa-web\",\"version\":\"alfa-1\"}],\"environment\":\"alfa-env\""),
                    tool("impact_of_change", "\"participant\":\"alfa/api\",\"merge_patch\":{\"paths\":null}"),
                    tool("request_verification", "\"provider\":\"alfa/api\""),
                    "{}");
        }
        if (route.path().equals("/api/v1/impact")) {
            return List.of("""
                    {"question":"drop orders.alfa"}""", """
                    {"participant":"alfa-web","ddl":"DROP TABLE alfa"}""", """
                    {"participant":"alfa/api","mergePatch":{"paths":null}}""", """
                    {"participant":"alfa-web","openapi":"{}"}""", "{}");
        }
        if (route.path().startsWith("/api/v1/drift/") || route.path().endsWith("/targets/{participant}")) {
            return List.of(
                    """
                    {"kind":"api","target":"alfa-target","interval":"PT15M","worker":"alfa","targets":["alfa-target"],"token":"%s",
                     "state":"in-sync"}""".formatted(alfa.ids().stream()
                            .filter(id -> id.length() == 36)
                            .findFirst()
                            .orElseThrow()),
                    "{}");
        }
        if (route.path().startsWith("/api/v1/setups/")) {
            return List.of("""
                    {"revision":0,"members":[{"kind":"environment","name":"alfa-env"}]}""", """
                    {"revision":1,"members":[{"kind":"participant","name":"alfa-web"}]}""", "{}");
        }
        var hash =
                alfa.hashes().stream().filter(h -> h.length() == 64).findFirst().orElseThrow();
        return List.of(
                """
                {"name":"alfa-web","pacticipantName":"alfa-web","pacticipantVersionNumber":"alfa-1","branch":"alfa-branch",
                 "tags":["alfa-tag"],"contracts":[{"consumerName":"alfa-web","providerName":"alfa/api","specification":"pact",
                 "contentType":"application/json","content":"@pact@"}],"consumer":{"name":"alfa-web"},
                 "provider":{"name":"alfa/api"},"success":true,"providerApplicationVersion":"alfa-2",
                 "production":true,"currentlyDeployed":false,"currentlySupported":false,
                 "consumerVersionSelectors":[{"deployedOrReleased":true},{"branch":"alfa-branch"}],
                 "providerVersionBranch":"alfa-branch","includePendingStatus":true,
                 "enabled":false,"events":[{"name":"contract_published"}],"request":{"method":"POST","url":"https://example.invalid/"}}
                """,
                """
                {"name":"alfa-web","scope":"read","kind":"application","production":true,"participant":"alfa-web",
                 "version":"alfa-1","environment":"alfa-env","branch":"alfa-branch","tags":["alfa-tag"],
                 "versions":[{"participant":"alfa-web","version":"alfa-1"}],"environments":["alfa-env"],
                 "target":{"type":"environment","environment":"alfa-env"},"contract":{"kind":"pact","sha256":"%s"},
                 "provider":"alfa/api","providerVersion":"alfa-2","success":true,"token":"%s","cause":"alfa",
                 "contracts":[{"kind":"pact","provider":"alfa/api","content":"{}"}]}
                """.formatted(
                                hash,
                                alfa.ids().stream()
                                        .filter(id -> id.length() == 36)
                                        .findFirst()
                                        .orElseThrow()),
                "{}");
    }

    private static String tool(String name, String arguments) {
        return """
                {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"%s","arguments":{%s}}}""".formatted(name, arguments);
    }

    /** Versions by number, branch and tag, to every kind of target. */
    private static List<String> questions() {
        var questions = new ArrayList<String>();
        for (var version : List.of("\"version\":\"alfa-1\"", "\"branch\":\"alfa-branch\"", "\"tag\":\"alfa-tag\"")) {
            for (var target : List.of(
                    "\"environment\",\"environment\":\"alfa-env\"",
                    "\"branch\",\"branch\":\"alfa-branch\"",
                    "\"tag\",\"tag\":\"alfa-tag\"",
                    "\"main-branch\"",
                    "\"latest\"")) {
                questions.add("""
                        {"versions":[{"participant":"alfa-web",%s}],"target":{"type":%s},
                         "ignore":[{"participant":"alfa/api","version":"alfa-2"}]}""".formatted(version, target));
            }
        }
        questions.add("""
                {"versions":[{"participant":"alfa-web","version":"alfa-1"}],"environments":["alfa-env"]}""");
        questions.add("{}");
        return questions;
    }

    /** Asks about what the other workspace has, and about what nobody has: the answers must be the same. */
    private void compare(Request request, boolean isEmpty) {
        var other = send(bravo, request.with("alfa"));
        var nowhere = send(delta, request.elsewhere(alfa).with("zulu"));
        assertEquals(
                comparable(nowhere),
                alfa.elsewhere(comparable(other).replace("bravo", "delta")),
                () -> "told apart: " + request);
        assertFalse(other.status() >= 500, () -> request + " " + other);
        assertFalse(other.body().contains("hush"), () -> "a row crossed: " + request + " " + other.body());
        for (var id : alfa.ids()) {
            assertTrue(
                    !isEmpty || !other.body().contains(id) || request.toString().contains(id),
                    () -> "an id or hash crossed: " + request + " " + other.body());
        }
        assertTrue(
                !isEmpty || !other.body().contains("alfa") || request.toString().contains("alfa"),
                () -> "a name crossed: " + request + " " + other.body());
    }

    /** Without what differs from one answer to the next anyway: times, random ids, hashes. */
    private static String comparable(Answer answer) {
        var text = answer.status() + " " + answer.header("Content-Type") + " " + answer.header("Location") + "\n"
                + answer.body();
        text = text.replace(Request.encoded("alfa"), "@pact@").replace(Request.encoded("zulu"), "@pact@");
        text = text.replaceAll("(?<=seamwright-data )[0-9a-f]{32}|[0-9a-f]{32}(?= seamwright-data)", "HASH");
        text = METADATA.matcher(text).replaceAll("/metadata/M");
        text = TIMES.matcher(text).replaceAll("TIME");
        text = TRACES.matcher(text).replaceAll("\"traceId\":\"TRACE\"");
        text = SECRETS.matcher(text).replaceAll("SECRET");
        text = VERDICT_KEYS.matcher(text).replaceAll("KEY"); // each workspace has its own
        text = CURSORS.matcher(text).replaceAll("\"next\":\"N\"");
        text = Tenant.HASHES.matcher(text).replaceAll("HASH");
        text = SHORT_IDS.matcher(text).replaceAll("UUID");
        return Tenant.UUIDS.matcher(text).replaceAll("UUID");
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void a_planted_leak_is_found() throws SQLException {
        var leak = new Request("GET", "/pacticipants/alfa-web", null);
        compare(leak, false);
        asSuperuser("ALTER TABLE seamwright.participant DISABLE ROW LEVEL SECURITY");
        try {
            assertThrows(AssertionError.class, () -> compare(leak, false));
        } finally {
            asSuperuser("ALTER TABLE seamwright.participant ENABLE ROW LEVEL SECURITY");
        }
    }

    private void asSuperuser(String sql) throws SQLException {
        var superuser = TestDatabase.superuser(direct);
        try (var connection = DriverManager.getConnection(superuser.url(), superuser.user(), superuser.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    @Order(3)
    void an_idempotency_key_of_another_workspace_replays_nothing() {
        var body = "{\"name\":\"same\",\"scope\":\"read\"}";
        var path = "/api/v1/tokens";
        var first = broker.post(path, body, "Authorization", "Bearer " + workspace("first"), "Idempotency-Key", "key");
        var other = broker.post(path, body, "Authorization", "Bearer " + workspace("other"), "Idempotency-Key", "key");
        assertEquals(201, first.status());
        assertEquals(201, other.status(), other.body());
        assertFalse(first.json().get("secret").equals(other.json().get("secret")));
    }

    // ---- authentication and scopes
    // ------------------------------------------------------------------------------------

    @Test
    void no_route_but_the_open_ones_answers_without_a_token() {
        for (var route : broker.broker().routes()) {
            for (var path : paths(route)) {
                var method = route.method().name();
                var answer = broker.send(method, path, method.equals("GET") || method.equals("DELETE") ? null : "{}");
                assertEquals(
                        route.scope() != null, answer.status() == 401, () -> method + " " + path + " " + answer.body());
            }
        }
    }

    @Test
    void a_token_with_a_narrower_scope_is_refused_by_every_route_that_needs_more() {
        var admin = workspace("scopes");
        var refused = 0;
        for (var scope : Scope.values()) {
            var secret = broker.post(
                            "/api/v1/tokens",
                            "{\"name\":\"only-%1$s\",\"scope\":\"%1$s\"}".formatted(scope.word()),
                            "Authorization",
                            "Bearer " + admin)
                    .json()
                    .get("secret")
                    .asText();
            for (var route : broker.broker().routes()) {
                var needed = route.scope();
                if (needed == null || scope.includes(needed)) {
                    continue;
                }
                for (var path : paths(route)) {
                    var method = route.method().name();
                    var body = method.equals("GET") || method.equals("DELETE") ? null : "{}";
                    var answer = broker.send(method, path, body, "Authorization", "Bearer " + secret);
                    assertEquals(403, answer.status(), () -> scope + " " + method + " " + path + " " + answer.body());
                    refused++;
                }
            }
        }
        assertTrue(refused > 20, "refused " + refused);
    }

    @Test
    void every_route_that_writes_needs_more_than_read() {
        for (var route : broker.broker().routes()) {
            assertFalse(
                    route.writes() && (route.scope() == null || route.scope() == Scope.READ),
                    () -> route.method() + " " + route.path());
        }
    }

    // ---- raw SQL as the server's role
    // ---------------------------------------------------------------------------------

    private Map<String, List<String>> rows(String workspace) throws SQLException {
        var superuser = TestDatabase.superuser(direct);
        var rows = new LinkedHashMap<String, List<String>>();
        try (var connection = DriverManager.getConnection(superuser.url(), superuser.user(), superuser.password())) {
            for (var table : tables(connection)) {
                // when a token was used last is written later, by whoever used it
                var row = table.equals("token") ? "to_jsonb(t) - 'last_used_at'" : "to_jsonb(t)";
                rows.put(
                        table,
                        strings(
                                connection,
                                "SELECT (%s)::text FROM seamwright.%s t WHERE workspace_id = (SELECT workspace_id FROM seamwright.workspace WHERE name = '%s') ORDER BY 1"
                                        .formatted(row, table, workspace)));
            }
        }
        return rows;
    }

    private static List<String> tables(Connection connection) throws SQLException {
        return strings(
                connection,
                "SELECT relname FROM pg_class WHERE relnamespace = 'seamwright'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1");
    }

    private static List<String> strings(Connection connection, String sql) throws SQLException {
        var strings = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            while (row.next()) {
                strings.add(row.getString(1));
            }
        }
        return strings;
    }

    private int id(String workspace) throws SQLException {
        var superuser = TestDatabase.superuser(direct);
        try (var connection = DriverManager.getConnection(superuser.url(), superuser.user(), superuser.password())) {
            return Integer.parseInt(strings(
                            connection,
                            "SELECT workspace_id FROM seamwright.workspace WHERE name = '" + workspace + "'")
                    .getFirst());
        }
    }

    private Connection asServer() throws SQLException {
        var server = serving(direct).server();
        return DriverManager.getConnection(server.url() + "?prepareThreshold=0", server.user(), server.password());
    }

    /** Runs a statement in a transaction that begins with the setting; null: without. Answers the rows' count or the SQLSTATE. */
    private static String in(Connection connection, @Nullable String workspace, String sql) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            if (workspace != null) {
                statement.execute("SELECT set_config('seamwright.workspace', '%s', true)".formatted(workspace));
            }
            if (!statement.execute(sql)) {
                return statement.getUpdateCount() + " rows";
            }
            try (var row = statement.getResultSet()) {
                row.next();
                return row.getString(1) + " rows";
            }
        } catch (SQLException refused) {
            return String.valueOf(refused.getSQLState());
        } finally {
            connection.rollback();
        }
    }

    @Test
    void no_table_shows_a_row_without_its_workspace() throws SQLException {
        var other = Integer.toString(id("bravo"));
        var own = rows("alfa");
        try (var connection = asServer()) {
            var full = 0;
            for (var table : own.keySet()) {
                var count = "SELECT count(*) FROM seamwright." + table;
                var ofAlfa = count + " WHERE workspace_id = " + id("alfa");
                assertEquals("0 rows", in(connection, null, count), table);
                assertEquals("0 rows", in(connection, "", count), table);
                assertEquals("0 rows", in(connection, "2147483647", count), table);
                assertEquals("0 rows", in(connection, other, ofAlfa), table);
                assertEquals("22P02", in(connection, "x", count), table);
                var expected = own.get(table).size();
                assertEquals(expected + " rows", in(connection, Integer.toString(id("alfa")), count), table);
                full += expected > 0 ? 1 : 0;
            }
            assertTrue(full >= 10, "tables with rows: " + full);
        }
    }

    @Test
    void no_table_takes_or_gives_up_a_row_of_another_workspace() throws SQLException {
        var other = Integer.toString(id("bravo"));
        try (var connection = asServer()) {
            for (var table : rows("alfa").entrySet()) {
                var name = "seamwright." + table.getKey();
                for (var row : table.getValue()) {
                    var insert = "INSERT INTO %1$s SELECT * FROM jsonb_populate_record(NULL::%1$s, '%2$s')"
                            .formatted(name, row.replace("'", "''"));
                    for (var setting : new @Nullable String[] {null, "", other}) {
                        assertEquals("42501", in(connection, setting, insert), name);
                    }
                }
                var where = " WHERE workspace_id = " + id("alfa");
                var delete = in(connection, other, "DELETE FROM " + name + where);
                var steal = in(connection, other, "UPDATE " + name + " SET workspace_id = " + other + where);
                var give = in(connection, other, "UPDATE " + name + " SET workspace_id = " + id("alfa"));
                for (var outcome : List.of(delete, steal, give)) {
                    assertTrue(outcome.equals("0 rows") || outcome.equals("42501"), name + " " + outcome);
                }
            }
        }
    }

    @Test
    void no_constraint_spans_workspaces() throws SQLException {
        var superuser = TestDatabase.superuser(direct);
        try (var connection = DriverManager.getConnection(superuser.url(), superuser.user(), superuser.password())) {
            var constraints = """
                    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
                     WHERE t.relnamespace = 'seamwright'::regnamespace AND c.contype IN ('p', 'u', 'f', 'x')
                    """;
            var spanning = strings(connection, "SELECT t.relname || '.' || c.conname " + constraints + """
                    AND (NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.conrelid
                                        AND a.attnum = c.conkey[1] AND a.attname = 'workspace_id')
                         OR c.contype = 'f' AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.confrelid
                                        AND a.attnum = c.confkey[1] AND a.attname = 'workspace_id'))
                    ORDER BY 1
                    """);
            assertEquals(List.of("workspace.workspace_name_key"), spanning, "names of workspaces are the operator's");
            assertTrue(strings(connection, "SELECT c.conname " + constraints).size() > 40);
            assertEquals(
                    List.of("workspace_name_key"),
                    strings(connection, """
                    SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
                     WHERE t.relnamespace = 'seamwright'::regnamespace
                       AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = t.oid
                                          AND a.attnum = i.indkey[0] AND a.attname = 'workspace_id')
                    """).stream()
                            .map(index -> index.replace("seamwright.", ""))
                            .toList());
        }
    }

    @Test
    void a_foreign_key_does_not_tell_whether_a_row_of_another_workspace_exists() throws SQLException {
        var other = Integer.toString(id("bravo"));
        var superuser = TestDatabase.superuser(direct);
        String branch;
        String version;
        try (var connection = DriverManager.getConnection(superuser.url(), superuser.user(), superuser.password())) {
            branch = strings(connection, "SELECT branch_id FROM seamwright.branch WHERE workspace_id = " + id("alfa"))
                    .getFirst();
            version = strings(
                            connection, "SELECT version_id FROM seamwright.version WHERE workspace_id = " + id("alfa"))
                    .getFirst();
        }
        var insert = "INSERT INTO seamwright.branch_version (branch_id, version_id, created_at) VALUES (%s, %s, now())";
        try (var connection = asServer()) {
            assertEquals("23503", in(connection, other, insert.formatted(branch, version)));
            assertEquals("23503", in(connection, other, insert.formatted("999999", "999999")));
        }
    }
}
