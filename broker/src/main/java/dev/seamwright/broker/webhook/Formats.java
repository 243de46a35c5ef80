package dev.seamwright.broker.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.webhook.Telling.Judged;
import dev.seamwright.broker.webhook.WebhookSender.Outcome;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells events in the ways of GitHub, GitLab and Slack. Every format may tell an event twice: an attempt can be repeated. */
final class Formats {
    static final int GITHUB_DESCRIPTION = 140;
    static final int GITLAB_DESCRIPTION = 255;
    private static final int LONGEST_CONTEXT = 255;
    private static final int DISPATCH_EVENT = 100;
    private static final int DISPATCH_MEMBERS = 10;

    /** What a build needs least. */
    private static final Set<String> SPARED = Set.of("verificationStatus", "verificationResultUrl", "buildUrl");

    private final WebhookSender sender;
    private final Comments comments = new Comments();

    Formats(WebhookSender sender) {
        this.sender = sender;
    }

    /** Requests below a webhook's URL, with its headers, secrets and signature. */
    final class Exchange {
        private final String id;
        private final Webhook.Request request;
        private final Map<String, String> headers;
        private final boolean secretPath;
        private final StringBuilder log = new StringBuilder();

        private Exchange(String id, Webhook.Request request, Map<String, String> headers) {
            this(id, request, headers, false);
        }

        /** @param secretPath whether whoever knows the URL may write there */
        private Exchange(String id, Webhook.Request request, Map<String, String> headers, boolean secretPath) {
            this.secretPath = secretPath;
            this.id = id;
            this.request = request;
            this.headers = headers;
        }

        /** Reads; only that it was done is logged. */
        Outcome get(String path) {
            var outcome = sender.send(prepared("GET", path, null), Comments.LONGEST_PAGE);
            log.append("GET ")
                    .append(path)
                    .append(": ")
                    .append(outcome.status() == null ? outcome.error() : outcome.status())
                    .append('\n');
            return outcome;
        }

        Outcome send(String method, String path, @Nullable JsonNode body) {
            var outcome = sender.send(prepared(method, path, body));
            log.append(outcome.log()).append('\n');
            return outcome;
        }

        private WebhookSender.Outgoing prepared(String method, String path, @Nullable JsonNode body) {
            var all = new LinkedHashMap<>(headers);
            all.putAll(request.headers());
            var url = request.url();
            var base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
            var asked = new Webhook.Request(
                    method, base + path, all, null, request.username(), request.password(), request.signingSecret());
            var outgoing = body == null
                    ? WebhookSender.prepare(id, asked, new Variables(Map.of()))
                    : WebhookSender.prepare(id, asked, new Variables(Map.of()), body);
            return secretPath ? outgoing.hiding(URI.create(base).getRawPath()) : outgoing;
        }

        /** What came of it: the last outcome, with the log of all of it. */
        Outcome ended(Outcome last) {
            return last.with(log.toString());
        }

        Outcome nothing(String why) {
            return Outcome.nothingToDo(log + "Nothing to tell: " + why + "\n");
        }

        Outcome refused(String why) {
            return Outcome.hopeless(log + "Not sent: " + why + "\n");
        }
    }

    /** Tells it once; whatever goes wrong is an outcome. Call it outside of any transaction. */
    Outcome tell(String id, Format format, Webhook.Request request, Telling telling) {
        return switch (format.kind()) {
            case STANDARD -> {
                var exchange = new Exchange(id, request, Map.of());
                yield exchange.ended(
                        exchange.send("POST", "", Subjects.payload(telling.event(), telling.at(), telling.data())));
            }
            case SLACK -> slack(new Exchange(id, request, Map.of(), true), telling);
            case GITHUB_STATUS -> statuses(github(id, request), format, telling, this::githubStatus);
            case GITLAB_STATUS -> statuses(new Exchange(id, request, Map.of()), format, telling, this::gitlabStatus);
            case GITHUB_COMMENT -> comments(github(id, request), telling);
            case GITHUB_DISPATCH -> dispatch(github(id, request), telling);
        };
    }

    private Exchange github(String id, Webhook.Request request) {
        return new Exchange(
                id, request, Map.of("Accept", "application/vnd.github+json", "X-GitHub-Api-Version", "2022-11-28"));
    }

    private interface Status {
        Outcome post(Exchange exchange, Format format, Judged judged, String commit);
    }

    private static Outcome statuses(Exchange exchange, Format format, Telling telling, Status status) {
        if (telling.judged().isEmpty()) {
            return exchange.nothing("the event is about no version that this webhook is for.");
        }
        Outcome last = null;
        for (var judged : telling.judged()) {
            var commit = judged.commit();
            if (commit.isEmpty()) {
                return exchange.refused(noCommit(judged));
            }
            last = status.post(exchange, format, judged, commit.get());
            if (!last.success()) {
                return exchange.ended(last);
            }
        }
        return last == null ? exchange.nothing("no version.") : exchange.ended(last);
    }

    private static String noCommit(Judged judged) {
        return "the version number '%s' of %s holds no commit: publish versions whose number is the hash of 40 digits, or ends with it."
                .formatted(judged.version().value(), judged.participant().value());
    }

    /** Stable, so that a branch can be protected with it. */
    static String context(Format format, Judged judged) {
        var context = format.context();
        return context != null
                ? context
                : cut(
                        "seamwright/%s/%s"
                                .formatted(
                                        judged.participant().value(),
                                        judged.environment() == null
                                                ? "main"
                                                : judged.environment().value()),
                        LONGEST_CONTEXT);
    }

    static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    private Outcome githubStatus(Exchange exchange, Format format, Judged judged, String commit) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put(
                "state",
                switch (judged.judgement().answer()) {
                    case YES -> "success";
                    case NO -> "failure";
                    case UNKNOWN -> "pending";
                    case ERROR -> "error";
                });
        body.put("target_url", judged.url());
        body.put("description", cut(judged.sentence(), GITHUB_DESCRIPTION));
        body.put("context", context(format, judged));
        return exchange.send("POST", "/statuses/" + commit, body);
    }

    private Outcome gitlabStatus(Exchange exchange, Format format, Judged judged, String commit) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put(
                "state",
                switch (judged.judgement().answer()) {
                    case YES -> "success";
                    case NO, ERROR -> "failed"; // GitLab has no word for a gate that could not run
                    case UNKNOWN -> "pending";
                });
        body.put("target_url", judged.url());
        body.put("description", cut(judged.sentence(), GITLAB_DESCRIPTION));
        body.put("name", context(format, judged));
        var outcome = exchange.send("POST", "/statuses/" + commit, body);
        // it refuses to set the state that the commit has already
        return Integer.valueOf(400).equals(outcome.status()) && outcome.body().contains("Cannot transition status")
                ? outcome.taken()
                : outcome;
    }

    private Outcome comments(Exchange exchange, Telling telling) {
        if (telling.judged().isEmpty()) {
            return exchange.nothing("the event is about no version that this webhook is for.");
        }
        Outcome last = null;
        for (var judged : telling.judged()) {
            var commit = judged.commit();
            if (commit.isEmpty()) {
                return exchange.refused(noCommit(judged));
            }
            last = comments.put(exchange, judged, commit.get());
            if (!last.success()) {
                return last;
            }
        }
        return last == null ? exchange.nothing("no version.") : last;
    }

    /** At most ten members: the docs of "Create a repository dispatch event". */
    private static Outcome dispatch(Exchange exchange, Telling telling) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put("event_type", cut(telling.event(), DISPATCH_EVENT));
        ObjectNode payload = body.putObject("client_payload");
        telling.data().properties().stream()
                .filter(member -> !SPARED.contains(member.getKey()))
                .limit(DISPATCH_MEMBERS)
                .forEach(member -> payload.set(member.getKey(), member.getValue()));
        return exchange.ended(exchange.send("POST", "/dispatches", body));
    }

    private static Outcome slack(Exchange exchange, Telling telling) {
        return exchange.ended(exchange.send("POST", "", SlackMessage.of(telling)));
    }

    /** The body as JSON; missing when it is none. */
    static JsonNode json(Outcome outcome) {
        try {
            return Json.parse(outcome.body().getBytes(StandardCharsets.UTF_8));
        } catch (InvalidInput none) {
            return JsonNodeFactory.instance.missingNode();
        }
    }
}
