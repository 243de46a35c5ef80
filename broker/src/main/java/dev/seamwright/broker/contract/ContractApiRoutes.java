package dev.seamwright.broker.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.contract.ContractService.DocumentDraft;
import dev.seamwright.broker.contract.ContractService.PactDraft;
import dev.seamwright.broker.contract.ContractService.Publish;
import dev.seamwright.broker.contract.ContractService.Published;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.Links;
import dev.seamwright.broker.http.Page;
import dev.seamwright.broker.http.Requests;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.problem.BrokerException.Conflict;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.broker.version.VersionJson;
import dev.seamwright.broker.version.VersionService;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.TagName;
import dev.seamwright.contracts.VersionNumber;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Our API's contracts. */
public final class ContractApiRoutes {
    private static final String OF_VERSION = "/api/v1/participants/{participant}/versions/{version}/contracts";
    private static final String EVIDENCE = "/api/v1/participants/{participant}/versions/{version}/evidence";
    private static final int MOST_CONTRACTS = 1000;

    private final ParticipantService participants;
    private final VersionService versions;
    private final ContractService contracts;

    public ContractApiRoutes(ParticipantService participants, VersionService versions, ContractService contracts) {
        this.participants = participants;
        this.versions = versions;
        this.contracts = contracts;
    }

    public void register(Api api) {
        api.get(OF_VERSION, this::listOfVersion);
        api.post(OF_VERSION, Scope.PUBLISH, this::publish);
        api.get("/api/v1/contracts", this::list);
        api.get("/api/v1/contracts/{kind}/{sha256}", this::content);
        api.get(EVIDENCE, this::evidence);
        api.put(EVIDENCE, Scope.PUBLISH, this::recordEvidence);
    }

    private void evidence(Tx tx, Context ctx) {
        var version = versions.get(tx, participants.get(tx, participant(ctx)), number(ctx));
        Answers.json(ctx, 200, ContractJson.evidence(contracts.evidence(tx, version)));
    }

    private void recordEvidence(Tx tx, Context ctx) {
        var participant = participants.get(tx, participant(ctx));
        var version = versions.get(tx, participant, number(ctx));
        var evidence = evidence(Requests.object(ctx));
        Answers.json(ctx, 200, ContractJson.evidence(contracts.recordEvidence(tx, participant, version, evidence)));
    }

    private void listOfVersion(Tx tx, Context ctx) {
        var version = versions.get(tx, participants.get(tx, participant(ctx)), number(ctx));
        var page = JsonNodeFactory.instance.objectNode();
        var items = page.putArray("items");
        contracts.ofVersion(tx, version).forEach(contract -> items.add(ContractJson.of(contract)));
        Answers.json(ctx, 200, page);
    }

    private void list(Tx tx, Context ctx) {
        var page = Page.of(ctx, 4);
        var filter = new ContractService.Filter(
                id(tx, ctx, "consumer"),
                id(tx, ctx, "provider"),
                Requests.filter(ctx, "kind", ContractKind::of),
                after(page),
                page.fetch());
        page.answer(
                ctx,
                contracts.page(tx, filter),
                ContractJson::of,
                contract -> List.of(
                        contract.participant().value(),
                        contract.version().value(),
                        contract.kind().word(),
                        contract.provider().value()));
    }

    private @Nullable Long id(Tx tx, Context ctx, String side) {
        return Requests.filter(ctx, side, name -> participants.id(tx, new ParticipantName(name)));
    }

    private static ContractService.@Nullable After after(Page page) {
        if (page.after().isEmpty()) {
            return null;
        }
        var key = page.after();
        try {
            return new ContractService.After(
                    new ParticipantName(key.get(0)),
                    new VersionNumber(key.get(1)),
                    ContractKind.of(key.get(2)),
                    new ParticipantName(key.get(3)));
        } catch (InvalidInput notOurs) {
            throw Page.unknownCursor();
        }
    }

    private void content(Tx tx, Context ctx) {
        var document =
                contracts.document(tx, ContractKind.of(ctx.pathParam("kind")), Sha256.parse(ctx.pathParam("sha256")));
        ctx.status(200).contentType(Answers.JSON).result(document);
    }

    private void publish(Tx tx, Context ctx) {
        Answers.json(
                ctx,
                200,
                publish(
                        tx,
                        participant(ctx),
                        number(ctx),
                        Requests.envelope(ctx),
                        Links.of(ctx).base()));
    }

    /**
     * Publishes what a body as our API takes it holds.
     *
     * @param baseUrl what links begin with
     */
    public ObjectNode publish(
            Tx tx, ParticipantName participant, VersionNumber version, ObjectNode body, String baseUrl) {
        var branch = Requests.text(body, "branch");
        var pacts = new ArrayList<PactDraft>();
        var documents = new ArrayList<DocumentDraft>();
        contracts(body, participant, pacts, documents);
        var request = new Publish(
                participant,
                version,
                branch == null ? null : new BranchName(branch),
                Requests.texts(body, "tags").stream().map(TagName::new).toList(),
                Requests.url(body, "buildUrl"),
                pacts,
                documents);
        try {
            return answer(tx, request, contracts.publish(tx, request, baseUrl));
        } catch (PublishRefused refused) {
            throw new Conflict(String.valueOf(refused.getMessage()));
        }
    }

    private static void contracts(
            ObjectNode body, ParticipantName publisher, List<PactDraft> pacts, List<DocumentDraft> documents) {
        var given = body.path("contracts");
        if (!given.isArray() || given.isEmpty() || given.size() > MOST_CONTRACTS) {
            throw new InvalidInput("/contracts", "Must be an array of 1 to %d contracts.".formatted(MOST_CONTRACTS));
        }
        for (var i = 0; i < given.size(); i++) {
            var contract = given.get(i);
            var pointer = "/contracts/" + i;
            if (!contract.isObject()) {
                throw new InvalidInput(pointer, "Must be an object.");
            }
            var kind = kind(contract, pointer);
            var provider = provider(contract, kind, pointer);
            var content = required(contract, "content", pointer);
            var place = pointer + "/content";
            var onConflict = onConflict(contract, kind, pointer);
            var evidence = evidence(contract, kind, pointer);
            switch (kind) {
                case PACT -> {
                    var named = Objects.requireNonNull(provider);
                    var document = ContractDocument.object(content, place);
                    pacts.add(new PactDraft(named, PactDocuments.read(document, publisher, named, place), onConflict));
                }
                case OPENAPI -> documents.add(OpenApiDocuments.read(content, evidence, place));
                case DB_SCHEMA -> documents.add(DocumentDraft.of(ContractDocument.schema(content, place)));
                case DB_USAGE ->
                    documents.add(DocumentDraft.usage(
                            Objects.requireNonNull(provider), ContractDocument.usage(content, place)));
            }
        }
    }

    private static @Nullable Evidence evidence(JsonNode contract, ContractKind kind, String pointer) {
        if (!contract.hasNonNull("evidence")) {
            return null;
        }
        if (kind != ContractKind.OPENAPI) {
            throw new InvalidInput(
                    pointer + "/evidence", "Is not for the kind '%s': leave it out.".formatted(kind.word()));
        }
        if (!(contract.get("evidence") instanceof ObjectNode given)) {
            throw new InvalidInput(pointer + "/evidence", "Must be an object with 'success'.");
        }
        try {
            return evidence(given);
        } catch (InvalidInput wrong) {
            throw new InvalidInput(wrong.details().stream()
                    .map(detail -> new InvalidInput.Detail(pointer + "/evidence" + detail.pointer(), detail.detail()))
                    .toList());
        }
    }

    private static Evidence evidence(ObjectNode given) {
        var content = Requests.text(given, "content");
        return new Evidence(
                Requests.flag(given, "success")
                        .orElseThrow(() -> new InvalidInput("/success", "Is missing: say true or false.")),
                Requests.line(given, "verifier"),
                Requests.line(given, "verifierVersion"),
                content == null
                        ? null
                        : new Evidence.Results(
                                content.getBytes(StandardCharsets.UTF_8),
                                Requests.line(given, "contentType"),
                                Requests.line(given, "format")));
    }

    private static ContractKind kind(JsonNode contract, String pointer) {
        try {
            return ContractKind.of(required(contract, "kind", pointer));
        } catch (InvalidInput unknown) {
            throw new InvalidInput(
                    pointer + "/kind", unknown.details().getFirst().detail());
        }
    }

    /** Who the contract needs something from; null: it is about its publisher. */
    private static @Nullable ParticipantName provider(JsonNode contract, ContractKind kind, String pointer) {
        if (kind.needsProvider()) {
            return new ParticipantName(required(contract, "provider", pointer));
        }
        if (contract.hasNonNull("provider")) {
            throw new InvalidInput(
                    pointer + "/provider",
                    "Is not for the kind '%s', which is about its publisher: leave it out.".formatted(kind.word()));
        }
        return null;
    }

    private static OnConflict onConflict(JsonNode contract, ContractKind kind, String pointer) {
        return switch (contract.path("onConflict").asText("overwrite")) {
            case "overwrite" -> OnConflict.OVERWRITE;
            case "merge" -> {
                if (kind != ContractKind.PACT) {
                    throw new InvalidInput(pointer + "/onConflict", "Must be 'overwrite': only pacts can be merged.");
                }
                yield OnConflict.MERGE;
            }
            default -> throw new InvalidInput(pointer + "/onConflict", "Must be 'overwrite' or 'merge'.");
        };
    }

    private static String required(JsonNode contract, String member, String pointer) {
        var value = contract.path(member);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw new InvalidInput(pointer + "/" + member, "Is missing: give a string that is not blank.");
        }
        return value.textValue();
    }

    private ObjectNode answer(Tx tx, Publish request, Published published) {
        var version = published.version().version();
        var json = JsonNodeFactory.instance.objectNode();
        json.set("version", VersionJson.of(versions.describe(tx, version)));
        var shown = json.putArray("contracts");
        var notices = json.putArray("notices");
        for (var contract : contracts.ofVersion(tx, version)) {
            if (isIn(request, contract)) {
                shown.add(ContractJson.of(contract));
                notices.addObject().put("level", "success").put("text", told(contract));
            }
        }
        request.documents().stream()
                .flatMap(document -> document.warnings().stream())
                .forEach(warning -> notices.addObject().put("level", "warning").put("text", warning));
        published.events().values().stream()
                .flatMap(List::stream)
                .forEach(event -> notices.addObject().put("level", "info").put("text", "Event: " + event));
        return json;
    }

    private static String told(PublishedContract contract) {
        var what = "The %s of %s version %s"
                .formatted(
                        contract.kind().word(),
                        contract.participant().value(),
                        contract.version().value());
        if (contract.kind().needsProvider()) {
            return "%s with %s is published."
                    .formatted(what, contract.provider().value());
        }
        if (contract.kind() != ContractKind.OPENAPI) {
            return what + " is published.";
        }
        var evidence = contract.evidence();
        if (evidence == null) {
            return what
                    + " is published, without evidence that the version keeps it: without, no consumer's pact counts as verified by it.";
        }
        return what
                + (evidence.evidence().success()
                        ? " is published, with evidence that the version keeps it."
                        : " is published, with evidence that the version does not keep it.");
    }

    private static boolean isIn(Publish request, PublishedContract contract) {
        return Stream.concat(
                        request.pacts().stream()
                                .filter(pact -> contract.kind() == ContractKind.PACT)
                                .map(PactDraft::provider),
                        request.documents().stream()
                                .filter(document -> contract.kind() == document.kind())
                                .map(document ->
                                        document.provider() == null ? request.consumer() : document.provider()))
                .anyMatch(contract.provider()::equals);
    }

    private static ParticipantName participant(Context ctx) {
        return new ParticipantName(ctx.pathParam("participant"));
    }

    private static VersionNumber number(Context ctx) {
        return new VersionNumber(ctx.pathParam("version"));
    }
}
