package dev.seamwright.broker.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.participant.Participant;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.broker.problem.BrokerException.Unprocessable;
import dev.seamwright.broker.version.Version;
import dev.seamwright.broker.webhook.WebhookSender.Outcome;
import dev.seamwright.broker.webhook.WebhookSender.Outgoing;
import dev.seamwright.broker.webhook.WebhookStore.Stored;
import dev.seamwright.contracts.InvalidInput;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Webhooks: kept, triggered, tried out and redelivered. */
public final class WebhookService {
    /** How many deliveries a list shows at most, the newest first. */
    public static final int LONGEST_LIST = 100;

    /** The queue that has a row, {@code workspace/webhook/saved at}, for each webhook that waits for changes of verdicts. */
    public static final String VERDICT_WATCH = "verdict-watch";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{16,255}");
    private static final String TRIAL_EVENT = "test";
    private static final int RANDOM_ID = 16;
    private static final SecureRandom RANDOMNESS = new SecureRandom();

    private final ParticipantService participants;
    private final WebhookPolicy policy;
    private final WebhookSecrets secrets;
    private final WebhookSender sender;
    private final Formats formats;
    private final Tellings tellings;
    private final Supplier<String> baseUrl;
    private final Runnable wake;

    WebhookService(
            ParticipantService participants,
            WebhookPolicy policy,
            WebhookSecrets secrets,
            WebhookSender sender,
            Formats formats,
            Tellings tellings,
            Supplier<String> baseUrl,
            Runnable wake) {
        this.participants = participants;
        this.policy = policy;
        this.secrets = secrets;
        this.sender = sender;
        this.formats = formats;
        this.tellings = tellings;
        this.baseUrl = baseUrl;
        this.wake = wake;
    }

    /**
     * A stored webhook.
     *
     * @param webhook secrets starred
     * @param created whether it is new
     */
    public record Saved(Webhook webhook, boolean created) {}

    /** The sides that a path names; null: it names none. */
    public record Between(
            @Nullable Participant consumer, @Nullable Participant provider) {
        public static final Between ANYONE = new Between(null, null);
    }

    /** A request that was made ready in a transaction, to be sent outside of it. */
    public static final class Trial {
        private final Outgoing outgoing;
        private final Supplier<Outcome> sending;

        /** @param outgoing what is shown of it */
        private Trial(Outgoing outgoing, Supplier<Outcome> sending) {
            this.outgoing = outgoing;
            this.sending = sending;
        }
    }

    /**
     * What came of a {@link Trial}, without secrets.
     *
     * @param status null: there was no response
     * @param error why there was none; else null
     * @param showsResponse whether the policy lets response headers and body be seen
     */
    public record TrialResult(
            boolean success,
            String url,
            Map<String, String> requestHeaders,
            String requestBody,
            @Nullable Integer status,
            Map<String, String> responseHeaders,
            String responseBody,
            @Nullable String error,
            String log,
            boolean showsResponse) {}

    // ---- events

    /** Queues the webhooks that the event triggers, in this transaction; one statement, cheap when there are none. */
    public void raise(Tx tx, WebhookEvent event) {
        raiseAll(tx, List.of(event));
    }

    /**
     * Those of the types that an enabled webhook for these sides waits for: one cheap statement, to find out first whether the
     * events need to be known at all.
     */
    public Set<WebhookEventType> wanted(Tx tx, Set<WebhookEventType> types, long consumerId, Long... providerIds) {
        var words = tx.store(DeliveryStore.class)
                .wanted(types.stream().map(WebhookEventType::word).toArray(String[]::new), consumerId, providerIds);
        return words.stream()
                .flatMap(word -> WebhookEventType.of(word).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Queues the webhooks that the events trigger, in this transaction; one statement however many there are.
     *
     * @return how many were queued
     */
    public int raiseAll(Tx tx, List<WebhookEvent> events) {
        if (events.isEmpty()) {
            return 0;
        }
        var queued = tx.store(DeliveryStore.class)
                .trigger(
                        events.stream().map(e -> e.type().word()).toArray(String[]::new),
                        events.stream().map(WebhookEvent::consumerId).toArray(Long[]::new),
                        events.stream().map(WebhookEvent::providerId).toArray(Long[]::new),
                        events.stream().map(WebhookEvent::consumerVersionId).toArray(Long[]::new),
                        events.stream().map(WebhookEvent::contentId).toArray(Long[]::new),
                        events.stream().map(WebhookEvent::providerVersionId).toArray(Long[]::new),
                        events.stream()
                                .map(WebhookEvent::providerVersionDescriptions)
                                .toArray(String[]::new),
                        events.stream().map(WebhookEvent::verificationId).toArray(Long[]::new),
                        events.stream().map(WebhookEvent::baseUrl).toArray(String[]::new),
                        tx.now());
        if (queued > 0) {
            tx.afterCommit(wake);
        }
        return queued;
    }

    /** Queues the webhooks that wait for the event, in this transaction, which is that of its cause; one statement. */
    public void append(Tx tx, ToldEvent event) {
        append(tx, List.of(event));
    }

    /**
     * The same for several events; one statement however many there are.
     *
     * @return how many deliveries were queued
     */
    public int append(Tx tx, List<ToldEvent> events) {
        if (events.isEmpty()) {
            return 0;
        }
        var queued = tx.store(DeliveryStore.class)
                .append(
                        events.stream().map(event -> event.type().word()).toArray(String[]::new),
                        events.stream().map(ToldEvent::consumerId).toArray(Long[]::new),
                        events.stream().map(ToldEvent::providerId).toArray(Long[]::new),
                        events.stream().map(event -> event.data().toString()).toArray(String[]::new),
                        baseUrl.get(),
                        tx.now());
        if (queued > 0) {
            tx.afterCommit(wake);
        }
        return queued;
    }

    /**
     * Whether a webhook, as it was saved at that time, is what verdicts are still compared for.
     *
     * @param savedAt what stands in its row of the queue {@link #VERDICT_WATCH}
     */
    public boolean watchesVerdicts(Tx tx, String id, Instant savedAt) {
        return tx.store(WebhookStore.class)
                .find(id)
                .filter(stored -> stored.webhook().updatedAt().equals(savedAt) && watches(stored.webhook()))
                .isPresent();
    }

    private static boolean watches(Webhook webhook) {
        return webhook.enabled() && webhook.events().stream().anyMatch(WebhookEventType::isOfVerdicts);
    }

    // ---- webhooks

    /** @throws NotFound when the workspace has no such webhook */
    public Webhook get(Tx tx, String id) {
        return stored(tx, id).webhook();
    }

    public List<Webhook> all(Tx tx) {
        return tx.store(WebhookStore.class).all().stream().map(Stored::webhook).toList();
    }

    /** The webhooks for exactly these sides: without a consumer, those for every consumer of the provider. */
    public List<Webhook> between(Tx tx, Between sides) {
        var consumer = sides.consumer();
        var provider = sides.provider();
        return tx
                .store(WebhookStore.class)
                .between(consumer == null ? null : consumer.id(), provider == null ? null : provider.id())
                .stream()
                .map(Stored::webhook)
                .toList();
    }

    /**
     * Makes a webhook with a random id.
     *
     * @param sides what the path says; it goes before the body
     * @throws InvalidInput with everything that is wrong with the body
     */
    public Webhook create(Tx tx, JsonNode json, Between sides) {
        var id = new byte[RANDOM_ID];
        RANDOMNESS.nextBytes(id);
        return save(
                tx,
                Base64.getUrlEncoder().withoutPadding().encodeToString(id),
                WebhookDraft.read(json, policy),
                sides,
                null);
    }

    /**
     * Makes or replaces the webhook with this id. A starred secret, or one that is left out, stays as it was.
     *
     * @param id 16 or more letters, digits, {@code _} and {@code -}
     */
    public Saved put(Tx tx, String id, JsonNode json) {
        if (!ID.matcher(id).matches()) {
            throw new InvalidInput(
                    "/uuid", "Must have 16 to 255 characters, each a letter, a digit, '_' or '-'; a uuid for example.");
        }
        var draft = WebhookDraft.read(json, policy);
        var before = tx.store(WebhookStore.class).lock(id).orElse(null);
        return new Saved(save(tx, id, draft, Between.ANYONE, before), before == null);
    }

    /** Deletes a webhook. What it has sent stays to be seen; what waits is not sent. */
    public void delete(Tx tx, String id) {
        if (tx.store(WebhookStore.class).delete(id) == 0) {
            throw notFound(id);
        }
        tx.audit("webhook.delete").put("webhook", id);
    }

    private Webhook save(Tx tx, String id, WebhookDraft draft, Between path, @Nullable Stored before) {
        var errors = new ArrayList<InvalidInput.Detail>();
        var consumerId = path.consumer() != null
                ? Long.valueOf(path.consumer().id())
                : participant(tx, draft.consumer(), "/consumer/name", errors);
        var providerId = path.provider() != null
                ? Long.valueOf(path.provider().id())
                : participant(tx, draft.provider(), "/provider/name", errors);
        var workspaceId = tx.caller().workspaceId();
        var request = secrets.complete(workspaceId, draft, before, errors);
        if (!errors.isEmpty()) {
            throw new InvalidInput(errors);
        }
        var sealed = secrets.seal(workspaceId, id, request);
        var store = tx.store(WebhookStore.class);
        store.save(new WebhookStore.Row(
                id,
                draft.description(),
                draft.enabled(),
                consumerId,
                path.consumer() == null ? label(draft.consumer()) : null,
                providerId,
                path.provider() == null ? label(draft.provider()) : null,
                draft.events().stream().map(WebhookEventType::word).toArray(String[]::new),
                request.method(),
                request.url(),
                WebhookSecrets.openHeaders(request.headers()).toString(),
                request.body() == null ? null : request.body().toString(),
                request.username(),
                request.password() != null,
                request.signingSecret() != null,
                sealed == null ? null : sealed.bytes(),
                sealed == null ? null : sealed.keyId(),
                draft.format() == null ? null : draft.format().kind().word(),
                draft.format() == null ? null : options(draft.format()).toString(),
                tx.now()));
        tx.audit(before == null ? "webhook.create" : "webhook.update").put("webhook", id);
        var saved = get(tx, id);
        if (watches(saved)) {
            store.watchVerdicts(VERDICT_WATCH, "%d/%s/%s".formatted(workspaceId, id, saved.updatedAt()), tx.now());
            tx.afterCommit(wake);
        }
        return saved;
    }

    private static ObjectNode options(Format format) {
        var options = JsonNodeFactory.instance.objectNode();
        if (format.environment() != null) {
            options.put("environment", format.environment().value());
        }
        if (format.context() != null) {
            options.put("context", format.context());
        }
        return options;
    }

    private @Nullable Long participant(
            Tx tx, Webhook.@Nullable Side side, String pointer, List<InvalidInput.Detail> errors) {
        if (side == null || side.name() == null) {
            return null;
        }
        var name = side.name();
        var found = participants.find(tx, name);
        if (found.isEmpty()) {
            errors.add(new InvalidInput.Detail(pointer, "There is no participant '%s'.".formatted(name.value())));
            return null;
        }
        return found.get().id();
    }

    private static @Nullable String name(Webhook.@Nullable Side side) {
        return side == null || side.name() == null ? null : side.name().value();
    }

    private static @Nullable String label(Webhook.@Nullable Side side) {
        return side == null || side.label() == null ? null : side.label().value();
    }

    // ---- trying out

    /**
     * Makes the request of a stored webhook ready to be sent now, for the newest pact that it would be triggered by.
     *
     * @param baseUrl what links in it begin with
     */
    public Trial prepareTrial(Tx tx, String id, String baseUrl) {
        var stored = stored(tx, id);
        try {
            var request = secrets.open(tx.caller().workspaceId(), stored);
            tx.audit("webhook.try").put("webhook", id);
            return trial(tx, stored.webhook(), request, baseUrl);
        } catch (SecretBox.Unreadable unreadable) {
            throw new Unprocessable(String.valueOf(unreadable.getMessage()));
        }
    }

    /** Makes the request of a webhook that is not stored ready to be sent now. */
    public Trial prepareTrial(Tx tx, JsonNode json, String baseUrl) {
        var draft = WebhookDraft.read(json, policy);
        var errors = new ArrayList<InvalidInput.Detail>();
        participant(tx, draft.consumer(), "/consumer/name", errors);
        participant(tx, draft.provider(), "/provider/name", errors);
        var request = secrets.complete(tx.caller().workspaceId(), draft, null, errors);
        if (!errors.isEmpty()) {
            throw new InvalidInput(errors);
        }
        tx.audit("webhook.try")
                .put("host", URI.create(Variables.sample(request.url())).getHost());
        return trial(tx, draft.unsaved(tx.now()), request, baseUrl);
    }

    private Trial trial(Tx tx, Webhook webhook, Webhook.Request request, String baseUrl) {
        var consumer = webhook.consumer();
        var provider = webhook.provider();
        var pact = tx.store(DeliveryStore.class)
                .latestPact(name(consumer), name(provider), label(consumer), label(provider), baseUrl);
        var id = UUID.randomUUID().toString();
        var format = webhook.format();
        if (format != null) {
            var about = pact.orElseThrow(
                    () -> new Unprocessable("Publish a pact first: this format tells of real versions alone."));
            var due = new DeliveryStore.Due(
                    webhook.id(), TRIAL_EVENT, Delivery.Status.NOT_RUN, 1, 0, null, tx.now(), about);
            var telling = tellings.of(tx, webhook, format, due);
            var shown = WebhookSender.prepare(id, request, new Variables(Map.of()));
            return new Trial(shown, () -> formats.tell(id, format, request, telling));
        }
        var variables = pact.map(subject -> Subjects.variables(tx, TRIAL_EVENT, subject))
                .orElseGet(() -> Subjects.example(TRIAL_EVENT, baseUrl));
        var outgoing = WebhookSender.prepare(id, request, variables);
        return new Trial(outgoing, () -> sender.send(outgoing));
    }

    /** Sends a trial's request and waits for the response. Call it outside of any transaction: it takes seconds. */
    public TrialResult send(Trial trial) {
        var outgoing = trial.outgoing;
        var outcome = trial.sending.get();
        var headers = new LinkedHashMap<String, String>();
        outgoing.headers().forEach((name, value) -> headers.put(name, WebhookSender.shown(name, value)));
        var responseHeaders = new LinkedHashMap<String, String>();
        outcome.headers()
                .forEach((name, value) ->
                        responseHeaders.put(name, WebhookSender.redacted(WebhookSender.shown(name, value), outgoing)));
        return new TrialResult(
                outcome.success(),
                outgoing.url(),
                headers,
                new String(outgoing.body(), StandardCharsets.UTF_8),
                outcome.status(),
                responseHeaders,
                WebhookSender.redacted(outcome.body(), outgoing),
                outcome.error(),
                outcome.log(),
                policy.showsResponses());
    }

    // ---- deliveries

    /** What a consumer version's contract triggered, the newest first. */
    public List<Delivery> triggeredBy(Tx tx, Participant provider, Version consumerVersion) {
        return withWebhooks(
                tx,
                tx.store(DeliveryStore.class)
                        .ofConsumerVersion(consumerVersion.participantId(), consumerVersion.id(), provider.id()));
    }

    /** What a verification result triggered, the newest first. */
    public List<Delivery> triggeredBy(
            Tx tx, Participant consumer, Participant provider, String pactSha, int verificationNumber) {
        return withWebhooks(
                tx,
                tx.store(DeliveryStore.class)
                        .ofVerification(consumer.id(), provider.id(), pactSha, verificationNumber));
    }

    /** What the newest contract between the two triggered, of each webhook and event the newest delivery. */
    public List<Delivery> latestBetween(Tx tx, Participant consumer, Participant provider) {
        return withWebhooks(tx, tx.store(DeliveryStore.class).latestBetween(consumer.id(), provider.id()));
    }

    /** The newest deliveries with the status: {@code FAILURE} is the dead letter box. At most {@link #LONGEST_LIST}. */
    public List<Delivery> withStatus(Tx tx, Delivery.Status status) {
        return withWebhooks(tx, tx.store(DeliveryStore.class).withStatus(status.word(), LONGEST_LIST));
    }

    /** The newest deliveries of a webhook, even one that was deleted. At most {@link #LONGEST_LIST}. */
    public List<Delivery> of(Tx tx, String webhookId) {
        return withWebhooks(tx, tx.store(DeliveryStore.class).ofWebhook(webhookId, LONGEST_LIST));
    }

    /** @throws NotFound when the workspace has no such delivery */
    public Delivery delivery(Tx tx, UUID id) {
        return withWebhooks(tx, tx.store(DeliveryStore.class).find(id).stream().toList()).stream()
                .findFirst()
                .orElseThrow(() -> new NotFound("There is no triggered webhook '%s'.".formatted(id)));
    }

    /**
     * Which deliveries; null does not filter.
     *
     * @param at when the delivery before the first one was triggered; null: from the newest on
     * @param id its id
     */
    public record Filter(
            @Nullable String webhook,
            Delivery.@Nullable Status status,
            @Nullable Instant at,
            @Nullable UUID id,
            int limit) {}

    /** Deliveries, the newest first. */
    public List<Delivery> page(Tx tx, Filter filter) {
        var store = tx.store(DeliveryStore.class);
        var status = filter.status() == null ? null : filter.status().word();
        var found = filter.webhook() != null
                ? store.pageOfWebhook(filter.webhook(), status, filter.at(), filter.id(), filter.limit())
                : status != null
                        ? store.pageOfStatus(status, filter.at(), filter.id(), filter.limit())
                        : store.page(filter.at(), filter.id(), filter.limit());
        return withWebhooks(tx, found);
    }

    /**
     * A webhook, and how it went.
     *
     * @param last its newest delivery; null: it was never triggered
     */
    public record Listed(Webhook webhook, @Nullable Delivery last) {}

    /** Webhooks in the order in which they were made, after the one of that time and id; null: from the first on. */
    public List<Listed> page(Tx tx, @Nullable Instant at, @Nullable String id, int limit) {
        var webhooks = tx.store(WebhookStore.class).page(at, id, limit).stream()
                .map(Stored::webhook)
                .toList();
        var last = new HashMap<String, Delivery>();
        if (!webhooks.isEmpty()) {
            var ids = webhooks.stream().map(Webhook::id).toArray(String[]::new);
            tx.store(DeliveryStore.class).lastOf(ids).forEach(delivery -> last.put(delivery.webhookId(), delivery));
        }
        return webhooks.stream()
                .map(webhook -> new Listed(webhook, last.get(webhook.id())))
                .toList();
    }

    /** The attempts of a delivery, in the order in which they were made. */
    public List<Delivery.Attempt> attempts(Tx tx, Delivery delivery) {
        return tx.store(DeliveryStore.class).attempts(delivery.id());
    }

    /** Attempts that are still planned for a delivery. */
    public int attemptsRemaining(Delivery delivery) {
        return switch (delivery.status()) {
            case SUCCESS, FAILURE -> 0;
            case NOT_RUN, RETRYING -> policy.retries().size() + 1 - delivery.attempts();
        };
    }

    /** Sends a delivery again, whatever came of it, with the whole schedule of attempts and the same id. */
    public Delivery redeliver(Tx tx, UUID id) {
        var delivery = delivery(tx, id);
        tx.store(DeliveryStore.class).redeliver(id, tx.now());
        tx.audit("webhook.redeliver").put("webhook", delivery.webhookId()).put("delivery", id.toString());
        tx.afterCommit(wake);
        return delivery(tx, id);
    }

    /** Forgets the deliveries that ended and are older; answers how many. */
    public int forget(Tx tx, Instant before) {
        return tx.store(DeliveryStore.class).deleteOld(before);
    }

    private static List<Delivery> withWebhooks(Tx tx, List<Delivery> deliveries) {
        if (deliveries.isEmpty()) {
            return deliveries;
        }
        var ids = deliveries.stream().map(Delivery::webhookId).distinct().toArray(String[]::new);
        var webhooks = new HashMap<String, Webhook>();
        for (var stored : tx.store(WebhookStore.class).findAll(ids)) {
            webhooks.put(stored.webhook().id(), stored.webhook());
        }
        return deliveries.stream().map(d -> d.with(webhooks.get(d.webhookId()))).toList();
    }

    private static Stored stored(Tx tx, String id) {
        return tx.store(WebhookStore.class).find(id).orElseThrow(() -> notFound(id));
    }

    private static NotFound notFound(String id) {
        return new NotFound("There is no webhook '%s'.".formatted(id));
    }
}
