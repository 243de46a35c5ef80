package dev.seamwright.cli.testing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import dev.seamwright.cli.testing.StubBroker.Request;
import dev.seamwright.contracts.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Comments of pull requests, as GitHub's REST API ("Issue comments") and GitLab's ("Notes") have them: one list, in pages, for whoever has
 * the token.
 */
public final class ForgeStandIn implements AutoCloseable {
    public static final String TOKEN = "forge-token";

    private static final String JSON = "application/json";
    private static final Pattern GITHUB_LIST = Pattern.compile("/repos/acme/web/issues/7/comments(\\?.*)?");
    private static final Pattern GITHUB_ONE = Pattern.compile("/repos/acme/web/issues/comments/([0-9]+)");
    private static final Pattern GITLAB_LIST = Pattern.compile("/api/v4/projects/5/merge_requests/3/notes(\\?.*)?");
    private static final Pattern GITLAB_ONE = Pattern.compile("/api/v4/projects/5/merge_requests/3/notes/([0-9]+)");
    private static final Pattern PAGE = Pattern.compile("[?&]page=([0-9]+)");
    private static final Pattern SIZE = Pattern.compile("[?&]per_page=([0-9]+)");

    private final StubBroker stub;
    private final Map<Long, String> comments = new LinkedHashMap<>();
    private volatile boolean readOnly;

    public ForgeStandIn() throws IOException {
        stub = new StubBroker();
        stub.otherwise(this::handle);
    }

    public String url() {
        return stub.url();
    }

    /** What the builds of forks get. */
    public void beReadOnly() {
        readOnly = true;
    }

    /** A comment of somebody else. */
    public void say(String body) {
        synchronized (comments) {
            comments.put(100L + comments.size(), body);
        }
    }

    public List<String> comments() {
        synchronized (comments) {
            return List.copyOf(comments.values());
        }
    }

    /** Requests that write. */
    public List<String> writes() {
        return stub.requests().stream()
                .filter(request -> !request.method().equals("GET"))
                .map(Request::line)
                .toList();
    }

    private void handle(HttpExchange exchange, Request request) throws IOException {
        var headers = exchange.getRequestHeaders();
        var isKnown = ("Bearer " + TOKEN).equals(headers.getFirst("Authorization"))
                || TOKEN.equals(headers.getFirst("PRIVATE-TOKEN"));
        var isList = GITHUB_LIST.matcher(request.target()).matches()
                || GITLAB_LIST.matcher(request.target()).matches();
        if (!isKnown) {
            StubBroker.answer(exchange, 401, JSON, "{\"message\":\"Bad credentials\"}");
        } else if (isList && request.method().equals("GET")) {
            StubBroker.answer(exchange, 200, JSON, page(request.target()));
        } else if (readOnly) {
            StubBroker.answer(exchange, 403, JSON, "{\"message\":\"Resource not accessible by integration\"}");
        } else if (isList && request.method().equals("POST")) {
            say(body(request));
            StubBroker.answer(exchange, 201, JSON, "{\"id\":1}");
        } else {
            edit(exchange, request);
        }
    }

    private void edit(HttpExchange exchange, Request request) throws IOException {
        var github = GITHUB_ONE.matcher(request.target());
        var gitlab = GITLAB_ONE.matcher(request.target());
        var one = github.matches() && request.method().equals("PATCH")
                ? github
                : gitlab.matches() && request.method().equals("PUT") ? gitlab : null;
        if (one == null) {
            StubBroker.answer(exchange, 404, JSON, "{\"message\":\"Not Found\"}");
            return;
        }
        synchronized (comments) {
            comments.put(Long.valueOf(one.group(1)), body(request));
        }
        StubBroker.answer(exchange, 200, JSON, "{\"id\":1}");
    }

    private static String body(Request request) {
        return Json.parse(request.body().getBytes(StandardCharsets.UTF_8))
                .path("body")
                .asText();
    }

    private String page(String target) {
        var page = number(PAGE, target, 1);
        var size = number(SIZE, target, 30);
        var json = JsonNodeFactory.instance.arrayNode();
        synchronized (comments) {
            var all = new ArrayList<>(comments.entrySet());
            all.subList(Math.min(all.size(), (page - 1) * size), Math.min(all.size(), page * size))
                    .forEach(comment ->
                            json.addObject().put("id", comment.getKey()).put("body", comment.getValue()));
        }
        return json.toString();
    }

    private static int number(Pattern pattern, String target, int otherwise) {
        var found = pattern.matcher(target);
        return found.find() ? Integer.parseInt(found.group(1)) : otherwise;
    }

    @Override
    public void close() {
        stub.close();
    }
}
