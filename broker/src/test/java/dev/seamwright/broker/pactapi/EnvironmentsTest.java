package dev.seamwright.broker.pactapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.testing.TestBroker;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EnvironmentsTest {
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private static TestBroker broker;

    @BeforeAll
    static void start() {
        broker = TestBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void an_environment_is_created_found_replaced_and_deleted() {
        var body = """
                {"name": "crud", "displayName": "Test", "production": false,
                 "contacts": [{"name": "Foo team", "details": {"emailAddress": "foo@bar.com"}}]}""";
        var created = broker.post("/environments", body);
        assertEquals(201, created.status(), created.body());
        var self = created.json().at("/_links/self/href").asText();
        assertEquals(self, created.header("Location"));
        assertEquals(created.json(), broker.get(self).json());
        assertEquals(
                "foo@bar.com",
                created.json().at("/contacts/0/details/emailAddress").asText());
        assertTrue(created.json()
                .at("/_links/pb:currently-deployed-deployed-versions/href")
                .asText()
                .endsWith("/deployed-versions/currently-deployed"));

        var list = broker.get("/environments?name=crud").json();
        assertEquals("crud", list.at("/_embedded/environments/0/name").asText());
        assertEquals(1, list.at("/_embedded/environments").size());
        assertEquals("crud", list.at("/_links/pb:environments/0/name").asText());
        assertEquals(self, list.at("/_links/pb:environments/0/href").asText());
        assertEquals(
                0,
                broker.get("/environments?name=none")
                        .json()
                        .at("/_embedded/environments")
                        .size());

        var replaced = broker.put(self, "{\"name\": \"crud-2\", \"production\": true}");
        assertEquals(200, replaced.status(), replaced.body());
        assertEquals("Crud 2", replaced.json().get("displayName").asText());
        assertTrue(replaced.json().get("production").asBoolean());
        assertEquals(0, replaced.json().get("contacts").size());

        assertEquals(204, broker.delete(self).status());
        assertEquals(404, broker.get(self).status());
        assertEquals(404, broker.put(self, body).status());
        assertEquals(404, broker.delete(self).status());
        assertEquals(404, broker.get("/environments/not-a-uuid").status());
    }

    @Test
    void wrong_input_is_refused_with_the_name_of_the_field() {
        environment("taken");
        assertField("name", broker.post("/environments", "{\"name\": \"taken\", \"production\": true}"));
        assertField("name", broker.post("/environments", "{\"production\": true}"));
        assertField("name", broker.post("/environments", "{\"name\": \"a b\", \"production\": true}"));
        assertField("production", broker.post("/environments", "{\"name\": \"wrong\"}"));
        assertField("production", broker.post("/environments", "{\"name\": \"wrong\", \"production\": \"no\"}"));
        assertField(
                "contacts",
                broker.post("/environments", "{\"name\": \"wrong\", \"production\": true, \"contacts\": 1}"));
        assertField(
                "contacts.0.name",
                broker.post("/environments", "{\"name\": \"wrong\", \"production\": true, \"contacts\": [{}]}"));
        assertField("contacts.0", broker.post("/environments", """
                {"name": "wrong", "production": true, "contacts": [{"name": "a", "details": {"b": ["\\u0000"]}}]}"""));
        var other = environment("other");
        assertField("name", broker.put("/environments/" + other, "{\"name\": \"taken\", \"production\": true}"));
        assertEquals(
                415,
                broker.post("/environments", "{}", "Content-Type", "text/plain").status());
        assertEquals(
                0,
                broker.get("/environments?name=wrong")
                        .json()
                        .at("/_embedded/environments")
                        .size());
    }

    @Test
    void a_version_links_to_the_recording_of_its_deployment_in_each_environment() {
        var uuid = environment("linked");
        broker.put("/pacticipants/Linked/versions/1%2Fa", "{}");
        var version = broker.get("/pacticipants/Linked/versions/1%2Fa").json();
        var link = named(version.at("/_links/pb:record-deployment"), "linked");
        var release = named(version.at("/_links/pb:record-release"), "linked");
        assertEquals(
                broker.url() + "/pacticipants/Linked/versions/1%2Fa/released-versions/environment/" + uuid, release);

        var recorded = broker.post(link, "{}");
        assertEquals(201, recorded.status(), recorded.body());
        assertEquals("1/a", recorded.json().at("/_embedded/version/number").asText());
        assertEquals("linked", recorded.json().at("/_embedded/environment/name").asText());
        assertEquals("Linked", recorded.json().at("/_embedded/pacticipant/name").asText());
        assertEquals(1, deployed(link).size());

        var after = broker.get("/pacticipants/Linked/versions/1%2Fa").json();
        assertEquals(
                "linked", after.at("/_links/pb:deployed-environments/0/name").asText());
        assertEquals(0, after.at("/_links/pb:released-environments").size());
        assertEquals(
                "linked",
                broker.get("/pacticipants/Linked")
                        .json()
                        .at("/_links/pb:deployed-environments/0/name")
                        .asText());
        assertEquals(
                "1/a",
                broker.get("/pacticipants/Linked/environments/" + uuid + "/versions")
                        .json()
                        .at("/_embedded/versions/0/number")
                        .asText());
    }

    @Test
    void a_second_deployment_ends_the_first_of_the_same_instance_alone() {
        var uuid = environment("instances");
        for (var version : List.of("1", "2", "3")) {
            broker.put("/pacticipants/Inst/versions/" + version, "{}");
        }
        var first = deploy("Inst", "1", uuid, "{}");
        assertFalse(first.json().has("target"));
        var blue = deploy("Inst", "1", uuid, "{\"applicationInstance\": \"blue\", \"target\": \"blue\"}");
        assertEquals("blue", blue.json().get("target").asText());
        assertEquals("blue", blue.json().get("applicationInstance").asText());
        var again = deploy("Inst", "1", uuid, "{\"target\": \"blue\"}");
        assertEquals(200, again.status());
        assertEquals(blue.json(), again.json());
        deploy("Inst", "2", uuid, "{}");

        var current = "/environments/" + uuid + "/deployed-versions/currently-deployed";
        assertEquals(List.of("2", "1"), versions(deployed(current)));
        assertEquals(List.of("2"), versions(deployed(current + "?pacticipant=Inst&applicationInstance=")));
        assertEquals(List.of("1"), versions(deployed(current + "?target=blue")));
        assertEquals(List.of(), versions(deployed(current + "?pacticipant=Nobody")));

        var ended = broker.get(first.json().at("/_links/self/href").asText()).json();
        assertFalse(ended.get("currentlyDeployed").asBoolean());
        assertTrue(ended.has("undeployedAt"));
        assertField(
                "target",
                broker.post(
                        "/pacticipants/Inst/versions/1/deployed-versions/environment/" + uuid,
                        "{\"applicationInstance\": \"a\", \"target\": \"b\"}"));
    }

    @Test
    void an_undeployed_version_does_not_come_back_by_setting_it_to_true() {
        var uuid = environment("undeployed");
        broker.put("/pacticipants/Undeployed/versions/2", "{}");
        var self = deploy("Undeployed", "2", uuid, "{}")
                .json()
                .at("/_links/self/href")
                .asText();
        assertEquals(415, broker.patch(self, "{\"currentlyDeployed\": false}").status());
        assertField("currentlyDeployed", broker.patch(self, "{\"currentlyDeployed\": 1}", "Content-Type", MERGE_PATCH));
        assertTrue(broker.get(self).json().get("currentlyDeployed").asBoolean());
        var patched = broker.patch(self, "{\"currentlyDeployed\": false}", "Content-Type", MERGE_PATCH);
        assertEquals(200, patched.status(), patched.body());
        assertFalse(patched.json().get("currentlyDeployed").asBoolean());
        assertEquals("2", patched.json().at("/_embedded/version/number").asText());
        assertEquals(
                patched.json(),
                broker.patch(self, "{\"currentlyDeployed\": false}", "Content-Type", MERGE_PATCH)
                        .json());
        assertEquals(
                422,
                broker.patch(self, "{\"currentlyDeployed\": true}", "Content-Type", MERGE_PATCH)
                        .status());
        assertEquals(
                0,
                deployed("/environments/" + uuid + "/deployed-versions/currently-deployed")
                        .size());
        assertEquals(
                404,
                broker.patch(
                                "/deployed-versions/" + UUID.randomUUID(),
                                "{\"currentlyDeployed\": false}",
                                "Content-Type",
                                MERGE_PATCH)
                        .status());
    }

    @Test
    void releases_stand_beside_each_other_until_their_support_ends() {
        var uuid = environment("releases");
        broker.put("/pacticipants/Rel/versions/1", "{}");
        broker.put("/pacticipants/Rel/versions/2", "{}");
        var path = "/pacticipants/Rel/versions/%s/released-versions/environment/" + uuid;
        var first = broker.post(path.formatted("1"), "{}");
        assertEquals(201, first.status(), first.body());
        assertEquals(200, broker.post(path.formatted("1"), "").status());
        assertEquals(201, broker.post(path.formatted("2"), "{}").status());

        var current = "/environments/" + uuid + "/released-versions/currently-supported";
        assertEquals(List.of("2", "1"), versions(released(current)));
        assertEquals(List.of("1"), versions(released(current + "?pacticipant=Rel&version=1")));
        assertEquals(List.of("1"), versions(released(path.formatted("1"))));

        var self = first.json().at("/_links/self/href").asText();
        var ended = broker.patch(self, "{\"currentlySupported\": false}", "Content-Type", MERGE_PATCH);
        assertEquals(200, ended.status(), ended.body());
        assertFalse(ended.json().get("currentlySupported").asBoolean());
        assertTrue(ended.json().has("supportEndedAt"));
        assertEquals(
                422,
                broker.patch(self, "{\"currentlySupported\": true}", "Content-Type", MERGE_PATCH)
                        .status());
        assertEquals(List.of("2"), versions(released(current)));
        assertEquals(
                List.of("2"),
                StreamSupport.stream(
                                broker.get("/pacticipants/Rel/environments/" + uuid + "/versions")
                                        .json()
                                        .at("/_embedded/versions")
                                        .spliterator(),
                                false)
                        .map(version -> version.get("number").asText())
                        .toList());

        var revived = broker.post(path.formatted("1"), "{}");
        assertEquals(200, revived.status());
        assertEquals(self, revived.json().at("/_links/self/href").asText());
        assertTrue(revived.json().get("currentlySupported").asBoolean());
        assertFalse(broker.get(self).json().has("supportEndedAt"));
    }

    @Test
    void what_is_recorded_must_exist() {
        var uuid = environment("exists");
        broker.put("/pacticipants/Exists/versions/1", "{}");
        for (var kind : List.of("deployed-versions", "released-versions")) {
            for (var place : List.of(
                    "/pacticipants/Nobody/versions/1/%s/environment/" + uuid,
                    "/pacticipants/Exists/versions/2/%s/environment/" + uuid,
                    "/pacticipants/Exists/versions/1/%s/environment/" + UUID.randomUUID())) {
                assertEquals(404, broker.post(place.formatted(kind), "{}").status(), place);
            }
        }
    }

    @Test
    void a_tag_with_the_name_of_an_environment_records_a_deployment_there() {
        var uuid = environment("tagged-prod");
        broker.put("/pacticipants/Tagger/versions/1/tags/tagged-prod", "{}");
        broker.put("/pacticipants/Tagger/versions/2/tags/tagged-prod", "{}");
        broker.put("/pacticipants/Tagger/versions/3/tags/no%20environment", "{}");
        assertEquals(
                List.of("2"), versions(deployed("/environments/" + uuid + "/deployed-versions/currently-deployed")));
    }

    @Test
    void deployments_that_race_leave_one_that_runs() throws Exception {
        var uuid = environment("race");
        for (var i = 0; i < 8; i++) {
            broker.put("/pacticipants/Racer/versions/" + i, "{}");
        }
        var next = new AtomicInteger();
        var statuses = VersionsTest.together(
                8,
                () -> deploy("Racer", "" + next.getAndIncrement(), uuid, "{}").status());
        assertEquals(List.of(201, 201, 201, 201, 201, 201, 201, 201), statuses);
        assertEquals(
                1,
                deployed("/environments/" + uuid + "/deployed-versions/currently-deployed")
                        .size());
    }

    @Test
    void a_deployment_that_races_with_the_deletion_of_its_version_is_recorded_or_not_found() throws Exception {
        var uuid = environment("vanishing");
        for (var i = 0; i < 10; i++) {
            broker.put("/pacticipants/Vanishing/versions/1", "{}");
            var next = new AtomicInteger();
            var statuses = VersionsTest.together(
                    2,
                    () -> next.getAndIncrement() == 0
                            ? broker.delete("/pacticipants/Vanishing/versions/1")
                                    .status()
                            : deploy("Vanishing", "1", uuid, "{}").status());
            statuses.sort(null);
            assertTrue(statuses.equals(List.of(201, 204)) || statuses.equals(List.of(204, 404)), statuses.toString());
        }
    }

    @Test
    void of_environments_that_take_the_same_name_at_once_one_gets_it() throws Exception {
        var uuids =
                IntStream.range(0, 4).mapToObj(i -> environment("before-" + i)).toList();
        var next = new AtomicInteger();
        var statuses = VersionsTest.together(
                4,
                () -> broker.put(
                                "/environments/" + uuids.get(next.getAndIncrement()),
                                "{\"name\": \"after\", \"production\": false}")
                        .status());
        statuses.sort(null);
        assertEquals(List.of(200, 400, 400, 400), statuses);
    }

    @Test
    void a_deleted_environment_takes_its_deployments_along() {
        var uuid = environment("doomed");
        broker.put("/pacticipants/Doomed/versions/1", "{}");
        var self =
                deploy("Doomed", "1", uuid, "{}").json().at("/_links/self/href").asText();
        assertEquals(204, broker.delete("/environments/" + uuid).status());
        assertEquals(404, broker.get(self).status());
    }

    private static String environment(String name) {
        var created = broker.post("/environments", "{\"name\": \"%s\", \"production\": false}".formatted(name));
        assertEquals(201, created.status(), created.body());
        return created.json().get("uuid").asText();
    }

    private static TestBroker.Answer deploy(String pacticipant, String version, String environment, String body) {
        return broker.post(
                "/pacticipants/%s/versions/%s/deployed-versions/environment/%s"
                        .formatted(pacticipant, version, environment),
                body);
    }

    private static JsonNode deployed(String path) {
        var answer = broker.get(path);
        assertEquals(200, answer.status(), answer.body());
        return answer.json().at("/_embedded/deployedVersions");
    }

    private static JsonNode released(String path) {
        var answer = broker.get(path);
        assertEquals(200, answer.status(), answer.body());
        return answer.json().at("/_embedded/releasedVersions");
    }

    private static List<String> versions(JsonNode resources) {
        return StreamSupport.stream(resources.spliterator(), false)
                .map(resource -> resource.at("/_embedded/version/number").asText())
                .toList();
    }

    private static String named(JsonNode links, String name) {
        return StreamSupport.stream(links.spliterator(), false)
                .filter(link -> link.get("name").asText().equals(name))
                .map(link -> link.get("href").asText())
                .findFirst()
                .orElseThrow();
    }

    private static void assertField(String field, TestBroker.Answer answer) {
        assertEquals(400, answer.status(), answer.body());
        assertTrue(answer.json().path("errors").has(field), answer.body());
    }
}
