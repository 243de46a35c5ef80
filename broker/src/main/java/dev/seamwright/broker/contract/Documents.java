package dev.seamwright.broker.contract;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.broker.contract.ContractService.DocumentDraft;
import dev.seamwright.broker.contract.PublishRefused.Reason;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.version.Version;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Publishing what is no pact: documents that are stored as they are. */
final class Documents {
    private final boolean contentMayChange;

    Documents(boolean contentMayChange) {
        this.contentMayChange = contentMayChange;
    }

    /** @throws PublishRefused when the version has published other documents */
    void publish(
            Tx tx,
            Participant publisher,
            Version version,
            List<DocumentDraft> drafts,
            Map<ParticipantName, Participant> known) {
        for (var kind : ContractKind.values()) {
            var ofKind = drafts.stream().filter(draft -> draft.kind() == kind).toList();
            if (!ofKind.isEmpty()) {
                publish(tx, publisher, version, kind, ofKind, known);
            }
        }
    }

    private void publish(
            Tx tx,
            Participant publisher,
            Version version,
            ContractKind kind,
            List<DocumentDraft> drafts,
            Map<ParticipantName, Participant> known) {
        var planned = new LinkedHashMap<Participant, ContentStore.Draft>();
        for (var draft : drafts) {
            var provider = draft.provider() == null ? publisher : Objects.requireNonNull(known.get(draft.provider()));
            if (planned.put(provider, content(draft, publisher, provider)) != null) {
                throw new InvalidInput(
                        "/contracts",
                        "Has two documents of kind '%s' for '%s': send one."
                                .formatted(kind.word(), provider.name().value()));
            }
        }
        var before = PublicationStore.contents(tx.handle(), version.id(), kind.word());
        var refused = new ArrayList<Reason>();
        var outcomes = new HashMap<Participant, String>();
        planned.forEach((provider, content) -> {
            var stored = before.get(provider.id());
            var isSame = stored != null && stored.sha256().equals(content.sha256());
            outcomes.put(provider, stored == null ? "created" : isSame ? "unchanged" : "replaced");
            if (stored != null && !isSame && !contentMayChange) {
                refused.add(new Reason.DocumentChanged(kind, publisher.name(), version.number(), provider.name()));
            }
        });
        if (!refused.isEmpty()) {
            throw new PublishRefused(refused);
        }
        var drafted = new HashMap<Sha256, ContentStore.Draft>();
        planned.values().forEach(content -> drafted.put(content.sha256(), content));
        var contents = ContentStore.ensure(tx.handle(), kind.word(), drafted.values(), tx.now());
        var ids = new TreeMap<Long, Long>();
        planned.forEach((provider, content) -> {
            ids.put(
                    provider.id(),
                    Objects.requireNonNull(contents.get(content.sha256())).id());
            tx.audit("contract.publish")
                    .put("kind", kind.word())
                    .put("participant", publisher.name().value())
                    .put("version", version.number().value())
                    .put("provider", provider.name().value())
                    .put("content", content.sha256().hex())
                    .put("outcome", outcomes.get(provider));
        });
        PublicationStore.record(tx.handle(), kind.word(), publisher.id(), version.id(), ids, tx.now());
        for (var draft : drafts) {
            if (draft.evidence() != null) {
                // it is about the publisher, so it is the only one of its kind
                evidence(
                        tx,
                        publisher,
                        version,
                        draft.evidence(),
                        ids.values().iterator().next());
            }
        }
    }

    static void evidence(Tx tx, Participant publisher, Version version, Evidence evidence, long contentId) {
        var results = evidence.results();
        tx.store(EvidenceStore.class)
                .record(
                        version.id(),
                        contentId,
                        evidence.success(),
                        evidence.verifier(),
                        evidence.verifierVersion(),
                        results == null ? null : results.format(),
                        results == null ? null : results.contentType(),
                        results == null ? null : Deflated.deflate(results.content()),
                        tx.now());
        tx.audit("evidence.publish")
                .put("participant", publisher.name().value())
                .put("version", version.number().value())
                .put("success", evidence.success());
    }

    /** What is about a pair is verified for that pair: as in a pact, both names are part of its identity. */
    private static ContentStore.Draft content(DocumentDraft draft, Participant publisher, Participant provider) {
        if (draft.provider() == null) {
            return new ContentStore.Draft(draft.kind().word(), draft.hash(), null, null, null, draft.body()::get);
        }
        var identity = JsonNodeFactory.instance
                .arrayNode()
                .add(publisher.name().value())
                .add(provider.name().value())
                .add(draft.hash().hex());
        return new ContentStore.Draft(
                draft.kind().word(),
                Sha256.ofContent(Json.canonical(identity)),
                publisher.id(),
                provider.id(),
                null,
                draft.body()::get);
    }
}
