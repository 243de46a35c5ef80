package dev.seamwright.broker.webhook;

import dev.seamwright.broker.db.Transactor;
import dev.seamwright.broker.job.Jobs;
import dev.seamwright.broker.participant.ParticipantService;
import dev.seamwright.broker.webhook.Judgement.Judge;
import java.time.Clock;
import java.util.function.Supplier;

/** The feature, put together: the service, and the deliveries on the broker's jobs. */
public final class Webhooks implements AutoCloseable {
    private final WebhookService service;
    private final WebhookSender sender;

    /**
     * Registers the deliveries with {@code jobs}, which must not have been started.
     *
     * @param keys for the secrets at rest
     * @param version of this broker, for the user agent
     * @param baseUrl what links begin with in events that no request has caused, without a slash at its end
     * @param builds told of requests to verify that a receiver took
     * @param judge gives the verdicts that formats tell
     */
    public Webhooks(
            ParticipantService participants,
            Transactor transactor,
            Jobs jobs,
            WebhookPolicy policy,
            SecretBox keys,
            String version,
            Supplier<String> baseUrl,
            Judge judge,
            Builds builds,
            Clock clock) {
        var secrets = new WebhookSecrets(keys);
        this.sender = new WebhookSender(policy, version, clock);
        var formats = new Formats(sender);
        var tellings = new Tellings(judge);
        this.service =
                new WebhookService(participants, policy, secrets, sender, formats, tellings, baseUrl, jobs::wake);
        var deliveries = new WebhookDeliveries(transactor, policy, secrets, sender, formats, tellings, builds);
        jobs.queue(DeliveryStore.QUEUE, deliveries::work);
        jobs.queue(DeliveryStore.TOLD_QUEUE, deliveries::work);
    }

    public WebhookService service() {
        return service;
    }

    @Override
    public void close() {
        sender.close();
    }
}
