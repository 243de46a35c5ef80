package dev.seamwright.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A kind of request, as clients send it.
 *
 * @param target milliseconds of CPU in all that it may cost on data set M; null: none was set
 * @param request the {@code n}th one; each goes to another of the measured services
 */
record Scenario(String name, @Nullable Double target, Requests request) {
    /** Makes requests. */
    interface Requests {
        HttpRequest.Builder request(int n);
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Every scenario, those that only read first. */
    static List<Scenario> all(DataSet data, String url, Map<String, String> shas) {
        var run = Long.toString(System.currentTimeMillis(), 36);
        var make = new Object() {
            String service(int n) {
                return data.participant(data.measured(n));
            }

            String provider(int n, int which) {
                return data.participant((data.measured(n) + DataSet.SERVICE_PROVIDERS[which]) % data.services());
            }

            HttpRequest.Builder get(String path) {
                return HttpRequest.newBuilder(URI.create(url + path)).header("Accept", "application/hal+json, application/json");
            }

            HttpRequest.Builder send(String method, String path, ObjectNode body) {
                return get(path).header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body.toString()));
            }

            HttpRequest.Builder matrix(String participant, String selector, String rest) {
                return get("/matrix?" + q("pacticipant", participant) + "&" + selector + "&" + rest);
            }

            String q(String key, String value) {
                return "q%5B%5D%5B" + key + "%5D=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
            }

            HttpRequest.Builder publish(int n, long revision) {
                var body = JsonNodeFactory.instance.objectNode();
                body.put("branch", "main").put("buildUrl", "https://ci.example.org/builds/" + n);
                body.put("pacticipantName", service(n));
                body.put("pacticipantVersionNumber", "2.%s.%d".formatted(run, n));
                var contracts = body.putArray("contracts");
                for (var which = 0; which < 2; which++) {
                    var pact = Pacts.json(service(n), provider(n, which), revision, 6);
                    contracts
                            .addObject()
                            .put("consumerName", service(n))
                            .put("providerName", provider(n, which))
                            .put("specification", "pact")
                            .put("contentType", "application/json")
                            .put("content", Base64.getEncoder().encodeToString(pact.toString().getBytes(StandardCharsets.UTF_8)));
                }
                return send("POST", "/contracts/publish", body);
            }

            HttpRequest.Builder result(int n) {
                var provider = provider(n, 0);
                var body = JsonNodeFactory.instance.objectNode();
                body.put("success", true).put("providerApplicationVersion", DataSet.version(Math.floorMod(n * 7, data.serviceVersions())));
                body.put("buildUrl", "https://ci.example.org/builds/" + n);
                body.putObject("verifiedBy").put("implementation", "Pact-Rust").put("version", "1.4.8");
                var tests = body.putArray("testResults");
                for (var i = 0; i < 6; i++) {
                    tests.addObject().put("interactionId", "%040x".formatted(DataSet.mix(n, i))).put("success", true).putArray("mismatches");
                }
                var sha = shas.get(service(n) + " " + provider);
                return send(
                        "POST",
                        "/pacts/provider/%s/consumer/%s/pact-version/%s/verification-results".formatted(provider, service(n), sha),
                        body);
            }
        };
        var newest = DataSet.version(data.serviceVersions() - 1);
        var question = selectors();
        return List.of(
                new Scenario("can-i-deploy to environment (4 seams)", 2.5, n -> make.matrix(
                        make.service(n), make.q("version", newest), "latestby=cvpv&environment=production")),
                new Scenario("can-i-deploy, hub (60 seams)", 12.0, n -> make.matrix(
                        "hub", make.q("version", newest), "latestby=cvpv&environment=production")),
                new Scenario("can-i-deploy by branch (Rust CLI)", 5.0, n -> make.matrix(
                        make.service(n), make.q("branch", "main"), "latestby=cvpv&environment=production")),
                new Scenario("can-i-merge", null, n -> make.matrix(
                        make.service(n), make.q("version", newest), "latestby=cvp&latest=true&mainBranch=true")),
                new Scenario("pacts for verification", 3.0, n -> make.send(
                        "POST", "/pacts/provider/%s/for-verification".formatted(make.service(n)), question)),
                new Scenario("pacts for verification, hub (30 consumers)", null, n -> make.send(
                        "POST", "/pacts/provider/hub/for-verification", question)),
                new Scenario("latest pact of an integration", 1.0, n -> make.get(
                        "/pacts/provider/%s/consumer/%s/latest".formatted(make.provider(n, 0), make.service(n)))),
                new Scenario("matrix of one pair, every version", null, n -> make.get(
                        "/matrix/provider/%s/consumer/%s".formatted(make.provider(n, 0), make.service(n)))),
                new Scenario("versions page", null, n -> make.get(
                        "/pacticipants/%s/versions?page=1&size=100".formatted(make.service(n)))),
                new Scenario("index", null, n -> make.get("/")),
                new Scenario("integrations", null, n -> make.get("/integrations")),
                new Scenario("latest pacts", null, n -> make.get("/pacts/latest")),
                new Scenario("publish 2 contracts, new version, same content", 4.0, n -> make.publish(n, data.serviceContents() - 1)),
                new Scenario("publish 2 contracts, new version, new content", null, n -> make.publish(
                        n, Long.parseLong(run, 36) * 100_000 + n)),
                new Scenario("publish a verification result", 3.0, make::result),
                new Scenario("put a version on a branch", null, n -> make.send(
                        "PUT",
                        "/pacticipants/%s/branches/main/versions/3.%s.%d".formatted(make.service(n), run, n),
                        JsonNodeFactory.instance.objectNode())));
    }

    private static ObjectNode selectors() {
        try {
            return (ObjectNode) JSON.readTree("""
                    {"consumerVersionSelectors": [{"mainBranch": true}, {"deployedOrReleased": true}, {"tag": "nightly", "latest": true}],
                     "includePendingStatus": true, "includeWipPactsSince": "%s", "providerVersionBranch": "main"}
                    """.formatted(DataSet.WIP_SINCE));
        } catch (com.fasterxml.jackson.core.JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
