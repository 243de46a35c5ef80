package dev.seamwright.broker.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.contract.PublishRefused.Reason;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Page;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.broker.version.Version;
import dev.seamwright.broker.version.VersionService;
import dev.seamwright.broker.webhook.WebhookService;
import dev.seamwright.contracts.BranchName;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.TagName;
import dev.seamwright.contracts.VersionNumber;
import dev.seamwright.contracts.dbschema.DatabaseSchema;
import dev.seamwright.contracts.dbschema.DatabaseSchemaJson;
import dev.seamwright.contracts.dbusage.DatabaseUsage;
import dev.seamwright.contracts.dbusage.DatabaseUsageJson;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.contracts.pact.MergeResult;
import dev.seamwright.contracts.pact.Pact;
import dev.seamwright.contracts.pact.PotentialDuplicates;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Publishing contracts and finding them again. */
public final class ContractService {
    private static final String PACT = "pact";

    private final ParticipantService participants;
    private final VersionService versions;
    private final PublicationEvents events;
    private final Documents documents;
    private final PublicationListener listener;
    private final boolean contentMayChange;

    /**
     * @param listener is told of every version that publishes something new
     * @param contentMayChange whether a version's contract may be replaced by another one
     */
    public ContractService(
            ParticipantService participants,
            VersionService versions,
            WebhookService webhooks,
            PublicationListener listener,
            boolean contentMayChange) {
        this.participants = participants;
        this.versions = versions;
        this.events = new PublicationEvents(webhooks);
        this.documents = new Documents(contentMayChange);
        this.listener = listener;
        this.contentMayChange = contentMayChange;
    }

    /**
     * All that one version publishes at once.
     *
     * @param branch null: none given
     * @param buildUrl null: none given
     */
    public record Publish(
            ParticipantName consumer,
            VersionNumber version,
            @Nullable BranchName branch,
            List<TagName> tags,
            @Nullable String buildUrl,
            List<PactDraft> pacts,
            List<DocumentDraft> documents) {}

    /** A pact that is to be published; names inside the document are those of consumer and provider. */
    public record PactDraft(ParticipantName provider, Pact pact, OnConflict onConflict) {}

    /**
     * A document of any other kind.
     *
     * @param provider who it is needed from; null: it is about the publisher itself
     * @param hash of what it says: where a schema was captured, and how often a statement was seen, is no part of it
     * @param body makes the document as it is stored
     * @param evidence that the publisher keeps it; null: none is given
     * @param warnings what is doubtful about it, for people
     */
    public record DocumentDraft(
            ContractKind kind,
            @Nullable ParticipantName provider,
            Sha256 hash,
            Supplier<byte[]> body,
            @Nullable Evidence evidence,
            List<String> warnings) {
        /** The statements of a consumer. */
        public static DocumentDraft usage(ParticipantName provider, ObjectNode document) {
            return new DocumentDraft(
                    ContractKind.DB_USAGE,
                    provider,
                    DatabaseUsageJson.of(document).hash(),
                    () -> Json.write(document),
                    null,
                    List.of());
        }

        /** The schema of a database. */
        public static DocumentDraft of(DatabaseSchema schema) {
            return new DocumentDraft(ContractKind.DB_SCHEMA, null, schema.hash(), () -> bytes(schema), null, List.of());
        }

        private static byte[] bytes(DatabaseSchema schema) {
            var bytes = new ByteArrayOutputStream();
            try {
                DatabaseSchemaJson.write(schema, bytes);
            } catch (IOException impossible) {
                throw new UncheckedIOException("writing to memory cannot fail", impossible);
            }
            return bytes.toByteArray();
        }
    }

    /** What publishing did with one pact. */
    public enum Outcome {
        /** The first pact of this version with the provider. */
        CREATED,
        /** The same content again. */
        UNCHANGED,
        /** The version has another content now. */
        REPLACED,
        /** The version's pact was joined with this one. */
        MERGED
    }

    /** A pact as it stands after publishing. */
    public record Result(Participant provider, long contentId, String sha, Outcome outcome) {}

    /**
     * What was published.
     *
     * @param events by provider id, what webhooks wait for and happened, for people; empty when none waits
     * @param triggered how many webhooks will be sent
     */
    public record Published(
            Participant consumer,
            VersionService.Ensured version,
            List<Result> results,
            Map<Long, List<String>> events,
            int triggered) {}

    /**
     * Stores the version with its branch, tags and contracts, and raises the events of its pacts; all of it or nothing.
     *
     * @param baseUrl what links in webhooks begin with
     * @throws PublishRefused when it contradicts what is stored
     */
    public Published publish(Tx tx, Publish request, String baseUrl) {
        var names = new LinkedHashSet<ParticipantName>();
        names.add(request.consumer());
        request.pacts().forEach(pact -> names.add(pact.provider()));
        for (var document : request.documents()) {
            if (document.provider() != null) {
                names.add(document.provider());
            }
        }
        var known = participants.findAll(tx, names);
        if (known.size() < names.size()) {
            refuseDuplicates(tx, names, known);
            known = participants.ensureAll(tx, names);
        }
        var consumer = get(known, request.consumer());
        var version = versions.ensure(tx, consumer, request.version(), request.buildUrl());
        var branch = request.branch();
        var onMain = branch != null
                && versions.putOnBranch(tx, consumer, version, branch) == VersionService.OnBranch.HEAD_OF_MAIN;
        for (var tag : request.tags()) {
            versions.tag(tx, consumer, version, tag);
        }
        var results = pacts(tx, request, known, consumer, version);
        documents.publish(tx, consumer, version.version(), request.documents(), known);
        var kinds = EnumSet.noneOf(ContractKind.class);
        request.documents().forEach(document -> kinds.add(document.kind()));
        if (results.stream().anyMatch(result -> result.outcome() != Outcome.UNCHANGED)) {
            kinds.add(ContractKind.PACT);
        }
        if (!kinds.isEmpty()) {
            listener.published(
                    tx, new PublicationListener.Published(version.version().id(), kinds, onMain, baseUrl));
        }
        if (branch != null && onMain) {
            versions.onMain(tx, consumer, version, branch);
        }
        var raised = events.raise(tx, consumer.id(), version.version().id(), results, baseUrl);
        return new Published(consumer, version, results, raised.detected(), raised.triggered());
    }

    private void refuseDuplicates(Tx tx, Set<ParticipantName> names, Map<ParticipantName, Participant> known) {
        var existing = participants.names(tx);
        var reasons = new ArrayList<Reason>();
        for (var name : names) {
            if (!known.containsKey(name)) {
                var similar = PotentialDuplicates.of(name, existing);
                if (!similar.isEmpty()) {
                    reasons.add(new Reason.PotentialDuplicate(
                            name, similar.stream().map(ParticipantName::value).toList()));
                }
            }
        }
        if (!reasons.isEmpty()) {
            throw new PublishRefused(reasons);
        }
    }

    private List<Result> pacts(
            Tx tx,
            Publish request,
            Map<ParticipantName, Participant> known,
            Participant consumer,
            VersionService.Ensured version) {
        var handle = tx.handle();
        var before = version.created()
                ? Map.<Long, PublicationStore.Stored>of()
                : PublicationStore.contents(handle, version.version().id(), PACT);
        var refused = new ArrayList<Reason>();
        var planned = new LinkedHashMap<Long, Planned>();
        for (var draft : onePerProvider(request.pacts(), refused)) {
            var provider = get(known, draft.provider());
            planned.put(provider.id(), plan(tx, request, provider, draft, before.get(provider.id()), refused));
        }
        if (!refused.isEmpty()) {
            throw new PublishRefused(refused);
        }
        var drafts = new HashMap<Sha256, ContentStore.Draft>();
        planned.values().forEach(plan -> drafts.put(plan.sha256(), plan.draft(consumer.id())));
        var contents = ContentStore.ensure(handle, PACT, drafts.values(), tx.now());
        var recorded = new TreeMap<Long, Long>();
        var results = new ArrayList<Result>();
        planned.forEach((providerId, plan) -> {
            var content = contents.get(plan.sha256());
            if (content == null) {
                throw new IllegalStateException("content was not stored: " + plan.sha256());
            }
            if (plan.outcome() != Outcome.UNCHANGED) {
                recorded.put(providerId, content.id());
            }
            results.add(new Result(
                    plan.provider(), content.id(), Objects.requireNonNull(content.pactSha()), plan.outcome()));
        });
        if (!recorded.isEmpty()) {
            PublicationStore.record(
                    handle, PACT, consumer.id(), version.version().id(), recorded, tx.now());
        }
        for (var result : results) {
            tx.audit("contract.publish")
                    .put("kind", PACT)
                    .put("consumer", consumer.name().value())
                    .put("version", request.version().value())
                    .put("provider", result.provider().name().value())
                    .put("content", result.sha())
                    .put("outcome", result.outcome().name().toLowerCase(Locale.ROOT));
        }
        return results;
    }

    private record Planned(Participant provider, Pact pact, Sha256 sha256, Outcome outcome) {
        ContentStore.Draft draft(long consumerId) {
            return new ContentStore.Draft(
                    PACT,
                    sha256,
                    consumerId,
                    provider.id(),
                    pact.brokerSha(),
                    () -> pact.withInteractionIds().print());
        }
    }

    /** Several pacts with one provider, in one request, are parts of one pact. */
    private static Collection<PactDraft> onePerProvider(List<PactDraft> drafts, List<Reason> refused) {
        var joined = new LinkedHashMap<ParticipantName, PactDraft>();
        for (var draft : drafts) {
            joined.merge(draft.provider(), draft, (first, second) -> switch (first.pact()
                    .merge(second.pact())) {
                case MergeResult.Merged merged -> new PactDraft(draft.provider(), merged.pact(), second.onConflict());
                case MergeResult.PactConflict conflict -> {
                    refused.add(mergeConflict(first, conflict));
                    yield first;
                }
            });
        }
        return joined.values();
    }

    private Planned plan(
            Tx tx,
            Publish request,
            Participant provider,
            PactDraft draft,
            PublicationStore.@Nullable Stored before,
            List<Reason> refused) {
        var pact = draft.pact();
        var sha = pact.contentSha256();
        if (before == null) {
            return new Planned(provider, pact, sha, Outcome.CREATED);
        }
        if (before.sha256().equals(sha)) {
            return new Planned(provider, pact, sha, Outcome.UNCHANGED);
        }
        var stored =
                Pact.parse(ContentStore.body(tx.handle(), before.contentId())).withoutInteractionIds();
        if (draft.onConflict() == OnConflict.MERGE) {
            return switch (stored.merge(pact)) {
                case MergeResult.Merged merged -> {
                    var mergedSha = merged.pact().contentSha256();
                    var outcome = mergedSha.equals(before.sha256()) ? Outcome.UNCHANGED : Outcome.MERGED;
                    yield new Planned(provider, merged.pact(), mergedSha, outcome);
                }
                case MergeResult.PactConflict conflict -> {
                    refused.add(mergeConflict(draft, conflict));
                    yield new Planned(provider, stored, before.sha256(), Outcome.UNCHANGED);
                }
            };
        }
        if (!contentMayChange) {
            refused.add(new Reason.ContentChanged(
                    request.consumer(), request.version(), provider.name(), Pact.diff(stored, pact)));
        }
        return new Planned(provider, pact, sha, Outcome.REPLACED);
    }

    private static Reason mergeConflict(PactDraft draft, MergeResult.PactConflict conflict) {
        return new Reason.MergeConflict(
                draft.provider(),
                conflict.clashes().stream().map(MergeResult.Clash::detail).toList());
    }

    private static Participant get(Map<ParticipantName, Participant> known, ParticipantName name) {
        var participant = known.get(name);
        if (participant == null) {
            throw new IllegalStateException("participant was not made: " + name.value());
        }
        return participant;
    }

    /** What the version has published, by kind and provider. */
    public List<PublishedContract> ofVersion(Tx tx, Version version) {
        return tx.store(PublishedContractStore.class).ofVersion(version.id());
    }

    /**
     * Which contracts to list; null does not filter.
     *
     * @param after the contract before the first one; null: from the newest on
     */
    public record Filter(
            @Nullable Long participant,
            @Nullable Long provider,
            @Nullable ContractKind kind,
            @Nullable After after,
            int limit) {}

    /** A place in the list. */
    public record After(
            ParticipantName participant, VersionNumber version, ContractKind kind, ParticipantName provider) {}

    /**
     * Published contracts, newest version first.
     *
     * @throws InvalidInput when the contract's version before the first one is not there any more
     */
    public List<PublishedContract> page(Tx tx, Filter filter) {
        var after = filter.after();
        var last = after == null
                ? null
                : participants
                        .find(tx, after.participant())
                        .flatMap(participant -> versions.find(tx, participant, after.version()))
                        .orElseThrow(Page::unknownCursor);
        return tx.store(PublishedContractStore.class)
                .page(
                        filter.participant(),
                        filter.provider(),
                        filter.kind() == null ? null : filter.kind().word(),
                        last == null ? null : last.id(),
                        after == null ? null : after.kind().word(),
                        after == null ? null : after.provider().value(),
                        filter.limit());
    }

    /**
     * The document with a hash, as JSON in UTF-8.
     *
     * @throws NotFound when no version publishes it
     */
    public byte[] document(Tx tx, ContractKind kind, Sha256 sha256) {
        var body = tx.store(PublishedContractStore.class)
                .content(kind.word(), sha256)
                .map(content -> ContentStore.body(tx.handle(), content))
                .orElseThrow(() -> new NotFound(
                        "There is no contract of kind '%s' with the hash %s.".formatted(kind.word(), sha256.hex())));
        return kind == ContractKind.OPENAPI ? OpenApiDocuments.json(body) : body;
    }

    /**
     * What the version's own verification said of it and its OpenAPI document.
     *
     * @throws NotFound when it has published no such evidence
     */
    public Evidence.Published evidence(Tx tx, Version version) {
        return tx.store(EvidenceStore.class)
                .ofVersion(version.id())
                .orElseThrow(() -> new NotFound(
                        "Version %s has published no evidence that it keeps an OpenAPI document: publish the document together with it."
                                .formatted(version.number().value())));
    }

    /**
     * Keeps what was found out about the version and the document that it has published, in place of what was known.
     *
     * @throws NotFound when it has published no document
     */
    public Evidence.Published recordEvidence(Tx tx, Participant participant, Version version, Evidence evidence) {
        var document =
                PublicationStore.contents(tx.handle(), version.id(), ContractKind.OPENAPI.word()).values().stream()
                        .findFirst()
                        .orElseThrow(() -> new NotFound(
                                "Version %s of %s has published no OpenAPI document: publish the document first."
                                        .formatted(
                                                version.number().value(),
                                                participant.name().value())));
        Documents.evidence(tx, participant, version, evidence, document.contentId());
        return evidence(tx, version);
    }

    /** The text of the OpenAPI document that a content of kind {@link ContractKind#OPENAPI} is, as it was published first. */
    public byte[] openApi(Tx tx, long contentId) {
        return ContentStore.body(tx.handle(), contentId);
    }

    /** The text of the OpenAPI document that a version has published. */
    public Optional<String> openApi(Tx tx, Version version) {
        return PublicationStore.contents(tx.handle(), version.id(), ContractKind.OPENAPI.word()).values().stream()
                .findFirst()
                .map(stored -> new String(openApi(tx, stored.contentId()), StandardCharsets.UTF_8));
    }

    /** The pact that a content of kind {@link ContractKind#PACT} is, by the content's id. */
    public Pact pact(Tx tx, long contentId) {
        return Pact.parse(ContentStore.body(tx.handle(), contentId));
    }

    /** The schema that a content of kind {@link ContractKind#DB_SCHEMA} is, by the content's id. */
    public DatabaseSchema schema(Tx tx, long contentId) {
        try {
            return DatabaseSchemaJson.read(new ByteArrayInputStream(ContentStore.body(tx.handle(), contentId)));
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory cannot fail", impossible);
        }
    }

    /** The usage that a content of kind {@link ContractKind#DB_USAGE} is, by the content's id. */
    public DatabaseUsage usage(Tx tx, long contentId) {
        return DatabaseUsageJson.parse(ContentStore.body(tx.handle(), contentId));
    }

    public Optional<PublishedPact> find(
            Tx tx, ParticipantName consumer, ParticipantName provider, PactSelector selector) {
        return PublicationStore.pact(tx.handle(), consumer, provider, selector);
    }

    /** @throws NotFound when there is no such pact */
    public PublishedPact get(Tx tx, ParticipantName consumer, ParticipantName provider, PactSelector selector) {
        return find(tx, consumer, provider, selector)
                .orElseThrow(() -> new NotFound(
                        "No such pact between '%s' and '%s' was found.".formatted(consumer.value(), provider.value())));
    }
}
