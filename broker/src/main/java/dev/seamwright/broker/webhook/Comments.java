package dev.seamwright.broker.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.webhook.Formats.Exchange;
import dev.seamwright.broker.webhook.Judgement.Answer;
import dev.seamwright.broker.webhook.Telling.Judged;
import dev.seamwright.broker.webhook.WebhookSender.Outcome;
import dev.seamwright.contracts.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One comment in a pull request, found by a hidden marker that names the participant and the target, and edited when the verdict is
 * another one than the comment's. Two brokers may make one each at the same moment; the next of them keeps the older and deletes the other.
 */
final class Comments {
    static final int LONGEST = 65_000; // GitHub takes 65,536
    static final int LONGEST_PAGE = 4 << 20; // bytes
    private static final int PAGE = 30;
    private static final int MOST_PAGES = 20;
    private static final int MOST_PULLS = 10;

    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(64).toList();

    /** The comments of the pull requests that the commit is the head of, or a part of. */
    Outcome put(Exchange exchange, Judged judged, String commit) {
        var pulls = exchange.get("/commits/" + commit + "/pulls");
        if (!pulls.success()) {
            return exchange.ended(pulls);
        }
        var open = new ArrayList<Integer>();
        for (var pull : Formats.json(pulls)) {
            if (pull.path("state").asText().equals("open") && open.size() < MOST_PULLS) {
                open.add(pull.path("number").asInt());
            }
        }
        if (open.isEmpty()) {
            return exchange.nothing("no open pull request has the commit.");
        }
        Outcome last = null;
        for (var number : open) {
            var lock = locks.get(Math.floorMod((marker(judged) + number).hashCode(), locks.size()));
            lock.lock();
            try {
                last = put(exchange, judged, number);
            } finally {
                lock.unlock();
            }
            if (!last.success()) {
                return last;
            }
        }
        return last == null ? exchange.nothing("no open pull request has the commit.") : last;
    }

    private record Found(long id, String body) {}

    private static Outcome put(Exchange exchange, Judged judged, int pull) {
        var marker = marker(judged);
        var state = state(judged);
        var found = new ArrayList<Found>();
        for (var page = 1; page <= MOST_PAGES; page++) {
            var listed = exchange.get("/issues/%d/comments?per_page=%d&page=%d".formatted(pull, PAGE, page));
            if (!listed.success()) {
                return exchange.ended(listed);
            }
            var comments = Formats.json(listed);
            for (var comment : comments) {
                var body = comment.path("body").asText();
                if (body.startsWith(marker)) {
                    found.add(new Found(comment.path("id").asLong(), body));
                }
            }
            if (comments.size() < PAGE) {
                break;
            }
        }
        if (found.isEmpty()) {
            return exchange.ended(exchange.send("POST", "/issues/%d/comments".formatted(pull), body(judged)));
        }
        for (var extra : found.subList(1, found.size())) {
            var deleted = exchange.send("DELETE", "/issues/comments/" + extra.id(), null);
            if (!deleted.success() && !Integer.valueOf(404).equals(deleted.status())) {
                return exchange.ended(deleted);
            }
        }
        var first = found.getFirst();
        return first.body().startsWith(marker + "\n" + state)
                ? exchange.nothing("the comment says so already.")
                : exchange.ended(exchange.send("PATCH", "/issues/comments/" + first.id(), body(judged)));
    }

    private static JsonNode body(Judged judged) {
        return JsonNodeFactory.instance.objectNode().put("body", text(judged));
    }

    private static String marker(Judged judged) {
        var environment = judged.environment();
        return "<!-- seamwright:verdict:%s:%s -->"
                .formatted(
                        Links.encode(judged.participant().value()),
                        environment == null ? "" : Links.encode(environment.value()));
    }

    /** What makes a verdict another one: the answer, and which seams it rests on in which state. Versions do not. */
    private static String state(Judged judged) {
        var text = new StringBuilder(judged.judgement().answer().name());
        judged.judgement().rows().stream()
                .map(row -> "\n" + row)
                .distinct()
                .sorted()
                .forEach(text::append);
        var hash = Sha256.ofContent(text.toString().getBytes(StandardCharsets.UTF_8))
                .hex();
        return "<!-- state:" + hash.substring(0, 16) + " -->";
    }

    /** In GitHub's Markdown, at most {@link #LONGEST} characters; a good verdict is one line. */
    static String text(Judged judged) {
        var icon = switch (judged.judgement().answer()) {
            case YES -> "✅";
            case NO -> "❌";
            case UNKNOWN -> "⏳";
            case ERROR -> "⚠️";
        };
        var text = new StringBuilder(marker(judged))
                .append('\n')
                .append(state(judged))
                .append("\n%s **%s** ([details](%s))\n".formatted(icon, escaped(judged.sentence()), judged.url()));
        if (judged.judgement().answer() == Answer.ERROR) {
            text.append('\n').append(escaped(judged.judgement().reason())).append('\n');
        }
        if (judged.judgement().answer() == Answer.NO || judged.judgement().answer() == Answer.UNKNOWN) {
            table(text, judged);
        }
        return text.toString();
    }

    private static void table(StringBuilder text, Judged judged) {
        text.append("\n| Consumer | Provider | Contract | Result |\n|---|---|---|---|\n");
        var rows = judged.judgement().rows();
        var total = rows.size() + judged.judgement().more();
        var room = LONGEST - more(total, judged).length();
        var shown = 0;
        for (var row : rows) {
            var line = "| %s | %s | %s | %s |\n"
                    .formatted(escaped(row.consumer()), escaped(row.provider()), row.kind(), row.state());
            if (text.length() + line.length() > room) {
                break;
            }
            text.append(line);
            shown++;
        }
        if (shown < total) {
            text.append(more(total - shown, judged));
        }
    }

    private static String more(int rows, Judged judged) {
        return "\nand %d more: [all of them](%s)\n".formatted(rows, judged.url());
    }

    /** A name is shown as it is, whatever Markdown or HTML it holds; a cell is one line. */
    private static String escaped(@Nullable String text) {
        var shown = new StringBuilder();
        for (var c : String.valueOf(text).toCharArray()) {
            switch (c) {
                case '&' -> shown.append("&amp;");
                case '<' -> shown.append("&lt;");
                case '>' -> shown.append("&gt;");
                case '\n', '\r' -> shown.append(' ');
                case '|', '`', '*', '_', '[', ']', '\\', '#', '!', '~' ->
                    shown.append('\\').append(c);
                case '@' -> shown.append("&#64;"); // notifies nobody
                default -> shown.append(c);
            }
        }
        return shown.toString();
    }
}
