package dev.seamwright.broker.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.testing.Given;
import dev.seamwright.broker.testing.TestBroker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {
    static TestBroker broker;
    Given given;

    @BeforeAll
    static void start() {
        broker = TestBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void workspace() {
        given = new Given(broker).inNewWorkspace();
    }

    @Test
    void a_consumer_may_deploy_when_every_provider_version_there_has_verified_its_pact() {
        given.environment("prod");
        given.pact("web", "1", "orders", "a");
        given.verified("web", "1", "orders", "5", true);
        given.deployed("orders", "5", "prod");
        assertDeployable("true", canIDeploy("web", "1", "prod"));
    }

    @Test
    void a_co_deployed_provider_version_without_a_result_makes_it_unknown() {
        given.environment("prod");
        given.pact("web", "1", "orders", "a");
        given.verified("web", "1", "orders", "5", true);
        given.version("orders", "6");
        given.deployed("orders", "5", "prod");
        given.deployed("orders", "6", "prod", "blue");
        var answer = canIDeploy("web", "1", "prod");
        assertDeployable("null", answer);
        assertEquals(2, answer.get("matrix").size());
        assertEquals(1, answer.at("/summary/unknown").asInt());
        assertTrue(answer.toString()
                .contains("There is no verified pact between version 1 of web and version 6 of orders"));
    }

    @Test
    void a_failed_row_makes_it_no_even_beside_unknown_ones() {
        given.environment("prod");
        given.pact("web", "1", "orders", "a");
        given.verified("web", "1", "orders", "5", false);
        given.version("orders", "6");
        given.deployed("orders", "5", "prod");
        given.deployed("orders", "6", "prod", "blue");
        assertDeployable("false", canIDeploy("web", "1", "prod"));
    }

    @Test
    void a_provider_that_is_not_there_is_a_no_for_its_consumer_but_a_consumer_is_not_needed() {
        given.environment("prod");
        given.pact("web", "1", "orders", "a");
        given.verified("web", "1", "orders", "5", true);
        assertDeployable("false", canIDeploy("web", "1", "prod"));
        var provider = canIDeploy("orders", "5", "prod");
        assertDeployable("true", provider);
        assertEquals(
                "There are no missing dependencies",
                provider.at("/summary/reason").asText());
    }

    @Test
    void a_version_that_does_not_exist_is_a_no_and_an_unknown_name_is_refused() {
        given.environment("prod");
        given.version("web", "1");
        assertDeployable("false", canIDeploy("web", "2", "prod"));
        var unknown = given.get("/matrix?q[][pacticipant]=nobody&q[][version]=1&environment=prod"
                .replace("[", "%5B")
                .replace("]", "%5D"));
        assertEquals(400, unknown.status());
        assertEquals(
                "Pacticipant nobody not found", unknown.json().at("/errors/0").asText());
        assertEquals(
                400,
                given.get("/can-i-deploy?pacticipant=web&version=1&environment=nowhere")
                        .status());
    }

    @Test
    void the_newest_result_of_a_pair_counts_and_the_same_content_is_verified_for_every_version() {
        given.environment("prod");
        given.pact("web", "1", "orders", "a");
        given.pact("web", "2", "orders", "a");
        given.verified("web", "1", "orders", "5", true);
        given.deployed("orders", "5", "prod");
        assertDeployable("true", canIDeploy("web", "2", "prod"));
        given.verified("web", "2", "orders", "5", false);
        assertDeployable("false", canIDeploy("web", "1", "prod"));
    }

    @Test
    void ignored_rows_are_shown_and_do_not_count() {
        given.environment("prod");
        given.pact("web", "1", "orders", "a");
        given.verified("web", "1", "orders", "5", false);
        given.deployed("orders", "5", "prod");
        var answer = given.get(
                        "/can-i-deploy?pacticipant=web&version=1&environment=prod&ignore%5B%5D%5Bpacticipant%5D=orders")
                .json();
        assertDeployable("true", answer);
        assertEquals(1, answer.at("/summary/ignored").asInt());
        assertTrue(answer.at("/matrix/0/ignored").asBoolean());
    }

    @Test
    void released_versions_count_beside_deployed_ones_until_their_support_ends() {
        given.environment("stores");
        given.pact("web", "1", "orders", "a");
        given.verified("web", "1", "orders", "5", true);
        given.verified("web", "1", "orders", "6", false);
        given.released("orders", "5", "stores");
        assertDeployable("true", canIDeploy("web", "1", "stores"));
        given.released("orders", "6", "stores");
        assertDeployable("false", canIDeploy("web", "1", "stores"));
    }

    @Test
    void an_answer_with_more_rows_than_its_limit_shows_what_holds_it_back_and_judges_every_row() {
        given.environment("prod");
        for (var number = 1; number <= 6; number++) {
            given.pact("web", Integer.toString(number), "orders", number == 1 ? "old" : "new");
            given.onBranch("web", Integer.toString(number), "main");
        }
        given.verified("web", "6", "orders", "5", true);
        given.verified("web", "1", "orders", "5", false);
        given.deployed("orders", "5", "prod");
        var answer = given.get(
                        "/matrix?q%5B%5D%5Bpacticipant%5D=web&q%5B%5D%5Bbranch%5D=main&latestby=cvpv&environment=prod&limit=2")
                .json();
        assertDeployable("false", answer);
        assertEquals(2, answer.get("matrix").size());
        assertEquals("6", answer.at("/matrix/0/consumer/version/number").asText());
        assertEquals("1", answer.at("/matrix/1/consumer/version/number").asText());
        assertEquals(5, answer.at("/summary/success").asInt());
        assertEquals(1, answer.at("/summary/failed").asInt());
    }

    @Test
    void a_version_that_two_selectors_mean_counts_once() {
        given.pact("web", "1", "orders", "a");
        given.pact("web", "2", "orders", "b");
        given.onBranch("web", "1", "main");
        given.verified("web", "1", "orders", "5", true);
        given.verified("web", "2", "orders", "5", true);
        for (var both : List.of(
                "q[][pacticipant]=web&q[][version]=1&q[][pacticipant]=web&q[][branch]=main",
                "q[][pacticipant]=web&q[][version]=1&q[][pacticipant]=orders&q[][version]=5&q[][pacticipant]=orders")) {
            assertEquals(1, matrix(both).at("/summary/success").asInt(), both);
        }
        var everyVersionToo = "q[][pacticipant]=web&q[][version]=1&q[][pacticipant]=web&q[][pacticipant]=orders";
        assertEquals(2, matrix(everyVersionToo).at("/summary/success").asInt());
    }

    @Test
    void of_each_pair_the_newest_row_is_taken_before_rows_are_left_out_by_their_result() {
        given.pact("web", "1", "orders", "a");
        given.verified("web", "1", "orders", "5", true);
        given.verified("web", "1", "orders", "6", false);
        var pair = "q[][pacticipant]=web&q[][pacticipant]=orders&latestby=";
        assertEquals(1, matrix(pair + "cvpv&success[]=true").get("matrix").size());
        assertEquals(
                2,
                matrix(pair + "cvpv&success[]=true&success[]=false")
                        .get("matrix")
                        .size());
        assertEquals(0, matrix(pair + "cvp&success[]=true").get("matrix").size());
        assertEquals(
                "6",
                matrix(pair + "cp&success[]=false")
                        .at("/matrix/0/provider/version/number")
                        .asText());
    }

    private JsonNode matrix(String query) {
        var answer = given.get("/matrix?" + query.replace("[", "%5B").replace("]", "%5D"));
        assertEquals(200, answer.status(), answer.body());
        return answer.json();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void can_i_deploy_agrees_with_a_brute_force_over_all_rows(long seed) {
        var random = new Random(seed);
        var model = new Model();
        given.environment("env");
        var names = List.of("a", "b", "c", "d");
        for (var step = 0; step < 40; step++) {
            var name = names.get(random.nextInt(names.size()));
            var other = names.get(random.nextInt(names.size()));
            var version = Integer.toString(random.nextInt(3));
            var otherVersion = Integer.toString(random.nextInt(3));
            switch (random.nextInt(4)) {
                case 0 -> {
                    if (!name.equals(other) && !model.pacts.containsKey(name + version + other)) {
                        var content = "content" + random.nextInt(2);
                        given.pact(name, version, other, content);
                        model.version(name, version);
                        model.pacts.put(name + version + other, new Pact(name, version, other, content));
                    }
                }
                case 1 -> {
                    var pact = model.pacts.get(name + version + other);
                    if (pact != null) {
                        var success = random.nextInt(4) > 0;
                        given.verified(name, version, other, otherVersion, success);
                        model.version(other, otherVersion);
                        model.results.put(pact.content() + name + other + "@" + otherVersion, success);
                    }
                }
                default -> {
                    given.version(name, version);
                    model.version(name, version);
                    var instance = "i" + random.nextInt(2);
                    given.deployed(name, version, "env", instance);
                    model.deployed.put(name + instance, Map.entry(name, version));
                }
            }
        }
        for (var entry : model.versions.entrySet()) {
            for (var version : entry.getValue()) {
                assertDeployable(model.canIDeploy(entry.getKey(), version), canIDeploy(entry.getKey(), version, "env"));
            }
        }
    }

    record Pact(String consumer, String version, String provider, String content) {}

    /** The rows as they are, and the verdict by looking at each of them. */
    static final class Model {
        final Map<String, Set<String>> versions = new HashMap<>();
        final Map<String, Pact> pacts = new HashMap<>();
        final Map<String, Boolean> results = new HashMap<>();
        final Map<String, Map.Entry<String, String>> deployed = new HashMap<>();

        void version(String name, String version) {
            versions.computeIfAbsent(name, n -> new HashSet<>()).add(version);
        }

        String canIDeploy(String name, String version) {
            var pairs = new ArrayList<Boolean>(); // null: no result
            for (var pact : pacts.values()) {
                if (pact.consumer().equals(name) && pact.version().equals(version)) {
                    var there = new HashSet<>(deployed.values());
                    there.removeIf(d -> !d.getKey().equals(pact.provider()));
                    there.forEach(
                            d -> pairs.add(results.get(pact.content() + name + pact.provider() + "@" + d.getValue())));
                    if (there.isEmpty()) {
                        pairs.add(false);
                    }
                }
                if (pact.provider().equals(name)
                        && deployed.containsValue(Map.entry(pact.consumer(), pact.version()))) {
                    pairs.add(results.get(pact.content() + pact.consumer() + name + "@" + version));
                }
            }
            return pairs.contains(false) ? "false" : pairs.contains(null) ? "null" : "true";
        }
    }

    private JsonNode canIDeploy(String name, String version, String environment) {
        var answer = given.get(
                "/can-i-deploy?pacticipant=%s&version=%s&environment=%s".formatted(name, version, environment));
        assertEquals(200, answer.status(), answer.body());
        return answer.json();
    }

    private static void assertDeployable(String expected, JsonNode answer) {
        assertEquals(expected, answer.at("/summary/deployable").toString(), answer.toPrettyString());
    }
}
