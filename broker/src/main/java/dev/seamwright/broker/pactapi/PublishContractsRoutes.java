package dev.seamwright.broker.pactapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.contract.ContractService;
import dev.seamwright.broker.contract.ContractService.PactDraft;
import dev.seamwright.broker.contract.ContractService.Publish;
import dev.seamwright.broker.contract.ContractService.Published;
import dev.seamwright.broker.contract.ContractService.Result;
import dev.seamwright.broker.contract.OnConflict;
import dev.seamwright.broker.contract.PactDocuments;
import dev.seamwright.broker.contract.PublishRefused;
import dev.seamwright.broker.contract.PublishRefused.Reason;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Hal;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.TagName;
import dev.seamwright.contracts.VersionNumber;
import dev.seamwright.contracts.json.Json;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code POST /contracts/publish}: a version with its branch, tags and pacts in one request. */
public final class PublishContractsRoutes {
    private final ContractService contracts;

    public PublishContractsRoutes(ContractService contracts) {
        this.contracts = contracts;
    }

    public void register(Api api, RoutesConfig routes) {
        api.post("/contracts/publish", Scope.PUBLISH, this::publish);
        routes.exception(PublishRefused.class, PublishContractsRoutes::refused);
    }

    private void publish(Tx tx, Context ctx) {
        var body = Requests.object(ctx);
        var consumer = new ParticipantName(Requests.required(body, "pacticipantName"));
        var version = new VersionNumber(Requests.required(body, "pacticipantVersionNumber"));
        var branch = Requests.text(body, "branch");
        var request = new Publish(
                consumer,
                version,
                branch == null ? null : new BranchName(branch),
                tags(body),
                Requests.text(body, "buildUrl"),
                pacts(body, consumer),
                List.of());
        var links = Links.of(ctx);
        Answers.hal(ctx, 200, answer(contracts.publish(tx, request, links.base()), request, links));
    }

    private static List<TagName> tags(ObjectNode body) {
        var tags = new ArrayList<TagName>();
        for (var tag : array(body, "tags")) {
            if (!tag.isTextual()) {
                throw new InvalidInput("/tags", "Must be an array of strings.");
            }
            tags.add(new TagName(tag.textValue()));
        }
        return tags;
    }

    private static List<PactDraft> pacts(ObjectNode body, ParticipantName consumer) {
        var drafts = new ArrayList<PactDraft>();
        for (var contract : array(body, "contracts")) {
            drafts.add(pact(contract, "/contracts/" + drafts.size(), consumer));
        }
        return drafts;
    }

    private static Iterable<JsonNode> array(ObjectNode body, String member) {
        var value = body.get(member);
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (value instanceof ArrayNode array) {
            return array;
        }
        throw new InvalidInput("/" + member, "Must be an array.");
    }

    private static PactDraft pact(JsonNode contract, String pointer, ParticipantName consumer) {
        var specification = required(contract, pointer, "specification");
        if (!specification.equals("pact")) {
            throw new InvalidInput(
                    pointer + "/specification",
                    "Is '%s': only 'pact' is published here; other kinds go to /api/v1/participants/{participant}/versions/{version}/contracts."
                            .formatted(specification));
        }
        var contentType = required(contract, pointer, "contentType");
        if (!contentType.equals("application/json")) {
            throw new InvalidInput(
                    pointer + "/contentType", "Is '%s': a pact is application/json.".formatted(contentType));
        }
        var name = required(contract, pointer, "consumerName");
        if (!name.equals(consumer.value())) {
            throw new InvalidInput(
                    pointer + "/consumerName", "Must be the pacticipantName ('%s').".formatted(consumer.value()));
        }
        var provider = new ParticipantName(required(contract, pointer, "providerName"));
        return new PactDraft(
                provider,
                PactDocuments.read(content(contract, pointer), consumer, provider, pointer + "/content"),
                onConflict(contract, pointer));
    }

    private static ObjectNode content(JsonNode contract, String pointer) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(required(contract, pointer, "content"));
        } catch (IllegalArgumentException notBase64) {
            throw new InvalidInput(
                    pointer + "/content",
                    "Is not strict base64 (RFC 4648 §4): encode the pact file once, without line breaks.");
        }
        try {
            if (Json.parse(bytes) instanceof ObjectNode object) {
                return object;
            }
        } catch (InvalidInput invalid) {
            throw new InvalidInput(invalid.details().stream()
                    .map(detail -> new InvalidInput.Detail(pointer + "/content" + detail.pointer(), detail.detail()))
                    .toList());
        }
        throw new InvalidInput(pointer + "/content", "Must be a JSON object.");
    }

    private static OnConflict onConflict(JsonNode contract, String pointer) {
        var word = contract.path("onConflict");
        return switch (word.isMissingNode() || word.isNull() ? "overwrite" : word.asText()) {
            case "overwrite" -> OnConflict.OVERWRITE;
            case "merge" -> OnConflict.MERGE;
            default -> throw new InvalidInput(pointer + "/onConflict", "Must be 'overwrite' or 'merge'.");
        };
    }

    private static String required(JsonNode contract, String pointer, String member) {
        var value = contract.get(member);
        if (value == null || !value.isTextual() || value.textValue().isBlank()) {
            throw new InvalidInput(pointer + "/" + member, "Is missing: give a string that is not blank.");
        }
        return value.textValue();
    }

    private static ObjectNode answer(Published published, Publish request, Links links) {
        var consumer = request.consumer().value();
        var number = request.version().value();
        var participantUrl = links.to("pacticipants", consumer);
        var versionUrl = links.to("pacticipants", consumer, "versions", number);
        var notices = notices(published, request, links);
        var tagLinks = Hal.array();
        for (var tag : request.tags()) {
            tagLinks.add(Hal.link(versionUrl + "/tags/" + Links.encode(tag.value()))
                    .put("title", "Tag")
                    .put("name", tag.value()));
        }
        var contractLinks = Hal.array();
        for (var result : published.results()) {
            contractLinks.add(Hal.link(links.to(
                            "pacts", "provider", result.provider().name(), "consumer", consumer, "version", number))
                    .put("title", "Pact")
                    .put(
                            "name",
                            "Pact between %s (%s) and %s"
                                    .formatted(
                                            consumer, number, result.provider().name())));
        }
        var hal = new Hal()
                .put("notices", notices)
                .put("logs", logs(notices))
                .embed(
                        "pacticipant",
                        new Hal()
                                .put("name", consumer)
                                .link("self", participantUrl, "Pacticipant", consumer)
                                .build())
                .embed(
                        "version",
                        new Hal()
                                .put("number", number)
                                .putIfPresent(
                                        "buildUrl",
                                        published.version().version().buildUrl())
                                .link("self", versionUrl, "Pacticipant version", number)
                                .build())
                .link("pb:pacticipant", participantUrl, "Pacticipant", consumer)
                .link("pb:pacticipant-version", versionUrl, "Pacticipant version", number);
        if (request.branch() != null) {
            hal.link(
                    "pb:pacticipant-branch-version",
                    links.to(
                            "pacticipants",
                            consumer,
                            "branches",
                            request.branch().value(),
                            "versions",
                            number),
                    "Branch version",
                    request.branch().value());
        }
        return hal.link("pb:pacticipant-version-tags", tagLinks)
                .link("pb:contracts", contractLinks)
                .build();
    }

    private static ArrayNode notices(Published published, Publish request, Links links) {
        var notices = Hal.array();
        var consumer = request.consumer().value();
        var number = request.version().value();
        var told = new StringBuilder()
                .append(published.version().created() ? "Created " : "Updated ")
                .append(consumer)
                .append(" version ")
                .append(number);
        if (request.branch() != null) {
            told.append(" with branch ").append(request.branch().value());
        }
        if (!request.tags().isEmpty()) {
            told.append(request.branch() == null ? " with tags " : " and tags ")
                    .append(String.join(
                            ", ", request.tags().stream().map(TagName::value).toList()));
        }
        notice(notices, "debug", told.toString());
        for (var result : published.results()) {
            var url = links.to("pacts", "provider", result.provider().name(), "consumer", consumer, "version", number);
            notice(notices, "success", told(result, consumer, number));
            notice(notices, "debug", "  View the pact at " + url);
            var events = published.events().get(result.provider().id());
            if (events != null) {
                notice(notices, "debug", "  Events detected: " + String.join(", ", events));
                notice(notices, "debug", "  What they trigger is logged at " + url + "/triggered-webhooks");
            }
        }
        if (!published.results().isEmpty()) {
            notice(notices, "debug", triggered(published));
        }
        return notices;
    }

    private static String triggered(Published published) {
        return switch (published.triggered()) {
            case 0 -> "No enabled webhook was triggered by this publication.";
            case 1 -> "1 webhook was triggered.";
            default -> published.triggered() + " webhooks were triggered.";
        };
    }

    private static String told(Result result, String consumer, String number) {
        var what = switch (result.outcome()) {
            case CREATED -> "Pact published for %s version %s and provider %s.";
            case UNCHANGED -> "Pact for %s version %s and provider %s was published before with this content.";
            case REPLACED -> "Pact for %s version %s and provider %s was replaced by one with another content.";
            case MERGED -> "Pact for %s version %s and provider %s was merged with the one published before.";
        };
        return what.formatted(consumer, number, result.provider().name().value());
    }

    static void notice(ArrayNode notices, String type, String text) {
        notices.addObject().put("type", type).put("text", text);
    }

    /** The older form of notices. The Rust client reads an answer only when each entry has all three members. */
    private static ArrayNode logs(ArrayNode notices) {
        var logs = Hal.array();
        for (var notice : notices) {
            var level = switch (notice.get("type").textValue()) {
                case "warning" -> "warn";
                case "success" -> "info";
                case "error" -> "error";
                case "debug" -> "debug";
                default -> "info";
            };
            logs.addObject()
                    .put("level", level)
                    .put("message", notice.get("text").textValue())
                    .put("deprecationWarning", "Replaced by notices");
        }
        return logs;
    }

    private static void refused(PublishRefused refused, Context ctx) {
        if (!ctx.path().equals("/contracts/publish")) {
            Answers.hal(ctx, 409, Hal.object().put("error", refused.getMessage()));
            return;
        }
        var notices = Hal.array();
        var errors = Hal.array();
        for (var reason : refused.reasons()) {
            notice(notices, "error", reason.text());
            errors.add(reason.text());
            var detail = diff(reason);
            if (detail != null) {
                notice(notices, "info", detail);
            }
        }
        var body = Hal.object();
        body.set("notices", notices);
        body.set("logs", logs(notices));
        body.set("errors", Hal.object().set("contracts", errors));
        Answers.json(ctx, 409, body);
    }

    private static @Nullable String diff(Reason reason) {
        return switch (reason) {
            case Reason.ContentChanged changed -> changed.diff();
            case Reason.DocumentChanged changed -> null;
            case Reason.MergeConflict conflict -> null;
            case Reason.PotentialDuplicate duplicate -> null;
        };
    }
}
