package dev.seamwright.broker.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * Plays GitHub, GitLab and Slack as their documented APIs behave: routes, credentials, required members, limits and statuses of answers.
 * Whatever is wrong with a request is refused as they refuse it, and noted.
 */
final class StandIns implements AutoCloseable {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern GITHUB = Pattern.compile("/repos/acme/web(/.*)");
    private static final Pattern GITLAB = Pattern.compile("/api/v4/projects/42/statuses/(.*)");

    /** A commit status, of either. */
    record Status(String commit, String state, String context, String description, String targetUrl) {}

    /** A dispatch of GitHub's. */
    record Dispatch(String event, JsonNode payload) {}

    final List<Status> statuses = new CopyOnWriteArrayList<>();
    final List<Dispatch> dispatches = new CopyOnWriteArrayList<>();
    final List<JsonNode> messages = new CopyOnWriteArrayList<>();
    final List<String> refused = new CopyOnWriteArrayList<>();
    final Map<Long, String> comments = new ConcurrentSkipListMap<>();
    final List<String> writes = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> pulls = new TreeMap<>();
    private final Map<String, String> gitlabStates = new TreeMap<>();
    private final AtomicLong ids = new AtomicLong(100);
    private final HttpServer server;

    StandIns() {
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    String repository() {
        return url("/repos/acme/web");
    }

    String project() {
        return url("/api/v4/projects/42");
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** An open pull request with the commit. */
    void pull(int number, String commit) {
        pulls.put(commit, number);
    }

    private record Answer(int status, String body) {}

    private void answer(HttpExchange exchange) throws IOException {
        var text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Answer answer;
        try {
            answer = route(exchange, exchange.getRequestURI().getPath(), text);
        } catch (Wrong wrong) {
            refused.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + ": " + wrong.getMessage());
            answer = new Answer(wrong.status, "{\"message\":\"%s\"}".formatted(wrong.getMessage()));
        }
        Receiver.answer(exchange, answer.status(), answer.body());
    }

    private static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;

        Wrong(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    private Answer route(HttpExchange exchange, String path, String text) {
        var github = GITHUB.matcher(path);
        if (github.matches()) {
            return github(exchange, github.group(1), text);
        }
        var gitlab = GITLAB.matcher(path);
        if (gitlab.matches()) {
            return gitlab(exchange, gitlab.group(1), text);
        }
        if (path.equals("/services/T0/B0/secret")) {
            return slack(exchange, text);
        }
        throw new Wrong(404, "Not Found");
    }

    // ---- docs.github.com, REST API, 2022-11-28

    private Answer github(HttpExchange exchange, String path, String text) {
        require(
                header(exchange, "User-Agent") != null,
                403,
                "Request forbidden by administrative rules: no User-Agent");
        require("Bearer github-token".equals(header(exchange, "Authorization")), 401, "Bad credentials");
        require("application/vnd.github+json".equals(header(exchange, "Accept")), 415, "Unsupported Accept");
        require("2022-11-28".equals(header(exchange, "X-GitHub-Api-Version")), 400, "Unsupported version");
        var method = exchange.getRequestMethod();
        var parts = path.substring(1).split("/", -1);
        if (!method.equals("GET")) {
            writes.add(method + " " + path);
        }
        return switch (method + " " + parts[0]) {
            case "POST statuses" -> githubStatus(commit(parts[1]), object(text));
            case "POST dispatches" -> dispatch(object(text));
            case "GET commits" -> pulls(commit(parts[1]));
            case "GET issues" -> comments(exchange);
            case "POST issues" -> comment(ids.incrementAndGet(), 201, object(text));
            case "PATCH issues" -> comment(known(parts[2]), 200, object(text));
            case "DELETE issues" -> {
                comments.remove(known(parts[2]));
                yield new Answer(204, "");
            }
            default -> throw new Wrong(404, "Not Found");
        };
    }

    private Answer githubStatus(String commit, JsonNode body) {
        members(body, Set.of("state"), Set.of("target_url", "description", "context"), 422);
        require(
                Set.of("error", "failure", "pending", "success")
                        .contains(body.path("state").asText()),
                422,
                "state");
        require(
                body.path("description").asText().length() <= 140,
                422,
                "description is too long (maximum is 140 characters)");
        require(body.path("target_url").asText().matches("https?://.+"), 422, "target_url must use http(s) scheme");
        statuses.add(new Status(
                commit,
                body.path("state").asText(),
                body.path("context").asText("default"),
                body.path("description").asText(),
                body.path("target_url").asText()));
        return new Answer(201, body.toString());
    }

    private Answer dispatch(JsonNode body) {
        members(body, Set.of("event_type"), Set.of("client_payload"), 422);
        require(body.path("event_type").asText().matches(".{1,100}"), 422, "event_type");
        require(
                body.path("client_payload").isObject()
                        && body.path("client_payload").size() <= 10,
                422,
                "No more than 10 properties are allowed");
        dispatches.add(new Dispatch(body.path("event_type").asText(), body.path("client_payload")));
        return new Answer(204, "");
    }

    private Answer pulls(String commit) {
        var list = JsonNodeFactory.instance.arrayNode();
        list.addObject().put("number", 1).put("state", "closed");
        if (pulls.containsKey(commit)) {
            list.addObject().put("number", pulls.get(commit)).put("state", "open");
        }
        return new Answer(200, list.toString());
    }

    private Answer comments(HttpExchange exchange) {
        var query = exchange.getRequestURI().getQuery();
        var size = Integer.parseInt(query.replaceAll(".*per_page=(\\d+).*", "$1"));
        var page = Integer.parseInt(query.replaceAll(".*[?&]?page=(\\d+)$", "$1"));
        require(size <= 100, 422, "per_page");
        var list = JsonNodeFactory.instance.arrayNode();
        comments.entrySet().stream()
                .skip((long) (page - 1) * size)
                .limit(size)
                .forEach(comment -> list.addObject().put("id", comment.getKey()).put("body", comment.getValue()));
        return new Answer(200, list.toString());
    }

    private Answer comment(long id, int status, JsonNode body) {
        members(body, Set.of("body"), Set.of(), 422);
        var text = body.path("body").asText();
        require(!text.isBlank(), 422, "Body can't be blank");
        require(text.length() <= 65_536, 422, "Body is too long (maximum is 65536 characters)");
        comments.put(id, text);
        return new Answer(status, body.toString());
    }

    private long known(String id) {
        var number = Long.parseLong(id);
        require(comments.containsKey(number), 404, "Not Found");
        return number;
    }

    // ---- docs.gitlab.com, Commits API, "Set commit pipeline status"

    private Answer gitlab(HttpExchange exchange, String commit, String text) {
        require("gitlab-token".equals(header(exchange, "PRIVATE-TOKEN")), 401, "401 Unauthorized");
        require(exchange.getRequestMethod().equals("POST"), 405, "405 Method Not Allowed");
        var body = object(text);
        members(
                body,
                Set.of("state"),
                Set.of("target_url", "description", "name", "context", "ref", "coverage", "pipeline_id"),
                400);
        var state = body.path("state").asText();
        require(
                Set.of("pending", "running", "success", "failed", "canceled", "skipped")
                        .contains(state),
                400,
                "state does not have a valid value");
        require(body.path("description").asText().length() <= 255, 400, "description is too long");
        var name = body.path("name").asText("default");
        require(name.length() <= 255, 400, "name is too long");
        var before = gitlabStates.put(commit(commit) + name, state);
        require(!state.equals(before), 400, "Cannot transition status via :enqueue from :" + state);
        statuses.add(new Status(
                commit,
                state,
                name,
                body.path("description").asText(),
                body.path("target_url").asText()));
        return new Answer(201, body.toString());
    }

    // ---- docs.slack.dev, incoming webhooks and Block Kit

    private Answer slack(HttpExchange exchange, String text) {
        require(exchange.getRequestMethod().equals("POST"), 405, "method_not_allowed");
        var body = object(text);
        members(body, Set.of("text"), Set.of("blocks", "attachments", "thread_ts", "mrkdwn"), 400);
        require(!body.path("text").asText().isEmpty(), 400, "no_text");
        require(body.path("blocks").size() <= 50, 400, "invalid_blocks");
        for (var block : body.path("blocks")) {
            require(block.path("type").asText().equals("section"), 400, "invalid_blocks");
            require(block.at("/text/type").asText().equals("mrkdwn"), 400, "invalid_blocks");
            var length = block.at("/text/text").asText().length();
            require(length >= 1 && length <= 3_000, 400, "invalid_blocks");
        }
        messages.add(body);
        return new Answer(200, "ok");
    }

    // ---- common

    private static String header(HttpExchange exchange, String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    private static void require(boolean holds, int status, String message) {
        if (!holds) {
            throw new Wrong(status, message);
        }
    }

    private static String commit(String text) {
        require(COMMIT.matcher(text).matches(), 422, "No commit found for SHA: " + text);
        return text;
    }

    private static JsonNode object(String text) {
        try {
            var body = Json.parse(text.getBytes(StandardCharsets.UTF_8));
            require(body.isObject(), 400, "Body should be a JSON object");
            return body;
        } catch (InvalidInput malformed) {
            throw new Wrong(400, "Problems parsing JSON");
        }
    }

    private static void members(JsonNode body, Set<String> required, Set<String> optional, int status) {
        required.forEach(member -> require(body.hasNonNull(member), status, member + " is missing"));
        body.fieldNames()
                .forEachRemaining(member -> require(
                        required.contains(member) || optional.contains(member),
                        status,
                        member + " is not a permitted key"));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
