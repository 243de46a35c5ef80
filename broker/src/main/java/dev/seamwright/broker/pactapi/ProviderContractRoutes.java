package dev.seamwright.broker.pactapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.contract.ContractService;
import dev.seamwright.broker.contract.ContractService.DocumentDraft;
import dev.seamwright.broker.contract.ContractService.Publish;
import dev.seamwright.broker.contract.ContractService.Published;
import dev.seamwright.broker.contract.Evidence;
import dev.seamwright.broker.contract.OpenApiDocuments;
import dev.seamwright.broker.contract.PactSelector;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Hal;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.broker.verification.CrossChecked;
import dev.seamwright.broker.verification.VerificationService;
import dev.seamwright.broker.version.Version;
import dev.seamwright.broker.version.VersionService;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.TagName;
import dev.seamwright.contracts.VersionNumber;
import dev.seamwright.contracts.json.Json;
import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * PactFlow's provider contracts: an OpenAPI document with what the provider's own verification says of it, and what became of it with the
 * pacts of consumers.
 */
public final class ProviderContractRoutes {
    private static final String RESULTS = "/contracts/bi-directional/provider/{provider}/version/{version}";
    private static final String OF_CONSUMER = RESULTS + "/consumer/{consumer}/version/{consumerVersion}";

    private final ParticipantService participants;
    private final VersionService versions;
    private final ContractService contracts;
    private final VerificationService verifications;

    public ProviderContractRoutes(
            ParticipantService participants,
            VersionService versions,
            ContractService contracts,
            VerificationService verifications) {
        this.participants = participants;
        this.versions = versions;
        this.contracts = contracts;
        this.verifications = verifications;
    }

    public void register(Api api) {
        api.post("/provider-contracts/provider/{provider}/publish", Scope.PUBLISH, this::publish);
        api.put("/contracts/provider/{provider}/version/{version}", Scope.PUBLISH, this::put);
        for (var path : List.of(RESULTS, OF_CONSUMER)) {
            api.get(path + "/provider-contract", this::document);
            api.get(path + "/provider-contract-verification-results", this::evidence);
            api.get(path + "/cross-contract-verification-results", this::results);
        }
        api.get(OF_CONSUMER + "/consumer-contract", this::pact);
    }

    private void publish(Tx tx, Context ctx) {
        var body = Requests.envelope(ctx);
        if (!(body.get("contract") instanceof ObjectNode contract)) {
            throw new InvalidInput("/contract", "Is missing: give an object with the document.");
        }
        var branch = Requests.text(body, "branch");
        var request = new Publish(
                provider(ctx),
                new VersionNumber(Requests.required(body, "pacticipantVersionNumber")),
                branch == null ? null : new BranchName(branch),
                Requests.texts(body, "tags").stream().map(TagName::new).toList(),
                Requests.text(body, "buildUrl"),
                List.of(),
                List.of(draft(contract, "specification", "selfVerificationResults", "/contract")));
        var links = Links.of(ctx);
        var published = contracts.publish(tx, request, links.base());
        Answers.hal(ctx, 200, answer(published, request, links));
    }

    /** The older way, without branch and tags. */
    private void put(Tx tx, Context ctx) {
        var body = Requests.envelope(ctx);
        var draft = draft(body, "contractType", "verificationResults", "");
        var request = new Publish(provider(ctx), version(ctx), null, List.of(), null, List.of(), List.of(draft));
        var links = Links.of(ctx);
        var published = contracts.publish(tx, request, links.base());
        Answers.hal(ctx, 201, answer(published, request, links));
    }

    private static DocumentDraft draft(ObjectNode contract, String specification, String results, String pointer) {
        var word = at(pointer, () -> Requests.required(contract, specification));
        if (!word.equals("oas")) {
            throw new InvalidInput(
                    pointer + "/" + specification,
                    "Is '%s': only OpenAPI documents are compared with pacts here, which are called 'oas'."
                            .formatted(word));
        }
        var content = decoded(at(pointer, () -> Requests.required(contract, "content")), pointer + "/content");
        return OpenApiDocuments.read(
                text(content, pointer + "/content"), evidence(contract, results, pointer), pointer + "/content");
    }

    private static @Nullable Evidence evidence(ObjectNode contract, String member, String pointer) {
        if (!contract.hasNonNull(member)) {
            return null;
        }
        var place = pointer + "/" + member;
        if (!(contract.get(member) instanceof ObjectNode given)) {
            throw new InvalidInput(place, "Must be an object with 'success'.");
        }
        return at(place, () -> {
            var content = Requests.text(given, "content");
            return new Evidence(
                    Requests.flag(given, "success")
                            .orElseThrow(() -> new InvalidInput("/success", "Is missing: say true or false.")),
                    Requests.line(given, "verifier"),
                    Requests.line(given, "verifierVersion"),
                    content == null
                            ? null
                            : new Evidence.Results(
                                    decoded(content, "/content"),
                                    Requests.line(given, "contentType"),
                                    Requests.line(given, "format")));
        });
    }

    private static <T> T at(String pointer, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (InvalidInput wrong) {
            throw new InvalidInput(wrong.details().stream()
                    .map(detail -> new InvalidInput.Detail(pointer + detail.pointer(), detail.detail()))
                    .toList());
        }
    }

    /** Clients break lines as MIME does, or do not. */
    private static byte[] decoded(String base64, String pointer) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            throw new InvalidInput(pointer, "Is no base64: encode the file once.");
        }
    }

    private static String text(byte[] content, String pointer) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw new InvalidInput(pointer, "Is no UTF-8: save the document in that encoding.");
        }
    }

    private static ObjectNode answer(Published published, Publish request, Links links) {
        var provider = request.consumer().value();
        var number = request.version().value();
        var versionUrl = links.to("pacticipants", provider, "versions", number);
        var document = request.documents().getFirst();
        var notices = Hal.array();
        PublishContractsRoutes.notice(
                notices, "success", "Provider contract published for %s version %s".formatted(provider, number));
        var evidence = document.evidence();
        if (evidence == null) {
            PublishContractsRoutes.notice(
                    notices,
                    "warning",
                    "Without evidence that %s %s keeps it, no pact counts as verified by it: publish the results of its own verification with it."
                            .formatted(provider, number));
        } else if (!evidence.success()) {
            PublishContractsRoutes.notice(
                    notices,
                    "warning",
                    "The verification results say that %s %s does not keep it, so no pact counts as verified by it."
                            .formatted(provider, number));
        }
        document.warnings().forEach(warning -> PublishContractsRoutes.notice(notices, "warning", warning));
        var tags = Hal.array();
        for (var tag : request.tags()) {
            tags.add(Hal.link(versionUrl + "/tags/" + Links.encode(tag.value()))
                    .put("title", "Tag")
                    .put("name", tag.value()));
        }
        var hal = new Hal()
                .put("notices", notices)
                .embed(
                        "version",
                        new Hal()
                                .put("number", number)
                                .putIfPresent(
                                        "buildUrl",
                                        published.version().version().buildUrl())
                                .link("self", versionUrl, "Pacticipant version", number)
                                .build())
                .link("self", results(links, provider, number) + "/provider-contract", "Provider contract", number)
                // clients that publish in the older way fail without it
                .link("pf:ui", results(links, provider, number) + "/provider-contract", "Provider contract", number)
                .link("pb:pacticipant", links.to("pacticipants", provider), "Pacticipant", provider)
                .link("pb:pacticipant-version", versionUrl, "Pacticipant version", number)
                .link("pb:pacticipant-version-tags", tags);
        if (request.branch() != null) {
            hal.link(
                    "pb:branch-version",
                    links.to(
                            "pacticipants",
                            provider,
                            "branches",
                            request.branch().value(),
                            "versions",
                            number),
                    "Branch version",
                    request.branch().value());
        }
        return hal.build();
    }

    private static String results(Links links, String provider, String version) {
        return links.to("contracts", "bi-directional", "provider", provider, "version", version);
    }

    private void document(Tx tx, Context ctx) {
        var text = contracts
                .openApi(tx, version(tx, ctx))
                .orElseThrow(() -> new NotFound("Version %s of %s has published no OpenAPI document."
                        .formatted(version(ctx).value(), provider(ctx).value())));
        Answers.hal(
                ctx,
                200,
                new Hal()
                        .put("content", text)
                        .put(
                                "contentType",
                                text.stripLeading().startsWith("{") ? "application/json" : "application/yaml")
                        .put("specification", "oas")
                        .link(
                                "self",
                                self(ctx),
                                "Provider contract",
                                version(ctx).value())
                        .build());
    }

    private void evidence(Tx tx, Context ctx) {
        var published = contracts.evidence(tx, version(tx, ctx));
        var evidence = published.evidence();
        var hal = new Hal()
                .put("success", evidence.success())
                .put("verificationStatus", status(evidence.success()))
                .putIfPresent("verifier", evidence.verifier())
                .putIfPresent("verifierVersion", evidence.verifierVersion());
        var results = evidence.results();
        if (results != null) {
            hal.putIfPresent("format", results.format())
                    .putIfPresent("contentType", results.contentType())
                    .put("content", Base64.getEncoder().encodeToString(results.content()));
        }
        Answers.hal(
                ctx,
                200,
                hal.put("createdAt", Hal.time(published.publishedAt()))
                        .link(
                                "self",
                                self(ctx),
                                "Verification results of the provider",
                                version(ctx).value())
                        .build());
    }

    /** Of one consumer, or of all. */
    private void results(Tx tx, Context ctx) {
        var isOfOne = ctx.pathParamMap().containsKey("consumer");
        var found = verifications.crossChecks(
                tx,
                version(tx, ctx).id(),
                isOfOne ? PactRoutes.consumer(ctx) : null,
                isOfOne ? new VersionNumber(ctx.pathParam("consumerVersion")) : null);
        if (isOfOne && found.isEmpty()) {
            throw new NotFound("The pact of %s %s was not compared with a document of %s %s."
                    .formatted(
                            ctx.pathParam("consumer"),
                            ctx.pathParam("consumerVersion"),
                            provider(ctx).value(),
                            version(ctx).value()));
        }
        var success = found.stream().allMatch(CrossChecked::success);
        var items = Hal.array();
        found.forEach(result -> items.add(json(result)));
        Answers.hal(
                ctx,
                200,
                new Hal()
                        .put("success", success)
                        .put("verificationStatus", found.isEmpty() ? "unknown" : status(success))
                        .put("results", items)
                        .link(
                                "self",
                                self(ctx),
                                "Results of the comparison",
                                version(ctx).value())
                        .build());
    }

    private static ObjectNode json(CrossChecked result) {
        var json = Hal.object().put("success", result.success());
        json.putObject("consumer")
                .put("name", result.consumer().value())
                .put("version", result.consumerVersion().value());
        json.put("createdAt", Hal.time(result.verifiedAt()));
        if (result.results() != null) {
            JsonNode details = Json.parse(result.results().getBytes(StandardCharsets.UTF_8));
            json.set("findings", details.path("findings"));
        }
        return json;
    }

    private void pact(Tx tx, Context ctx) {
        version(tx, ctx);
        var pact = contracts.get(
                tx,
                PactRoutes.consumer(ctx),
                provider(ctx),
                new PactSelector.OfVersion(new VersionNumber(ctx.pathParam("consumerVersion"))));
        Answers.hal(
                ctx,
                200,
                new Hal()
                        .put("content", new String(pact.body().bytes(), StandardCharsets.UTF_8))
                        .put("contentType", "application/json")
                        .put("specification", "pact")
                        .link("self", self(ctx), "Pact", ctx.pathParam("consumerVersion"))
                        .build());
    }

    private static String status(boolean success) {
        return success ? "success" : "failed";
    }

    private static String self(Context ctx) {
        return Links.of(ctx).template(ctx.req().getRequestURI());
    }

    private Version version(Tx tx, Context ctx) {
        return versions.get(tx, participants.get(tx, provider(ctx)), version(ctx));
    }

    private static ParticipantName provider(Context ctx) {
        return PactRoutes.provider(ctx);
    }

    private static VersionNumber version(Context ctx) {
        return new VersionNumber(ctx.pathParam("version"));
    }
}
