package dev.seamwright.broker.isolation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.broker.testing.Eventually;
import dev.seamwright.broker.testing.TestBroker;
import dev.seamwright.broker.testing.TestBroker.Answer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A workspace full of data, with everything that its own answers show: ids, hashes, links. Its names begin with {@code alfa}, what
 * is never part of a path with {@code hush}.
 */
final class Tenant {
    static final Pattern UUIDS = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    static final Pattern HASHES = Pattern.compile("(?<![0-9a-f])([0-9a-f]{64}|[0-9a-f]{40})(?![0-9a-f])");
    private static final Pattern WEBHOOKS =
            Pattern.compile("(?<=webhooks/|\"uuid\":\")[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])");
    private static final Pattern METADATA = Pattern.compile("/metadata/([A-Za-z0-9_=%-]+)");
    private static final Pattern HREFS = Pattern.compile("\"href\":\"([^\"]+)\"");

    private final TestBroker broker;
    private final String token;
    private final Set<String> uuids = new TreeSet<>();
    private final Set<String> hashes = new TreeSet<>();
    private final Set<String> webhooks = new TreeSet<>();
    private final Set<String> metadata = new TreeSet<>();
    private final Set<String> links = new LinkedHashSet<>();
    private final Map<String, String> nowhere = new HashMap<>();
    private final Random random = new Random(20261123);

    Tenant(TestBroker broker, String token) {
        this.broker = broker;
        this.token = token;
    }

    /** Publishes, verifies, tags, deploys and releases, as far as the broker has routes for it; then follows every link. */
    void fill() {
        must("POST", "/contracts/publish", contracts());
        must("PUT", "/pacts/provider/alfa%2Fapi/consumer/alfa-web/version/alfa-3", pact("alfa", "hush"));
        must("POST", "/api/v1/tokens", "{\"name\":\"alfa-token\",\"scope\":\"read\"}");
        var pact = must("GET", "/pacts/provider/alfa%2Fapi/consumer/alfa-web/latest", null);
        must(
                "POST",
                pact.json().at("/_links/pb:publish-verification-results/href").asText(),
                "{\"success\":true,\"providerApplicationVersion\":\"alfa-2\",\"buildUrl\":\"https://hush.example.com/2\"}");
        must("PUT", "/pacticipants/alfa-web/versions/alfa-1/tags/alfa-tag", "{}");
        must("PUT", "/pacticipants/alfa-web/labels/alfa-label", "{}");
        must(
                "PATCH",
                "/pacticipants/alfa-web",
                "{\"displayName\":\"hush display\",\"repositoryUrl\":\"https://hush.example.com\"}");
        var environment = must(
                        "POST",
                        "/environments",
                        "{\"name\":\"alfa-env\",\"displayName\":\"hush environment\",\"production\":true,\"contacts\":[{\"name\":\"hush contact\"}]}")
                .json()
                .get("uuid")
                .asText();
        var version = "/pacticipants/alfa-web/versions/alfa-1";
        must("POST", version + "/deployed-versions/environment/" + environment, "{}");
        must("POST", version + "/released-versions/environment/" + environment, "{}");
        must("POST", "/webhooks", """
                {"description":"hush webhook","enabled":false,"consumer":{"name":"alfa-web"},"provider":{"name":"alfa/api"},
                 "events":[{"name":"contract_published"}],"request":{"method":"POST","url":"https://hush.example.invalid/"}}""");
        deliver();
        must("POST", "/api/v1/participants/alfa-web/versions/alfa-1/contracts", """
                {"contracts":[{"kind":"openapi","content":"openapi: 3.1.0\\ninfo: {title: hush}"}]}""");
        must("PUT", "/pacticipants/alfa%2Fapi/branches/main/versions/alfa-4", "{}");
        var job = must("POST", "/api/v1/jobs/claim", """
                {"worker":{"id":"%s","name":"hush worker"},"providers":[{"name":"alfa/api"}]}""".formatted(UUID.randomUUID()))
                .json();
        must("POST", "/api/v1/jobs/" + job.get("id").asText() + "/cancel", "{}");
        drift();
        must(
                "PUT",
                "/api/v1/environments/alfa-env/participants/alfa-web/observed",
                "{\"version\":\"hush\",\"instance\":\"hush\"}");
        must("PUT", "/api/v1/setups/alfa-setup", """
                {"revision":0,"members":[{"kind":"environment","name":"alfa-env","secrets":{"hush":"hush"}}]}""");
        for (var list : List.of(
                "/api/v1/setups",
                "/api/v1/webhooks",
                "/api/v1/deliveries",
                "/api/v1/jobs",
                "/api/v1/workers",
                "/api/v1/drift",
                "/api/v1/tokens",
                "/api/v1/audit/entries",
                "/api/v1/audit/verify",
                "/api/v1/contracts",
                "/api/v1/verifications",
                "/api/v1/seams",
                "/environments")) {
            must("GET", list, null);
        }
        must("GET", "/environments/" + environment + "/deployed-versions/currently-deployed", null);
        crawl();
        assertTrue(
                uuids.size() >= 4 && hashes.size() >= 2 && webhooks.size() == 2 && links.size() >= 20,
                uuids + " " + hashes + " " + links);
    }

    /** A database that has drifted. */
    private void drift() {
        must("POST", "/api/v1/participants/alfa-web/versions/alfa-1/contracts", """
                {"contracts":[{"kind":"openapi","content":"openapi: 3.1.0\\ninfo: {title: hush}"}]}""");
        must(
                "PUT",
                "/api/v1/environments/alfa-env/targets/alfa-web",
                "{\"kind\":\"api\",\"target\":\"alfa-target\",\"interval\":\"P1D\"}");
        var check = must("POST", "/api/v1/drift/claim", "{\"worker\":\"hush worker\",\"targets\":[\"alfa-target\"]}")
                .json();
        must("POST", "/api/v1/drift/checks/" + check.get("id").asText() + "/result", """
                {"token":"%s","state":"drifted","findings":{"hush":"hush"}}""".formatted(
                        check.at("/lease/token").asText()));
    }

    /** A delivery that has ended, without a request to anybody: the version's number is no commit. */
    private void deliver() {
        must("POST", "/webhooks", """
                {"description":"hush status","format":"github-status","consumer":{"name":"alfa-web"},"provider":{"name":"alfa/api"},
                 "events":[{"name":"contract_published"}],"request":{"url":"https://hush.example.invalid/repos/hush/hush"}}""");
        must("PUT", "/pacts/provider/alfa%2Fapi/consumer/alfa-web/version/alfa-3", pact("alfa", "hush"));
        var ended = Eventually.get(
                () -> send("GET", "/api/v1/deliveries?state=failure", null)
                        .json()
                        .path("items"),
                items -> items.size() == 1);
        must("GET", "/api/v1/deliveries/" + ended.path(0).path("id").asText(), null);
    }

    private void crawl() {
        var open = new ArrayDeque<>(links);
        open.add("/");
        var seen = new LinkedHashSet<String>();
        while (!open.isEmpty() && seen.size() < 500) {
            var link = open.poll();
            if (seen.add(link)) {
                harvest(send("GET", link, null));
                open.addAll(links);
                open.removeAll(seen);
            }
        }
    }

    private Answer must(String method, String path, @Nullable String body) {
        var answer = send(method, path, body);
        assertTrue(answer.status() < 300, method + " " + path + " " + answer);
        return harvest(answer);
    }

    Answer send(String method, String path, @Nullable String body) {
        return broker.send(method, path, body, "Authorization", "Bearer " + token);
    }

    private Answer harvest(Answer answer) {
        var text = answer.body();
        UUIDS.matcher(text).results().forEach(match -> uuids.add(match.group()));
        HASHES.matcher(text).results().forEach(match -> hashes.add(match.group()));
        WEBHOOKS.matcher(text).results().forEach(match -> webhooks.add(match.group()));
        METADATA.matcher(text).results().forEach(match -> metadata.add(match.group(1)));
        HREFS.matcher(text).results().forEach(match -> {
            var link = match.group(1);
            if (link.startsWith(broker.url()) && !link.contains("{")) {
                var uri = URI.create(link);
                links.add(uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()));
            }
        });
        return answer;
    }

    /** Every link that the tenant's answers hold: path and query. */
    Set<String> links() {
        return Set.copyOf(links);
    }

    Set<String> hashes() {
        return Set.copyOf(hashes);
    }

    /** Every id and hash. */
    Set<String> ids() {
        var ids = new TreeSet<>(uuids);
        ids.addAll(hashes);
        ids.addAll(webhooks);
        return ids;
    }

    /** What a path parameter of a route can be, in this tenant's words. */
    List<String> values(String path, String parameter) {
        return switch (parameter) {
            case "participant", "pacticipant", "name" -> List.of("alfa-web", "alfa/api");
            case "consumer" -> List.of("alfa-web");
            case "provider" -> List.of("alfa/api");
            case "version", "otherVersion", "consumerVersion", "consumerApplicationVersion" ->
                List.of("alfa-1", "alfa-2", "alfa-3");
            case "providerVersion" -> List.of("alfa-2");
            case "tag", "providerTag", "to", "environmentTag" -> List.of("alfa-tag");
            case "branch" -> List.of("alfa-branch");
            case "label" -> List.of("alfa-label");
            case "setup" -> List.of("alfa-setup");
            case "workspace" -> List.of("alfa");
            case "kind" -> List.of("pact", "openapi");
            case "number" -> List.of("1");
            case "rel" -> List.of("pacticipants");
            case "metadata" -> List.copyOf(metadata.isEmpty() ? Set.of("e30") : metadata);
            case "environment" -> path.startsWith("/api/") ? List.of("alfa-env") : List.copyOf(uuids);
            case "uuid" -> List.copyOf(path.contains("webhooks") ? webhooks : uuids);
            case "token", "deployment", "release", "job", "check", "delivery" -> List.copyOf(uuids);
            case "sha", "otherSha", "sha256", "other", "pactVersion", "pactSha", "hash" -> List.copyOf(hashes);
            default ->
                throw new AssertionError("Say what the path parameter '%s' of %s is, here.".formatted(parameter, path));
        };
    }

    /** The same text about what exists nowhere: other names, ids and hashes of the same form. */
    String elsewhere(String text) {
        var out = text.replace("alfa", "zulu").replace("Alfa", "Zulu"); // titles are made from names
        for (var uuid : uuids) {
            out = out.replace(
                    uuid, nowhere.computeIfAbsent(uuid, id -> UUID.randomUUID().toString()));
        }
        for (var webhook : webhooks) {
            out = out.replace(webhook, nowhere.computeIfAbsent(webhook, id -> randomHash(id)));
        }
        for (var hash : hashes) {
            out = out.replace(hash, nowhere.computeIfAbsent(hash, this::randomHash));
        }
        return out;
    }

    private String randomHash(String hash) {
        var hex = new StringBuilder();
        while (hex.length() < hash.length()) {
            hex.append(Character.forDigit(random.nextInt(16), 16));
        }
        return hex.toString();
    }

    /** A pact between the prefix's participants; the word makes its content, and so its hash. */
    static String pact(String prefix, String word) {
        return """
                {"consumer":{"name":"%1$s-web"},"provider":{"name":"%1$s/api"},
                 "interactions":[{"description":"%2$s list","providerState":"%2$s state",
                                  "request":{"method":"GET","path":"/%2$s"},"response":{"status":200}}],
                 "metadata":{"pactSpecification":{"version":"2.0.0"}}}""".formatted(prefix, word);
    }

    private static String contracts() {
        var content = Base64.getEncoder().encodeToString(pact("alfa", "hush").getBytes(StandardCharsets.UTF_8));
        return """
                {"pacticipantName":"alfa-web","pacticipantVersionNumber":"alfa-1","branch":"alfa-branch","tags":["alfa-tag"],
                 "buildUrl":"https://hush.example.com/1",
                 "contracts":[{"consumerName":"alfa-web","providerName":"alfa/api","specification":"pact",
                               "contentType":"application/json","content":"%s"}]}""".formatted(content);
    }
}
