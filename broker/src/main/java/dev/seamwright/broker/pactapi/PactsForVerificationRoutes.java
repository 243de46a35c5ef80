package dev.seamwright.broker.pactapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Hal;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.verification.ConsumerSelector;
import dev.seamwright.broker.verification.PactsForVerification;
import dev.seamwright.broker.verification.PactsForVerification.Question;
import dev.seamwright.broker.verification.PactsForVerification.Selected;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.EnvironmentName;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.TagName;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Pacts for verification: which contents a provider's build is to verify. */
public final class PactsForVerificationRoutes {
    private static final String PATH = "/pacts/provider/{provider}/for-verification";
    private static final Set<String> KEYS = Set.of(
            "mainBranch",
            "branch",
            "matchingBranch",
            "fallbackBranch",
            "tag",
            "latest",
            "fallbackTag",
            "deployed",
            "released",
            "deployedOrReleased",
            "environment",
            "consumer");

    private final PactsForVerification pacts;

    public PactsForVerificationRoutes(PactsForVerification pacts) {
        this.pacts = pacts;
    }

    public void register(Api api) {
        api.ask(PATH, this::select);
        // deprecated, but the Rust verifier follows the relation with GET before it posts to the self link
        api.get(
                PATH,
                (tx, ctx) -> answer(
                        tx, ctx, new Question(PactRoutes.provider(ctx), null, List.of(), List.of(), false, null)));
    }

    private void select(Tx tx, Context ctx) {
        var body = Requests.object(ctx);
        var branchName = Requests.text(body, "providerVersionBranch");
        var branch = branchName == null || branchName.isBlank() ? null : new BranchName(branchName);
        var tags = tags(body);
        var pending = Requests.flag(body, "includePendingStatus");
        var wipSince = time(body);
        if (branchName != null && branch == null && tags.isEmpty() && (pending.orElse(false) || wipSince != null)) {
            throw new InvalidInput(
                    "/providerVersionBranch",
                    "Is blank: pending status and work in progress need the provider version's branch or tags.");
        }
        answer(
                tx,
                ctx,
                new Question(
                        PactRoutes.provider(ctx),
                        branch,
                        tags,
                        selectors(body, branch),
                        pending.orElse(true),
                        wipSince));
    }

    private void answer(Tx tx, Context ctx, Question question) {
        var links = Links.of(ctx);
        var provider = question.provider();
        var items = Hal.array();
        for (var selected : pacts.select(tx, question)) {
            items.add(item(selected, question, links));
        }
        Answers.hal(
                ctx,
                200,
                new Hal()
                        .embed("pacts", items)
                        .link(
                                "self",
                                links.to("pacts", "provider", provider, "for-verification"),
                                "Pacts to be verified")
                        .curies(links)
                        .build());
    }

    private static ObjectNode item(Selected selected, Question question, Links links) {
        var metadata = new PactMetadata(selected.versions(), Boolean.TRUE.equals(selected.pending()), selected.wip());
        var properties = Hal.object();
        if (selected.pending() != null) {
            properties.put("pending", selected.pending());
        }
        if (selected.wip()) {
            properties.put("wip", true);
        }
        var href = links.to(
                "pacts",
                "provider",
                question.provider(),
                "consumer",
                selected.consumer(),
                "pact-version",
                selected.sha(),
                "metadata",
                metadata.encode());
        properties.set("notices", notices(selected, question, href));
        return new Hal()
                .put("shortDescription", String.join("; ", selected.reasons()))
                .put("verificationProperties", properties)
                .link(
                        "self",
                        Hal.link(href)
                                .put(
                                        "name",
                                        "Pact between %s (%s) and %s"
                                                .formatted(
                                                        selected.consumer().value(),
                                                        selected.version().value(),
                                                        question.provider().value())))
                .build();
    }

    private static ArrayNode notices(Selected selected, Question question, String href) {
        var notices = Hal.array();
        var line = line(question);
        notice(
                notices,
                "before_verification",
                "The pact at %s is being verified because it matches: %s."
                        .formatted(href, String.join("; ", selected.reasons())));
        if (selected.wip()) {
            notice(
                    notices,
                    "before_verification",
                    ("This pact is work in progress: no version of %s has verified it yet, and it was not"
                                    + " selected by name. If its verification fails, your build does not.")
                            .formatted(line));
            after(
                    notices,
                    true,
                    true,
                    "The work in progress is verified; it stays listed until a build verifies it as a selected pact.");
            after(notices, true, false, "The work in progress passes; publish the results so that its consumer knows.");
            after(
                    notices,
                    false,
                    true,
                    "The work in progress fails; your build does not, and its consumer can see why.");
            after(
                    notices,
                    false,
                    false,
                    "The work in progress fails; your build does not. Publish the results so that its consumer knows.");
        } else if (Boolean.TRUE.equals(selected.pending())) {
            notice(
                    notices,
                    "before_verification",
                    ("This pact is pending: no version of %s has verified it with success yet. If its"
                                    + " verification fails, your build does not.")
                            .formatted(line));
            after(
                    notices,
                    true,
                    true,
                    "This pact is no longer pending for %s: from now on a failure fails the build.".formatted(line));
            after(notices, true, false, "This pact stays pending until successful results are published.");
            after(notices, false, true, "This pact is still pending; its failure does not fail your build.");
            after(notices, false, false, "This pact is still pending; its failure does not fail your build.");
        } else if (selected.pending() != null) {
            notice(
                    notices,
                    "before_verification",
                    "This pact has been verified for %s before: if its verification fails, so does your build."
                            .formatted(line));
        }
        return notices;
    }

    /** What must have verified a content so that it is not pending, for people. */
    private static String line(Question question) {
        if (question.branch() != null) {
            return "branch '%s'".formatted(question.branch().value());
        }
        var tags = question.tags().stream()
                .map(tag -> "'%s'".formatted(tag.value()))
                .collect(Collectors.joining(", "));
        return switch (question.tags().size()) {
            case 0 -> question.provider().value();
            case 1 -> "tag " + tags;
            default -> "tags " + tags;
        };
    }

    private static void after(ArrayNode notices, boolean success, boolean published, String text) {
        notice(notices, "after_verification:success_%s_published_%s".formatted(success, published), text);
    }

    private static void notice(ArrayNode notices, String when, String text) {
        notices.addObject().put("when", when).put("text", text);
    }

    private static List<TagName> tags(ObjectNode body) {
        var tags = new ArrayList<TagName>();
        var value = body.get("providerVersionTags");
        if (value == null || value.isNull()) {
            return tags;
        }
        for (var tag : value.isArray() ? value : Hal.array().add(value)) {
            if (!tag.isTextual()) {
                throw new InvalidInput("/providerVersionTags", "Must be an array of strings.");
            }
            if (!tag.textValue().isBlank()) {
                tags.add(new TagName(tag.textValue()));
            }
        }
        return tags;
    }

    private static @Nullable Instant time(ObjectNode body) {
        var text = Requests.text(body, "includeWipPactsSince");
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException notATime) {
            throw new InvalidInput("/includeWipPactsSince", "Is no date: use ISO 8601, as in 2026-01-31.");
        }
    }

    private static List<ConsumerSelector> selectors(ObjectNode body, @Nullable BranchName providerBranch) {
        var value = body.get("consumerVersionSelectors");
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (!value.isArray()) {
            throw new InvalidInput("/consumerVersionSelectors", "Must be an array.");
        }
        var selectors = new ArrayList<ConsumerSelector>();
        for (var json : value) {
            selectors.add(selector(json, "/consumerVersionSelectors/" + selectors.size(), providerBranch));
        }
        return selectors;
    }

    private static ConsumerSelector selector(JsonNode json, String pointer, @Nullable BranchName providerBranch) {
        if (!json.isObject()) {
            throw new InvalidInput(pointer, "Must be an object.");
        }
        json.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                throw new InvalidInput(
                        pointer + "/" + key,
                        "Is no selector key; use one of %s."
                                .formatted(
                                        String.join(", ", KEYS.stream().sorted().toList())));
            }
        });
        Optional<ParticipantName> consumer = text(json, "consumer", pointer).map(ParticipantName::new);
        var mainBranch = flag(json, "mainBranch", pointer);
        var matching = flag(json, "matchingBranch", pointer);
        var latest = flag(json, "latest", pointer);
        var deployed = flag(json, "deployed", pointer);
        var released = flag(json, "released", pointer);
        var either = flag(json, "deployedOrReleased", pointer);
        var environment =
                text(json, "environment", pointer).map(EnvironmentName::new).orElse(null);
        var everyBranch = json.path("branch").isBoolean() && json.path("branch").booleanValue();
        var branch = everyBranch
                ? Optional.<BranchName>empty()
                : text(json, "branch", pointer).map(BranchName::new);
        var fallbackBranch =
                text(json, "fallbackBranch", pointer).map(BranchName::new).orElse(null);
        var tag = text(json, "tag", pointer).map(TagName::new);
        var fallbackTag = text(json, "fallbackTag", pointer).map(TagName::new).orElse(null);
        var running = deployed || released || either || environment != null;
        var onBranch = mainBranch || matching || everyBranch || branch.isPresent();

        if ((deployed ? 1 : 0) + (released ? 1 : 0) + (either ? 1 : 0) > 1) {
            throw new InvalidInput(pointer, "Use one of deployed, released and deployedOrReleased.");
        }
        if (running && (onBranch || tag.isPresent() || latest)) {
            throw new InvalidInput(
                    pointer, "Cannot combine what runs in an environment with a branch, a tag or latest.");
        }
        if (onBranch && tag.isPresent()) {
            throw new InvalidInput(pointer, "Cannot combine a branch with a tag.");
        }
        if ((mainBranch && (branch.isPresent() || everyBranch || matching || latest))
                || (matching && (branch.isPresent() || everyBranch || latest))) {
            throw new InvalidInput(pointer, "mainBranch and matchingBranch stand alone; only 'consumer' may be added.");
        }
        if (onBranch && json.path("latest").isBoolean() && !latest) {
            throw new InvalidInput(
                    pointer + "/latest", "Must not be false with a branch: only its head can be selected.");
        }
        if (fallbackBranch != null && branch.isEmpty() && !matching) {
            throw new InvalidInput(pointer + "/fallbackBranch", "Needs a branch to fall back from.");
        }
        if (fallbackTag != null && !(tag.isPresent() && latest)) {
            throw new InvalidInput(pointer + "/fallbackTag", "Needs a tag and latest: true.");
        }
        if (running) {
            return new ConsumerSelector.Running(!released, !deployed, environment, consumer);
        }
        if (mainBranch) {
            return new ConsumerSelector.MainBranch(consumer);
        }
        if (matching) {
            if (providerBranch == null) {
                throw new InvalidInput(pointer + "/matchingBranch", "Needs the providerVersionBranch.");
            }
            return new ConsumerSelector.Branch(providerBranch, fallbackBranch, true, consumer);
        }
        if (everyBranch) {
            return new ConsumerSelector.EveryBranch(consumer);
        }
        if (branch.isPresent()) {
            return new ConsumerSelector.Branch(branch.get(), fallbackBranch, false, consumer);
        }
        if (tag.isPresent()) {
            return new ConsumerSelector.Tag(tag.get(), latest, fallbackTag, consumer);
        }
        if (latest) {
            return new ConsumerSelector.Latest(consumer);
        }
        throw new InvalidInput(
                pointer,
                "Selects nothing: use mainBranch, branch, matchingBranch, tag, latest, deployed, released, deployedOrReleased or environment.");
    }

    private static Optional<String> text(JsonNode json, String key, String pointer) {
        var value = json.get(key);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw new InvalidInput(pointer + "/" + key, "Must be a string that is not blank.");
        }
        return Optional.of(value.textValue());
    }

    private static boolean flag(JsonNode json, String key, String pointer) {
        var value = json.get(key);
        if (value == null || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw new InvalidInput(pointer + "/" + key, "Must be true or false.");
        }
        return value.booleanValue();
    }
}
