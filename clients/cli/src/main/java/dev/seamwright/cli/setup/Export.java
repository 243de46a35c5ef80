package dev.seamwright.cli.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** A {@code seamwright.yaml} of all that a broker has, without secrets: they are {@code ${stored}}. */
final class Export {
    private static final TextNode STORED = TextNode.valueOf("${stored}");
    private static final int LONGEST_NAME = 60;

    private final StringBuilder text = new StringBuilder();
    private final Inventory inventory;
    private final String name;

    Export(Inventory inventory, String name) {
        this.inventory = inventory;
        this.name = name;
    }

    String text() {
        text.append("version: 1\n");
        if (!name.equals(SetupFile.DEFAULT_NAME)) {
            text.append("name: ").append(YamlText.text(name)).append('\n');
        }
        var participants = inventory.all(Kind.PARTICIPANT);
        var teams = new TreeSet<String>();
        participants.stream()
                .map(participant -> participant.get("team"))
                .filter(JsonNode::isTextual)
                .forEach(team -> teams.add(team.textValue()));
        if (!teams.isEmpty()) {
            text.append("\nteams: [")
                    .append(String.join(", ", teams.stream().map(YamlText::text).toList()))
                    .append("]\n");
        }
        section("environments", inventory.all(Kind.ENVIRONMENT));
        section("participants", participants);
        webhooks(inventory.all(Kind.WEBHOOK));
        return text.toString();
    }

    private void section(String title, List<Actual> things) {
        if (things.isEmpty()) {
            return;
        }
        text.append('\n').append(title).append(":\n");
        for (var thing : things) {
            var before = text.length();
            thing.fields().forEach((field, value) -> {
                if (isWorthAWord(field, value)) {
                    line(4, field, value);
                }
            });
            var isEmpty = text.length() == before;
            text.insert(before, "  %s:%s\n".formatted(YamlText.text(thing.key().name()), isEmpty ? " {}" : ""));
        }
    }

    /** Several teams cannot be said. */
    private static boolean isWorthAWord(String field, JsonNode value) {
        return switch (field) {
            case "kind" -> !value.asText().equals("application");
            case "team" -> value.isTextual();
            default -> !value.isArray() || !value.isEmpty();
        };
    }

    private void webhooks(List<Actual> webhooks) {
        if (webhooks.isEmpty()) {
            return;
        }
        text.append("\nwebhooks:\n");
        var names = new HashSet<String>();
        for (var webhook : webhooks) {
            var title = name(webhook, names);
            text.append("  ").append(title).append(":\n");
            if (!webhook.key().name().equals(SetupFile.id(name, title))) {
                line(4, "id", TextNode.valueOf(webhook.key().name()));
            }
            var isFormatted = webhook.fields().containsKey("format");
            if (!webhook.get("enabled").asBoolean(true)) {
                line(4, "enabled", webhook.get("enabled"));
            }
            for (var field : List.of("description", "consumer", "provider", "events", "format", "formatOptions")) {
                if (webhook.fields().containsKey(field)) {
                    line(4, field, webhook.get(field));
                }
            }
            text.append("    request:\n");
            if (!isFormatted && !webhook.get(Fields.METHOD).asText().equals("POST")) {
                line(6, "method", webhook.get(Fields.METHOD));
            }
            // whoever knows the address of an incoming webhook of Slack's may write there
            var isSecret = webhook.get("format").asText().equals("slack");
            line(6, "url", isSecret ? STORED : webhook.get(Fields.URL));
            headers(webhook);
            for (var field : List.of("body", "username", "password")) {
                if (webhook.fields().containsKey("request." + field)) {
                    line(6, field, hidden(webhook.get("request." + field)));
                }
            }
            if (webhook.fields().containsKey(Fields.SIGNING_SECRET)) {
                line(4, "signingSecret", STORED);
            }
        }
    }

    private void headers(Actual webhook) {
        var headers = webhook.fields().keySet().stream()
                .filter(field -> field.startsWith(Fields.HEADER))
                .toList();
        if (!headers.isEmpty()) {
            text.append("      headers:\n");
            headers.forEach(field -> line(8, field.substring(Fields.HEADER.length()), hidden(webhook.get(field))));
        }
    }

    private static JsonNode hidden(JsonNode value) {
        return Fields.isStarred(value) ? STORED : value;
    }

    private void line(int indent, String key, JsonNode value) {
        text.repeat(' ', indent)
                .append(YamlText.text(key))
                .append(": ")
                .append(YamlText.flow(value))
                .append('\n');
    }

    /** The name that its id was made of; else made of what people call it, and unlike the others. */
    private String name(Actual webhook, Set<String> taken) {
        var id = webhook.key().name();
        var given = id.substring(0, Math.max(0, id.lastIndexOf('-')));
        if (id.equals(SetupFile.id(name, given)) && taken.add(given)) {
            return given;
        }
        var words = webhook.title()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+", "");
        var base = (words.length() > LONGEST_NAME ? words.substring(0, LONGEST_NAME) : words).replaceAll("-+$", "");
        if (base.isEmpty()) {
            base = "webhook";
        }
        var title = base;
        for (var number = 2; !taken.add(title); number++) {
            title = base + "-" + number;
        }
        return title;
    }
}
