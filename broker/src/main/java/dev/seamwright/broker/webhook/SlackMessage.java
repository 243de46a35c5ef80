package dev.seamwright.broker.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;

/** A message of Slack's Block Kit: a text for notifications, a section with what happened, one with the verdict's problems, a link. */
final class SlackMessage {
    private static final int SECTION = 3_000; // characters
    private static final int MOST_ROWS = 10;
    private static final List<String> SIDES = List.of("participant", "consumer", "provider");

    private SlackMessage() {}

    static JsonNode of(Telling telling) {
        var headline = headline(telling);
        var message = JsonNodeFactory.instance.objectNode();
        message.put("text", Formats.cut(headline, SECTION));
        var blocks = message.putArray("blocks");
        blocks.add(section(headline));
        for (var judged : telling.judged().stream().limit(MOST_ROWS).toList()) {
            var icon = switch (judged.judgement().answer()) {
                case YES -> ":white_check_mark:";
                case NO -> ":x:";
                case UNKNOWN -> ":hourglass_flowing_sand:";
                case ERROR -> ":warning:";
            };
            var problems = judged.judgement().rows().stream()
                    .filter(row -> !row.state().equals("successful"))
                    .limit(MOST_ROWS)
                    .map(row -> "\n• %s → %s (%s): %s"
                            .formatted(escaped(row.consumer()), escaped(row.provider()), row.kind(), row.state()))
                    .collect(Collectors.joining());
            blocks.add(section("%s %s <%s|Look>%s"
                    .formatted(icon, escaped(judged.sentence()), judged.url().replace("|", "%7C"), problems)));
        }
        return message;
    }

    private static String headline(Telling telling) {
        var data = telling.data();
        var who = SIDES.stream()
                .filter(data::hasNonNull)
                .map(side -> "*%s*%s"
                        .formatted(
                                escaped(data.path(side).asText()),
                                data.hasNonNull(side + "Version")
                                        ? " "
                                                + escaped(data.path(side + "Version")
                                                        .asText())
                                        : ""))
                .collect(Collectors.joining(" → "));
        var text = new StringBuilder(telling.event().replace('_', ' '))
                .append(": ")
                .append(who);
        append(text, data, "environment", " in ");
        if (data.has("before") && data.has("answer")) {
            text.append(": ")
                    .append(data.path("before").asText("nothing"))
                    .append(" → ")
                    .append(data.path("answer").asText());
        }
        append(text, data, "verificationStatus", ": ");
        append(text, data, "problem", ": ");
        return text.toString();
    }

    private static void append(StringBuilder text, ObjectNode data, String member, String before) {
        if (data.hasNonNull(member)) {
            text.append(before).append(escaped(data.path(member).asText()));
        }
    }

    private static ObjectNode section(String text) {
        var section = JsonNodeFactory.instance.objectNode().put("type", "section");
        section.putObject("text").put("type", "mrkdwn").put("text", Formats.cut(text, SECTION));
        return section;
    }

    /** Slack's own three, and what would begin another form. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace('\n', ' ');
    }
}
