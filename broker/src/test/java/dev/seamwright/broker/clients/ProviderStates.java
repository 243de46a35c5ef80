package dev.seamwright.broker.clients;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.testing.Given;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.testing.TestBroker.Answer;
import dev.seamwright.broker.testing.TestDatabase;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the consumer pacts of the Pact Broker's clients suppose to be there. Each state is set up in a new, empty workspace. */
final class ProviderStates {
    /** What links begin with where the pact compares them whole. */
    static final String BASE_URL = "http://example.org";

    private static final String ENVIRONMENT = "16926ef3-590f-4e3f-838e-719717aa88c9";
    private static final String TEST_ENVIRONMENT = "cb632df3-0a0d-4227-aac3-60114dd36479";
    private static final String DEPLOYMENT = "ff3adecf-cfc5-4653-a4e3-f1861092f8e0";
    private static final String WEBHOOK = "696c5f93-1b7f-44bc-8d03-59440fcaa9a0";
    private static final String SHA = "5556b8149bf8bac76bc30f50a8a2dd4c22c85f30";
    private static final String REPOSITORY = "git@git.realestate.com.au:business-systems/pricing-service";

    /** States of the index and of an empty broker. */
    private static final Pattern NOTHING = Pattern.compile(
            "|the (pacticipant relations|pb:.* relations?) (are present|exists?( in the index resource)?)|.* does not exist in the pact-broker|no pact .* exists");

    private final TestBroker broker;
    private volatile String workspace = "default";

    ProviderStates(TestBroker broker) {
        this.broker = broker;
    }

    /** The workspace of the state that was set up last. */
    String workspace() {
        return workspace;
    }

    /** @throws IllegalArgumentException for a state that is not known */
    void setUp(String state) {
        var name = "w" + UUID.randomUUID();
        must(broker.post("/api/v1/workspaces", "{\"name\":\"%s\"}".formatted(name)));
        workspace = name;
        switch (state) {
            case "'Condor' exists in the pact-broker" -> version("Condor", "1.3.0");
            case "'Condor' exists in the pact-broker with version 1.3.0, tagged with 'prod'" ->
                tagged("Condor", "1.3.0", "prod");
            case "'Condor' exists in the pact-broker with the latest version 1.2.3" -> {
                version("Condor", "1.0.0");
                version("Condor", "1.2.3");
            }
            case "'Condor' exists in the pact-broker with the latest tagged 'production' version 1.2.3" -> {
                tagged("Condor", "1.2.3", "production");
                version("Condor", "2.0.0");
            }
            case "the 'Pricing Service' already exists in the pact-broker" -> {
                pricingService();
                version("Pricing Service", "1.3.0");
            }
            case "the 'Pricing Service' and 'Condor' already exist in the pact-broker" -> {
                pricingService();
                post("/pacticipants", "{\"name\":\"Condor\"}");
            }
            case "a latest pact between Condor and the Pricing Service exists",
                    "a pact between Condor and the Pricing Service exists",
                    "the 'Pricing Service' and 'Condor' already exist in the pact-broker, and Condor already has a pact published for version 1.3.0" ->
                condorsPact();
            case "a pact between Condor and the Pricing Service exists for the production version of Condor",
                    "tagged as prod pact between Condor and the Pricing Service exists" -> {
                condorsPact();
                tagged("Condor", "1.3.0", "prod");
            }
            case "a pacticipant with name Foo exists" -> post("/pacticipants", "{\"name\":\"Foo\"}");
            case "a branch named main exists for pacticipant Foo" ->
                put(path("pacticipants", "Foo", "branches", "main", "versions", "1"), "{}");
            case "a webhook with the uuid 696c5f93-1b7f-44bc-8d03-59440fcaa9a0 exists" -> webhook();
            case "an environment exists" ->
                environment("test", UUID.randomUUID().toString());
            case "an environment with name test exists",
                    "an environment with name test and UUID 16926ef3-590f-4e3f-838e-719717aa88c9 exists" ->
                environment("test", ENVIRONMENT);
            case "version 5556b8149bf8bac76bc30f50a8a2dd4c22c85f30 of pacticipant Foo exists with a test environment available for deployment",
                    "version 5556b8149bf8bac76bc30f50a8a2dd4c22c85f30 of pacticipant Foo exists with a test environment available for release" -> {
                version("Foo", SHA);
                environment("test", TEST_ENVIRONMENT);
            }
            case "version 5556b8149bf8bac76bc30f50a8a2dd4c22c85f30 of pacticipant Foo exists with 2 environments that aren't test available for deployment" -> {
                version("Foo", SHA);
                environment("prod", UUID.randomUUID().toString());
                environment("dev", UUID.randomUUID().toString());
            }
            case "a currently deployed version exists" -> {
                environment("test", TEST_ENVIRONMENT);
                deployed("2", TEST_ENVIRONMENT, "{}");
            }
            case "an version is deployed to environment with UUID 16926ef3-590f-4e3f-838e-719717aa88c9 with target customer-1" -> {
                environment("test", ENVIRONMENT);
                deployed(SHA, ENVIRONMENT, "{\"applicationInstance\":\"customer-1\"}");
            }
            default -> {
                if (!NOTHING.matcher(state).matches()) {
                    verified(state);
                }
            }
        }
    }

    private void verified(String state) {
        switch (state) {
            case "the pact for Foo Thing version 1.2.3 has been verified by Bar version 4.5.6" ->
                verifiedTwice("Foo Thing");
            case "the pact for Foo version 1.2.3 has been verified by Bar version 4.5.6" -> verifiedTwice("Foo");
            case "the pact for Foo version 1.2.3 and 1.2.4 has been verified by Bar version 4.5.6" -> {
                pact("Foo", "1.2.3", "Bar", "one");
                result("Foo", "1.2.3", "4.5.6", true);
                pact("Foo", "1.2.4", "Bar", "two");
                result("Foo", "1.2.4", "4.5.6", true);
            }
            case "the pact for Foo version 1.2.3 has been verified by Bar version 4.5.6 and version 5.6.7" -> {
                pact("Foo", "1.2.3", "Bar", "one");
                result("Foo", "1.2.3", "4.5.6", true);
                result("Foo", "1.2.3", "5.6.7", true);
            }
            case "the pact for Foo version 1.2.3 has been successfully verified by Bar version 4.5.6 (tagged prod) and version 5.6.7" -> {
                pact("Foo", "1.2.3", "Bar", "one");
                result("Foo", "1.2.3", "4.5.6", true);
                tagged("Bar", "4.5.6", "prod");
                result("Foo", "1.2.3", "5.6.7", true);
            }
            case "the pact for Foo version 1.2.3 has been successfully verified by Bar version 4.5.6, and 1.2.4 unsuccessfully by 9.9.9" ->
                oneGoodOneBad();
            case "the pact for Foo version 1.2.3 has been successfully verified by Bar version 4.5.6 with tag prod, and 1.2.4 unsuccessfully by 9.9.9" -> {
                oneGoodOneBad();
                tagged("Bar", "4.5.6", "prod");
            }
            case "provider Bar version 4.5.6 has a successful verification for Foo version 1.2.3 tagged prod and a failed verification for version 3.4.5 tagged prod" -> {
                pact("Foo", "1.2.3", "Bar", "one");
                tagged("Foo", "1.2.3", "prod");
                result("Foo", "1.2.3", "4.5.6", true);
                pact("Foo", "3.4.5", "Bar", "two");
                tagged("Foo", "3.4.5", "prod");
                result("Foo", "3.4.5", "4.5.6", false);
            }
            default -> throw new IllegalArgumentException("unknown provider state: " + state);
        }
    }

    /** The pact of 1.2.3 is revised before it is verified, by two versions; the next one has a result of its own. */
    private void verifiedTwice(String consumer) {
        pact(consumer, "1.2.3", "Bar", "one");
        send("PATCH", pactPath(consumer, "1.2.3", "Bar"), document(consumer, "Bar", "two"));
        result(consumer, "1.2.3", "4.5.6", true);
        result(consumer, "1.2.3", "7.8.9", true);
        pact(consumer, "2.0.0", "Bar", "three");
        result(consumer, "2.0.0", "4.5.6", true);
    }

    private void oneGoodOneBad() {
        pact("Foo", "1.2.3", "Bar", "one");
        result("Foo", "1.2.3", "4.5.6", true);
        pact("Foo", "1.2.4", "Bar", "two");
        result("Foo", "1.2.4", "9.9.9", false);
    }

    private void pricingService() {
        post("/pacticipants", "{\"name\":\"Pricing Service\",\"repositoryUrl\":\"%s\"}".formatted(REPOSITORY));
    }

    private void condorsPact() {
        put(pactPath("Condor", "1.3.0", "Pricing Service"), """
                {"consumer":{"name":"Condor"},"provider":{"name":"Pricing Service"},"interactions":[]}""");
    }

    private void webhook() {
        pricingService();
        post("/pacticipants", "{\"name\":\"Condor\"}");
        put("/webhooks/" + WEBHOOK, """
                {"consumer":{"name":"Condor"},"provider":{"name":"Pricing Service"},
                 "events":[{"name":"contract_content_changed"}],
                 "request":{"method":"POST","url":"https://example.org","body":{"a":"body"}}}""");
    }

    private void version(String participant, String version) {
        put(path("pacticipants", participant, "versions", version), "{}");
    }

    private void tagged(String participant, String version, String tag) {
        put(path("pacticipants", participant, "versions", version, "tags", tag), "{}");
    }

    private void environment(String name, String uuid) {
        var created = post("/environments", """
                {"name":"%s","displayName":"Test","production":false,
                 "contacts":[{"name":"foo","details":{"emailAddress":"foo@bar.com"}}]}""".formatted(name));
        rename("environment", created.json().get("uuid").asText(), uuid);
    }

    private void deployed(String version, String environment, String json) {
        version("Foo", version);
        var created = post(
                path("pacticipants", "Foo", "versions", version, "deployed-versions", "environment", environment),
                json);
        rename("deployment", created.json().get("uuid").asText(), DEPLOYMENT);
    }

    private void pact(String consumer, String version, String provider, String description) {
        put(pactPath(consumer, version, provider), document(consumer, provider, description));
    }

    private void result(String consumer, String version, String providerVersion, boolean success) {
        var pact = send("GET", pactPath(consumer, version, "Bar"), null);
        post(
                pact.json()
                        .at("/_links/pb:publish-verification-results/href")
                        .asText()
                        .substring(BASE_URL.length()),
                "{\"success\":%s,\"providerApplicationVersion\":\"%s\"}".formatted(success, providerVersion));
    }

    /** Gives a row another uuid, which the API leaves to chance. */
    private void rename(String table, String from, String to) {
        var login = TestDatabase.superuser(broker.database());
        try (var connection = DriverManager.getConnection(login.url(), login.user(), login.password());
                var update = connection.prepareStatement(
                        "UPDATE seamwright.%1$s SET %1$s_id = ?::uuid WHERE %1$s_id = ?::uuid".formatted(table))) {
            update.setString(1, to);
            update.setString(2, from);
            assertTrue(update.executeUpdate() == 1, table + " " + from);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String document(String consumer, String provider, String description) {
        return Given.document(consumer, provider, description);
    }

    private static String pactPath(String consumer, String version, String provider) {
        return path("pacts", "provider", provider, "consumer", consumer, "version", version);
    }

    private static String path(String... segments) {
        return Links.on("").to((Object[]) segments);
    }

    private Answer post(String path, String json) {
        return send("POST", path, json);
    }

    private void put(String path, String json) {
        send("PUT", path, json);
    }

    private Answer send(String method, String path, @Nullable String json) {
        return must(broker.send(method, path, json, "Seamwright-Workspace", workspace));
    }

    private static Answer must(Answer answer) {
        assertTrue(answer.status() < 300, answer::toString);
        return answer;
    }
}
