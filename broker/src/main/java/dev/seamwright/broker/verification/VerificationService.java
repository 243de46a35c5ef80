package dev.seamwright.broker.verification;

import dev.seamwright.broker.contract.Deflated;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Page;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.broker.version.VersionService;
import dev.seamwright.broker.webhook.WebhookEvent;
import dev.seamwright.broker.webhook.WebhookEventType;
import dev.seamwright.broker.webhook.WebhookService;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.Method;
import dev.seamwright.contracts.ParticipantName;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.VersionNumber;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Records results, and finds them again. */
public final class VerificationService {
    private final ParticipantService participants;
    private final VersionService versions;
    private final WebhookService webhooks;

    public VerificationService(ParticipantService participants, VersionService versions, WebhookService webhooks) {
        this.participants = participants;
        this.versions = versions;
        this.webhooks = webhooks;
    }

    /** The content of a pair, by the name that it has in links. */
    public record Subject(ParticipantName consumer, ParticipantName provider, String sha) {}

    /**
     * A result as a verifier reports it.
     *
     * @param buildUrl null: not said
     * @param verifiedBy JSON; null: not said
     * @param results JSON of the single tests; null: not sent
     */
    public record Report(
            VersionNumber providerVersion,
            Method method,
            boolean success,
            boolean wip,
            boolean pending,
            @Nullable String buildUrl,
            @Nullable String verifiedBy,
            @Nullable String results) {}

    /**
     * Stores a result; makes the provider version when it is new. From now on it is the newest one of its content, provider
     * version and method, and the only one that counts. Raises the events.
     *
     * @param consumerVersions those that the content was verified for, each of them hears of it; none: the newest that published it
     * @param baseUrl what links in webhooks begin with; empty: nobody knows, and no webhook is sent
     * @throws NotFound when the content is unknown
     */
    public Verification record(
            Tx tx, Subject subject, Report report, List<VersionNumber> consumerVersions, String baseUrl) {
        var locked = tx.store(VerificationStore.class)
                .lock(subject.consumer(), subject.provider(), subject.sha())
                .orElseThrow(() -> unknown(subject));
        var recorded = record(tx, locked, report, consumerVersions, baseUrl);
        return new Verification(
                recorded.number(),
                subject.consumer(),
                subject.provider(),
                report.providerVersion(),
                subject.sha(),
                report.method(),
                report.success(),
                report.wip(),
                report.pending(),
                report.buildUrl(),
                report.verifiedBy(),
                report.results(),
                tx.now());
    }

    /**
     * Stores a result for a contract of any kind, likewise.
     *
     * @throws NotFound when the contract is unknown, or none with that provider
     */
    public ListedVerification record(
            Tx tx, ContractKind kind, Sha256 sha256, ParticipantName provider, Report report, String baseUrl) {
        var locked = tx.store(VerificationStore.class)
                .lockContract(kind.word(), sha256, provider)
                .orElseThrow(() -> new NotFound("There is no contract of kind '%s' with '%s' that has the hash %s."
                        .formatted(kind.word(), provider.value(), sha256.hex())));
        var recorded = record(tx, locked, report, List.of(), baseUrl);
        return new ListedVerification(
                kind,
                sha256,
                recorded.number(),
                locked.consumer(),
                locked.provider(),
                report.providerVersion(),
                report.method(),
                report.success(),
                report.wip(),
                report.pending(),
                report.buildUrl(),
                report.verifiedBy(),
                tx.now());
    }

    private VerificationStore.Recorded record(
            Tx tx,
            VerificationStore.Subject subject,
            Report report,
            List<VersionNumber> consumerVersions,
            String baseUrl) {
        var provider = participants.get(tx, subject.provider());
        var version = versions.ensure(tx, provider, report.providerVersion(), null);
        var results = report.results();
        var recorded = tx.store(VerificationStore.class)
                .record(
                        subject.contentId(),
                        provider.id(),
                        version.version().id(),
                        report.method(),
                        report.success(),
                        report.wip(),
                        report.pending(),
                        report.buildUrl(),
                        report.verifiedBy(),
                        results == null ? null : Deflated.deflate(results.getBytes(StandardCharsets.UTF_8)),
                        tx.now());
        tx.audit("verification.record")
                .put("kind", subject.kind().word())
                .put("consumer", subject.consumer().value())
                .put("provider", subject.provider().value())
                .put("providerVersion", report.providerVersion().value())
                .put("content", subject.sha())
                .put("method", report.method().word())
                .put("success", report.success())
                .put("number", recorded.number());
        if (subject.kind() == ContractKind.PACT && !baseUrl.isEmpty()) {
            raise(tx, subject, version.version().id(), recorded.id(), report.success(), consumerVersions, baseUrl);
        }
        return recorded;
    }

    /**
     * Which results to list; null does not filter.
     *
     * @param after the result before the first one; null: from the newest on
     */
    public record Filter(
            @Nullable Long consumer,
            @Nullable Long provider,
            @Nullable Long providerVersion,
            @Nullable ContractKind kind,
            @Nullable Sha256 sha256,
            @Nullable After after,
            int limit) {}

    /** A place in the list. */
    public record After(ContractKind kind, Sha256 sha256, int number) {}

    /**
     * Results of contracts of any kind, newest first.
     *
     * @throws InvalidInput when the result before the first one is not there any more
     */
    public List<ListedVerification> page(Tx tx, Filter filter) {
        var store = tx.store(ListedVerificationStore.class);
        var after = filter.after();
        var before = after == null
                ? null
                : store.id(after.kind().word(), after.sha256(), after.number()).orElseThrow(Page::unknownCursor);
        return store.page(
                filter.consumer(),
                filter.provider(),
                filter.providerVersion(),
                filter.kind() == null ? null : filter.kind().word(),
                filter.sha256(),
                before,
                filter.limit());
    }

    private void raise(
            Tx tx,
            VerificationStore.Subject subject,
            long providerVersionId,
            long verificationId,
            boolean success,
            List<VersionNumber> consumerVersions,
            String baseUrl) {
        var types = Set.of(
                WebhookEventType.PROVIDER_VERIFICATION_PUBLISHED,
                success
                        ? WebhookEventType.PROVIDER_VERIFICATION_SUCCEEDED
                        : WebhookEventType.PROVIDER_VERIFICATION_FAILED);
        var wanted = webhooks.wanted(tx, types, subject.consumerId(), subject.providerId());
        if (wanted.isEmpty()) {
            return;
        }
        var numbers = consumerVersions.stream().map(VersionNumber::value).toArray(String[]::new);
        var events = new ArrayList<WebhookEvent>();
        for (var consumerVersion : tx.store(VerificationStore.class).publishers(subject.contentId(), numbers)) {
            for (var type : wanted) {
                events.add(new WebhookEvent(
                        type,
                        subject.consumerId(),
                        subject.providerId(),
                        consumerVersion,
                        subject.contentId(),
                        providerVersionId,
                        null,
                        verificationId,
                        baseUrl));
            }
        }
        webhooks.raiseAll(tx, events);
    }

    /** @throws NotFound when there is no such result */
    public Verification get(Tx tx, Subject subject, int number) {
        return tx.store(VerificationStore.class)
                .find(subject.consumer(), subject.provider(), subject.sha(), number)
                .orElseThrow(() -> new NotFound("There is no verification result %d of this pact.".formatted(number)));
    }

    /** The newest result of a content, by any provider version. */
    public Optional<Verification> latest(Tx tx, Subject subject) {
        return tx.store(VerificationStore.class).latest(subject.consumer(), subject.provider(), subject.sha());
    }

    /** The newest result of each pact of a consumer version, by provider; without the single tests. */
    public List<Verification> latestOfConsumerVersion(Tx tx, ParticipantName consumer, VersionNumber version) {
        return tx.store(VerificationStore.class).latestOfConsumerVersion(consumer, version);
    }

    /**
     * The newest cross-checks of pacts and a provider's version, by consumer.
     *
     * @param consumer null: all
     * @param consumerVersion null: any
     */
    public List<CrossChecked> crossChecks(
            Tx tx, long providerVersion, @Nullable ParticipantName consumer, @Nullable VersionNumber consumerVersion) {
        return tx.store(VerificationStore.class).crossChecks(providerVersion, consumer, consumerVersion);
    }

    /**
     * Deletes a result; what was known before it holds again.
     *
     * @throws NotFound when there is no such result
     */
    public void delete(Tx tx, Subject subject, int number) {
        var store = tx.store(VerificationStore.class);
        var content = store.lock(subject.consumer(), subject.provider(), subject.sha())
                .orElseThrow(() -> unknown(subject))
                .contentId();
        if (store.delete(content, number) == 0) {
            throw new NotFound("There is no verification result %d of this pact.".formatted(number));
        }
        store.restoreLatest(content);
        store.forgetSuccesses(content);
        store.restoreSuccesses(content);
        tx.audit("verification.delete")
                .put("consumer", subject.consumer().value())
                .put("provider", subject.provider().value())
                .put("content", subject.sha())
                .put("number", number);
    }

    private static NotFound unknown(Subject subject) {
        return new NotFound("There is no pact between '%s' and '%s' with the content %s."
                .formatted(subject.consumer().value(), subject.provider().value(), subject.sha()));
    }
}
