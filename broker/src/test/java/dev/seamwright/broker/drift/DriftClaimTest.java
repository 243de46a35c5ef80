package dev.seamwright.broker.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.db.Database;
import dev.seamwright.broker.testing.ApiClient;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.testing.TestBroker.Answer;
import dev.seamwright.broker.token.Caller;
import dev.seamwright.broker.token.Scope;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who looks at a target, and for how long the broker remembers what was seen. */
class DriftClaimTest {
    private static final Caller CALLER = new Caller(1, "default", "job:test", Scope.ADMIN, false);

    private static JsonNode ok(Answer answer) {
        assertTrue(answer.status() < 300, answer.status() + " " + answer.body());
        return answer.json();
    }

    /** The first version of a participant runs in production, with a document. */
    private static void running(ApiClient api, String participant) {
        ok(api.put("/environments/production", "{\"production\":true}"));
        ok(api.post("/participants/" + participant + "/versions/1/contracts", """
                {"contracts":[{"kind":"openapi","content":"{\\"openapi\\":\\"3.1.0\\",\\"info\\":{\\"title\\":\\"%s\\",\\"version\\":\\"1\\"},\\"paths\\":{}}"}]}""".formatted(participant)));
        ok(api.post("/deployments", """
                {"participant":"%s","version":"1","environment":"production"}""".formatted(participant)));
        due(api, participant);
    }

    private static void due(ApiClient api, String participant) {
        ok(api.put(
                "/environments/production/targets/" + participant,
                "{\"kind\":\"api\",\"target\":\"%s-prod\",\"interval\":\"PT1H\"}".formatted(participant)));
    }

    private static Optional<JsonNode> claim(ApiClient api, List<String> targets) {
        var names = targets.stream().map("\"%s-prod\""::formatted).toList();
        var answer = api.post("/drift/claim", "{\"worker\":\"w\",\"targets\":%s}".formatted(names));
        return answer.status() == 204 ? Optional.empty() : Optional.of(ok(answer));
    }

    private static Answer result(ApiClient api, JsonNode check, String state) {
        return api.post(
                "/drift/checks/" + check.get("id").asText() + "/result",
                "{\"token\":\"%s\",\"state\":\"%s\"}"
                        .formatted(check.at("/lease/token").asText(), state));
    }

    @Test
    void of_several_workers_one_looks_at_a_target() throws Exception {
        try (var broker = TestBroker.start();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var names = IntStream.range(0, 12).mapToObj(i -> "service-" + i).toList();
            names.forEach(name -> running(ApiClient.of(broker), name));
            Callable<List<JsonNode>> worker = () -> {
                var api = ApiClient.of(broker);
                var mine = new ArrayList<JsonNode>();
                for (var check = claim(api, names); check.isPresent(); check = claim(api, names)) {
                    mine.add(check.get());
                }
                return mine;
            };
            var checks = new ArrayList<String>();
            for (var done : threads.invokeAll(List.of(worker, worker, worker, worker))) {
                done.get().forEach(check -> checks.add(check.get("participant").asText()));
            }
            assertEquals(12, checks.size(), checks::toString);
            assertEquals(new HashSet<>(names), new HashSet<>(checks));
        }
    }

    @Test
    void the_target_of_a_worker_that_died_is_due_again_when_its_lease_is_over() {
        try (var broker = TestBroker.start();
                var later = Database.open(broker.database(), Clock.offset(Clock.systemUTC(), Duration.ofMinutes(6)))) {
            var api = ApiClient.of(broker);
            running(api, "orders");
            var first = claim(api, List.of("orders")).orElseThrow();
            assertEquals(Optional.empty(), claim(api, List.of("orders")));
            var second = later.transactor()
                    .write(
                            CALLER,
                            tx -> new DriftService(DriftListener.NONE).claim(tx, List.of("orders-prod"), "other"));
            assertEquals(
                    first.get("id").asText(), second.orElseThrow().target().id().toString());
            assertEquals(409, result(api, first, "in-sync").status(), "the first one comes too late");
        }
    }

    @Test
    void drifts_that_ended_long_ago_are_forgotten_but_for_the_newest_ten_of_a_target() {
        try (var broker = TestBroker.start();
                var database = Database.open(broker.database(), Clock.systemUTC())) {
            var api = ApiClient.of(broker);
            running(api, "orders");
            for (int i = 0; i < 12; i++) {
                for (var state : List.of("drifted", "in-sync")) {
                    due(api, "orders");
                    ok(result(api, claim(api, List.of("orders")).orElseThrow(), state));
                }
            }
            assertEquals(0, forgotten(database, Duration.ofDays(-90)));
            assertEquals(2, forgotten(database, Duration.ofSeconds(1)));
            assertEquals(0, forgotten(database, Duration.ofSeconds(1)));
            assertEquals(10, ok(api.get("/drift")).at("/items/0/drifts").size());
        }
    }

    /** How many are forgotten of those that ended before a time from now. */
    private static int forgotten(Database database, Duration fromNow) {
        return database.transactor()
                .write(
                        CALLER,
                        tx -> new DriftService(DriftListener.NONE)
                                .forget(tx, tx.now().plus(fromNow)));
    }
}
