package dev.seamwright.broker.verdictchange;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Transactor;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.job.Jobs;
import dev.seamwright.broker.token.Caller;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.broker.verdictchange.VerdictStateStore.Changed;
import dev.seamwright.broker.webhook.ToldEvent;
import dev.seamwright.broker.webhook.WebhookEventType;
import dev.seamwright.broker.webhook.WebhookService;
import dev.seamwright.verifier.footprint.Gate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the verdicts of everything that runs with what they were, as soon as the audit log has grown, and raises events for those that
 * differ. Two things have a verdict: what runs of a participant in an environment (may it be deployed there, as <em>can-i-deploy</em> says
 * of its versions, the worst of them), and a seam there (all its pairs). Nothing is done in the transactions of the causes: each of them
 * is an entry of the audit log already. The first comparison tells nothing, because nobody knows what was before.
 */
public final class VerdictWatch {
    private static final Logger log = LoggerFactory.getLogger(VerdictWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int MOST_VERSIONS = 20;
    private static final int REST =
            10; // as long as a comparison took, so that a large workspace leaves the database to others

    private final Transactor transactor;
    private final WebhookService webhooks;
    private final boolean documentsCount;
    private final Clock clock;

    /** @param documentGate whose failing by a change of a document counts in verdicts */
    public VerdictWatch(Transactor transactor, WebhookService webhooks, Gate documentGate, Clock clock) {
        this.transactor = transactor;
        this.webhooks = webhooks;
        this.documentsCount = documentGate == Gate.ANYONE;
        this.clock = clock;
    }

    /** Registers the work with {@code jobs}, which must not have been started. */
    public void work(Jobs jobs) {
        jobs.queue(WebhookService.VERDICT_WATCH, this::work);
    }

    /** Which webhook waits, of which workspace, as it was saved then. */
    private record Ticket(int workspaceId, String webhook, Instant savedAt) {
        static Ticket of(String instance) {
            var parts = instance.split("/", -1);
            return new Ticket(Integer.parseInt(parts[0]), parts[1], Instant.parse(parts[2]));
        }

        Caller caller() {
            return new Caller(workspaceId, "", "job:" + WebhookService.VERDICT_WATCH, Scope.PUBLISH, false);
        }
    }

    /** How things stand when somebody looks. */
    private enum Look {
        OVER,
        NOTHING_NEW,
        COMPARE
    }

    private Optional<Instant> work(String instance) {
        var ticket = Ticket.of(instance);
        var began = System.nanoTime();
        var look = transactor.read(ticket.caller(), tx -> look(tx, ticket));
        if (look == Look.OVER) {
            return Optional.empty();
        }
        if (look == Look.COMPARE) {
            var told = transactor.write(ticket.caller(), this::compare);
            if (told > 0) {
                log.info("verdicts changed workspace={} events={}", ticket.workspaceId(), told);
            }
        }
        var rest = Duration.ofNanos(System.nanoTime() - began).multipliedBy(REST);
        return Optional.of(clock.instant().plus(rest.compareTo(PAUSE) < 0 ? PAUSE : rest));
    }

    private Look look(Tx tx, Ticket ticket) {
        if (!webhooks.watchesVerdicts(tx, ticket.webhook(), ticket.savedAt())) {
            return Look.OVER;
        }
        var store = tx.store(VerdictStateStore.class);
        var compared = store.compared();
        return compared.isPresent() && compared.get() == store.head() ? Look.NOTHING_NEW : Look.COMPARE;
    }

    /** The head is read before the verdicts are: what comes in between is seen now and looked for once more, and nothing is missed. */
    private int compare(Tx tx) {
        var store = tx.store(VerdictStateStore.class);
        var compared = store.lock();
        var head = store.head();
        if (compared.isPresent() && compared.get() == head) {
            return 0; // another webhook's turn was quicker
        }
        var changed = store.changed(documentsCount);
        keep(store, changed, tx.now());
        store.compared(head, tx.now());
        if (compared.isEmpty()) {
            return 0;
        }
        return webhooks.append(
                tx,
                changed.stream()
                        .filter(change -> change.answer() != null)
                        .map(change -> event(change, tx.now()))
                        .toList());
    }

    private static void keep(VerdictStateStore store, List<Changed> changed, Instant now) {
        var gone = changed.stream().filter(change -> change.answer() == null).toList();
        if (!gone.isEmpty()) {
            store.forget(environments(gone), consumers(gone), providers(gone), kinds(gone));
        }
        var fresh = changed.stream().filter(change -> change.answer() != null).toList();
        if (!fresh.isEmpty()) {
            var answers = fresh.stream().map(Changed::answer).toArray(String[]::new);
            store.keep(environments(fresh), consumers(fresh), providers(fresh), kinds(fresh), answers, now);
        }
    }

    private static UUID[] environments(List<Changed> rows) {
        return rows.stream().map(Changed::environmentId).toArray(UUID[]::new);
    }

    private static Long[] consumers(List<Changed> rows) {
        return rows.stream().map(Changed::consumerId).toArray(Long[]::new);
    }

    private static Long[] providers(List<Changed> rows) {
        return rows.stream().map(Changed::providerId).toArray(Long[]::new);
    }

    private static String[] kinds(List<Changed> rows) {
        return rows.stream().map(Changed::kind).toArray(String[]::new);
    }

    private static ToldEvent event(Changed change, Instant now) {
        var data = JsonNodeFactory.instance.objectNode();
        data.put("environment", change.environment());
        if (change.isOfParticipant()) {
            data.put("participant", change.consumer());
            versions(data, "versions", change.consumerVersions());
        } else {
            data.put("kind", change.kind());
            data.put("consumer", change.consumer());
            versions(data, "consumerVersions", change.consumerVersions());
            data.put("provider", change.provider());
            versions(data, "providerVersions", change.providerVersions());
        }
        answers(data, change.before(), change.answer());
        data.put("at", now.toString());
        var type = change.isOfParticipant() ? WebhookEventType.VERDICT_CHANGED : WebhookEventType.SEAM_VERDICT_CHANGED;
        return new ToldEvent(type, change.consumerId(), change.providerId(), data);
    }

    private static void answers(ObjectNode data, @Nullable String before, @Nullable String answer) {
        data.put("before", before); // null: it has just come up
        data.put("answer", answer);
    }

    private static void versions(ObjectNode data, String member, List<String> numbers) {
        var array = data.putArray(member);
        numbers.stream().limit(MOST_VERSIONS).forEach(array::add);
    }
}
