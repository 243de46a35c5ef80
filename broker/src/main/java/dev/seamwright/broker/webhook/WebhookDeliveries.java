package dev.seamwright.broker.webhook;

import dev.seamwright.broker.db.Transactor;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.token.Caller;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.broker.webhook.Delivery.Status;
import dev.seamwright.broker.webhook.DeliveryStore.Due;
import dev.seamwright.broker.webhook.DeliveryStore.Subject;
import dev.seamwright.broker.webhook.DeliveryStore.Told;
import dev.seamwright.broker.webhook.WebhookSender.Outcome;
import dev.seamwright.broker.webhook.WebhookSender.Outgoing;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the deliveries that are due: reads in one transaction, sends outside of any, records in another. When a broker dies in between,
 * the delivery is made again with the same id: at least once.
 */
final class WebhookDeliveries {
    private static final Logger log = LoggerFactory.getLogger(WebhookDeliveries.class);

    /** The scheduler may be a little ahead of the row. */
    private static final Duration EARLY = Duration.ofSeconds(1);

    /** The receiver wants no more (Standard Webhooks, "Operational considerations"). */
    private static final int GONE = 410;

    private static final String REQUIRING = WebhookEventType.CONTRACT_REQUIRING_VERIFICATION_PUBLISHED.word();

    private final Transactor transactor;
    private final WebhookPolicy policy;
    private final WebhookSecrets secrets;
    private final WebhookSender sender;
    private final Formats formats;
    private final Tellings tellings;
    private final Builds builds;

    WebhookDeliveries(
            Transactor transactor,
            WebhookPolicy policy,
            WebhookSecrets secrets,
            WebhookSender sender,
            Formats formats,
            Tellings tellings,
            Builds builds) {
        this.transactor = transactor;
        this.policy = policy;
        this.secrets = secrets;
        this.sender = sender;
        this.formats = formats;
        this.tellings = tellings;
        this.builds = builds;
    }

    /** Which delivery, of which workspace: the queue's instance, {@code workspace/delivery/run}. */
    private record Ticket(int workspaceId, UUID id, int run) {
        static Ticket of(String instance) {
            var parts = instance.split("/", -1);
            return new Ticket(Integer.parseInt(parts[0]), UUID.fromString(parts[1]), Integer.parseInt(parts[2]));
        }

        Caller caller() {
            return new Caller(workspaceId, "", "job:" + DeliveryStore.QUEUE, Scope.PUBLISH, false);
        }
    }

    /** What there is to do for a ticket. */
    private sealed interface Step {
        /** It is over: delivered, given up, redelivered with another ticket, or its version was deleted. */
        record Nothing() implements Step {}

        record Wait(Instant until) implements Step {}

        record GiveUp(String reason) implements Step {}

        record Fail(String reason) implements Step {}

        record Send(Outgoing outgoing) implements Step {}

        record Tell(Format format, Webhook.Request request, Telling telling) implements Step {}
    }

    /** Works on a ticket; answers when to do so again. */
    Optional<Instant> work(String instance) {
        var ticket = Ticket.of(instance);
        return switch (transactor.read(ticket.caller(), tx -> next(tx, ticket))) {
            case Step.Nothing() -> Optional.empty();
            case Step.Wait(var until) -> Optional.of(until);
            case Step.GiveUp(var reason) -> record(ticket, Outcome.hopeless("Not sent: " + reason + "\n"), false);
            case Step.Fail(var reason) -> record(ticket, Outcome.notSent("Not sent: " + reason + "\n"), false);
            case Step.Send(var outgoing) -> record(ticket, sender.send(outgoing), true);
            case Step.Tell(var format, var request, var telling) ->
                record(
                        ticket,
                        formats.tell(ticket.id().toString(), format, request, telling),
                        format.kind().startsBuilds());
        };
    }

    private Step next(Tx tx, Ticket ticket) {
        var due = tx.store(DeliveryStore.class).due(ticket.id()).orElse(null);
        if (due == null || isOver(due, ticket)) {
            return new Step.Nothing();
        }
        var at = due.nextAttemptAt();
        if (at != null && at.isAfter(tx.now().plus(EARLY))) {
            return new Step.Wait(at);
        }
        var stored = tx.store(WebhookStore.class).find(due.webhookId()).orElse(null);
        if (stored == null) {
            return new Step.GiveUp("the webhook was deleted.");
        }
        if (!stored.webhook().enabled()) {
            return new Step.GiveUp("the webhook is disabled.");
        }
        try {
            var request = secrets.open(ticket.workspaceId(), stored);
            var format = stored.webhook().format();
            if (format != null) {
                return new Step.Tell(format, request, tellings.of(tx, stored.webhook(), format, due));
            }
            return new Step.Send(outgoing(tx, ticket.id().toString(), due, request));
        } catch (SecretBox.Unreadable unreadable) {
            return new Step.Fail(String.valueOf(unreadable.getMessage()));
        }
    }

    private static Outgoing outgoing(Tx tx, String id, Due due, Webhook.Request request) {
        return switch (due.about()) {
            case Subject pact -> WebhookSender.prepare(id, request, Subjects.variables(tx, due.event(), pact));
            case Told told -> {
                var data = Subjects.data(told);
                var variables = Subjects.variables(due.event(), data, told.baseUrl());
                yield request.body() != null
                        ? WebhookSender.prepare(id, request, variables)
                        : WebhookSender.prepare(
                                id, request, variables, Subjects.payload(due.event(), due.createdAt(), data));
            }
        };
    }

    private static boolean isOver(Due due, Ticket ticket) {
        return due.run() != ticket.run() || due.status() == Status.SUCCESS || due.status() == Status.FAILURE;
    }

    /** @param startsBuilds whether the receiver may be the provider's CI */
    private Optional<Instant> record(Ticket ticket, Outcome outcome, boolean startsBuilds) {
        var success = outcome.success();
        var gone = Objects.equals(outcome.status(), GONE);
        if (gone) {
            disable(ticket);
        }
        var last = gone || outcome.hopeless();
        return transactor.write(ticket.caller(), tx -> {
            var store = tx.store(DeliveryStore.class);
            var due = store.lock(ticket.id()).orElse(null);
            if (due == null) {
                return Optional.empty();
            }
            store.addAttempt(
                    ticket.id(),
                    ticket.run(),
                    success,
                    outcome.log(),
                    outcome.status(),
                    outcome.error(),
                    outcome.payload(),
                    outcome.excerpt(),
                    tx.now());
            if (isOver(due, ticket)) {
                return Optional.empty(); // redelivered meanwhile: the new ticket goes on
            }
            var retries = policy.retries();
            var again = success || last || due.attempts() >= retries.size()
                    ? null
                    : tx.now().plus(jittered(retries.get(due.attempts())));
            var status = success ? Status.SUCCESS : again == null ? Status.FAILURE : Status.RETRYING;
            store.advance(ticket.id(), status.word(), due.attempts() + 1, again, tx.now());
            report(ticket, due, status, again);
            if (success && startsBuilds && due.event().equals(REQUIRING)) {
                asked(tx, due, outcome);
            }
            return Optional.ofNullable(again);
        });
    }

    private void asked(Tx tx, Due due, Outcome outcome) {
        if (due.about() instanceof Subject pact && pact.providerVersionId() != null) {
            builds.asked(
                    tx,
                    pact.contentId(),
                    pact.providerVersionId(),
                    policy.showsResponses() ? StartedBuild.of(outcome).orElse(null) : null);
        }
    }

    /** Between a half and the whole of it: receivers that were down are not called by all at once. */
    private static Duration jittered(Duration pause) {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(pause.toMillis() / 2, pause.toMillis() + 1));
    }

    private void disable(Ticket ticket) {
        transactor.write(ticket.caller(), tx -> {
            var due = tx.store(DeliveryStore.class).due(ticket.id()).orElse(null);
            if (due == null || tx.store(WebhookStore.class).disable(due.webhookId(), tx.now()) == 0) {
                return false; // done by another delivery
            }
            tx.audit("webhook.disable").put("webhook", due.webhookId()).put("reason", "the receiver answered 410 Gone");
            log.warn("webhook disabled workspace={} webhook={} status={}", ticket.workspaceId(), due.webhookId(), GONE);
            return true;
        });
    }

    private static void report(Ticket ticket, Due due, Status status, @Nullable Instant again) {
        if (status == Status.FAILURE) {
            log.warn(
                    "webhook given up workspace={} webhook={} delivery={} attempts={}",
                    ticket.workspaceId(),
                    due.webhookId(),
                    ticket.id(),
                    due.attempts() + 1);
        } else {
            log.info(
                    "webhook attempted workspace={} webhook={} delivery={} status={} next={}",
                    ticket.workspaceId(),
                    due.webhookId(),
                    ticket.id(),
                    status.word(),
                    again);
        }
    }
}
