package dev.seamwright.cli.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.seamwright.cli.setup.Setup.Thing;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.LabelName;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.schemadiff.openapi.policy.Policy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Reads {@code seamwright.yaml}, and refuses what it does not understand, with the place of each mistake. */
final class SetupFile {
    static final String DEFAULT_NAME = "default";

    private static final int HASH_DIGITS = 16;
    /** Headers whose values the broker shows to nobody. */
    private static final Pattern SECRET_HEADER =
            Pattern.compile("authorization|token|api-?key|secret|cookie|password|signature");

    private final Places places;
    private final References references;
    private final byte[] utf8;
    private final List<Thing> things = new ArrayList<>();
    private final List<String> teams = new ArrayList<>();
    private String name = DEFAULT_NAME;

    private SetupFile(Places places, References references, byte[] utf8) {
        this.places = places;
        this.references = references;
        this.utf8 = utf8;
    }

    /**
     * Reads a file.
     *
     * @param file as people know it
     * @throws InvalidInput with every mistake on a line: place, path, what is wrong, and the fix
     */
    static Setup read(String file, byte[] utf8, References references) {
        if (new String(utf8, StandardCharsets.UTF_8).isBlank()) {
            throw new InvalidInput("", "%s:1:1: is empty; begin with: version: 1".formatted(file));
        }
        return new SetupFile(new Places(file, utf8), references, utf8).setup();
    }

    private Setup setup() {
        SetupSchema.check(places);
        places.refuseIfWrong();
        var root = places.root();
        name = root.get("name").flatMap(Node::text).orElse(DEFAULT_NAME);
        root.get("teams")
                .ifPresent(list ->
                        list.items().forEach(team -> teams.add(team.text().orElseThrow())));
        each(root, "environments", this::environment);
        each(root, "participants", this::participant);
        each(root, "webhooks", this::webhook);
        if (root.get("policies").flatMap(policies -> policies.get("openapi")).isPresent()) {
            try {
                Policy.parse(utf8);
            } catch (InvalidInput wrong) {
                places.wrong(wrong);
            }
        }
        places.refuseIfWrong();
        return new Setup(name, root.get("prune").filter(Node::isTrue).isPresent(), things);
    }

    private static void each(Node root, String section, Consumer<Node> read) {
        root.get(section).ifPresent(node -> node.members().forEach(read));
    }

    private void add(Kind kind, String id, Node node, Map<String, Value> fields) {
        things.add(new Thing(kind, id, node.step(), fields, places.of(node.pointer())));
    }

    private void environment(Node node) {
        check(node, node.step(), EnvironmentName::new);
        var fields = new LinkedHashMap<String, Value>();
        for (var field : node.members()) {
            fields.put(field.step(), new Value.Open(field.toJson()));
        }
        add(Kind.ENVIRONMENT, node.step(), node, fields);
    }

    private void participant(Node node) {
        check(node, node.step(), ParticipantName::new);
        var fields = new LinkedHashMap<String, Value>();
        for (var field : node.members()) {
            switch (field.step()) {
                case "team" -> team(field);
                case "mainBranch" -> field.text().ifPresent(branch -> check(field, branch, BranchName::new));
                case "labels" -> field.items().forEach(this::label);
                default -> {
                    // the schema has looked at it
                }
            }
            fields.put(
                    field.step(),
                    new Value.Open(field.step().equals("labels") ? Fields.sorted(field.toJson()) : field.toJson()));
        }
        add(Kind.PARTICIPANT, node.step(), node, fields);
    }

    private void team(Node field) {
        var team = field.text();
        if (team.isPresent() && !teams.contains(team.get())) {
            places.wrong(
                    field.pointer(),
                    "there is no team %s in teams%s"
                            .formatted(
                                    team.get(), teams.isEmpty() ? "; add it there" : Words.meant(team.get(), teams)));
        }
    }

    private void label(Node item) {
        var label = item.text().orElse("");
        check(item, label, LabelName::new);
        if (label.startsWith(Fields.TEAM)) {
            places.wrong(
                    item.pointer(),
                    "is the label of a team; write team: %s instead".formatted(label.substring(Fields.TEAM.length())));
        }
    }

    private void check(Node node, String text, Consumer<String> value) {
        try {
            value.accept(text);
        } catch (InvalidInput wrong) {
            wrong.details().forEach(detail -> places.wrongKey(node.pointer(), detail.detail()));
        }
    }

    private void webhook(Node node) {
        var fields = new LinkedHashMap<String, Value>();
        open(fields, "description", node.get("description").map(Node::toJson).orElse(NullNode.instance));
        open(fields, "enabled", node.get("enabled").map(Node::toJson).orElse(BooleanNode.TRUE));
        open(fields, "consumer", node.get("consumer").map(Node::toJson).orElse(NullNode.instance));
        open(fields, "provider", node.get("provider").map(Node::toJson).orElse(NullNode.instance));
        open(fields, "events", Fields.sorted(node.get("events").orElseThrow().toJson()));
        open(fields, "format", node.get("format").map(Node::toJson).orElse(NullNode.instance));
        open(
                fields,
                "formatOptions",
                node.get("formatOptions")
                        .map(Node::toJson)
                        .filter(options -> !options.isEmpty())
                        .orElse(NullNode.instance));
        request(fields, node, node.get("request").orElseThrow());
        secret(fields, Fields.SIGNING_SECRET, node.get("signingSecret"), true);
        add(Kind.WEBHOOK, id(node), node, fields);
    }

    private void request(Map<String, Value> fields, Node webhook, Node request) {
        var format = webhook.get("format").flatMap(Node::text);
        if (format.isEmpty()) {
            webhook.get("formatOptions")
                    .ifPresent(options -> places.wrongKey(options.pointer(), "belongs to a format, and there is none"));
        } else {
            for (var made : List.of("method", "body")) {
                request.get(made)
                        .ifPresent(member -> places.wrongKey(
                                member.pointer(), "is made by the format %s; leave it out".formatted(format.get())));
            }
        }
        open(
                fields,
                Fields.METHOD,
                TextNode.valueOf(
                        request.get("method").flatMap(Node::text).orElse("POST").toUpperCase(Locale.ROOT)));
        secret(fields, Fields.URL, request.get("url"), false);
        request.get("headers")
                .ifPresent(headers -> headers.members()
                        .forEach(header -> secret(
                                fields,
                                Fields.HEADER + header.step(),
                                Optional.of(header),
                                isSecretHeader(header.step()))));
        var body = request.get("body").map(Node::toJson).orElse(NullNode.instance);
        if (body.toString().contains("${env:") || body.toString().contains("${file:")) {
            places.wrong(
                    request.pointer() + "/body",
                    "a body is shown to everybody who sees webhooks; put secrets into a header, and no ${env:…} or ${file:…} here");
        }
        open(fields, Fields.BODY, body);
        secret(fields, Fields.USERNAME, request.get("username"), false);
        secret(fields, Fields.PASSWORD, request.get("password"), true);
    }

    static boolean isSecretHeader(String header) {
        return SECRET_HEADER.matcher(header.toLowerCase(Locale.ROOT)).find();
    }

    private static void open(Map<String, Value> fields, String field, JsonNode value) {
        fields.put(field, new Value.Open(value));
    }

    private void secret(Map<String, Value> fields, String field, Optional<Node> given, boolean isAlwaysSecret) {
        if (given.isEmpty()) {
            open(fields, field, NullNode.instance);
            return;
        }
        var node = given.get();
        var text = node.text().orElseThrow();
        if (isAlwaysSecret && !References.isIn(text)) {
            places.wrong(
                    node.pointer(),
                    "is a secret, which does not belong into this file; write ${env:NAME} or ${file:PATH} in its place");
            return;
        }
        try {
            fields.put(field, references.value(text));
        } catch (References.Missing missing) {
            places.wrong(node.pointer(), String.valueOf(missing.getMessage()));
        }
    }

    /** Made of names, so that a repetition finds what an interrupted one has made. */
    private String id(Node node) {
        return node.get("id").flatMap(Node::text).orElseGet(() -> id(name, node.step()));
    }

    static String id(String setup, String webhook) {
        var hash = Sha256.ofContent((setup + "/" + webhook).getBytes(StandardCharsets.UTF_8));
        return webhook + "-" + hash.hex().substring(0, HASH_DIGITS);
    }
}
