package dev.seamwright.broker.drift;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.webhook.ToldEvent;
import dev.seamwright.broker.webhook.WebhookEventType;
import dev.seamwright.broker.webhook.WebhookService;

/** Tells webhooks that a drift was found, and that it has ended. */
public final class DriftEvents implements DriftListener {
    private final WebhookService webhooks;

    public DriftEvents(WebhookService webhooks) {
        this.webhooks = webhooks;
    }

    @Override
    public void found(Tx tx, DriftTarget target, Drift drift) {
        webhooks.append(tx, ToldEvent.of(WebhookEventType.DRIFT_FOUND, target.participantId(), data(target, drift)));
    }

    @Override
    public void ended(Tx tx, DriftTarget target, Drift drift) {
        var data = data(target, drift);
        if (drift.endedAt() != null) {
            data.put("endedAt", drift.endedAt().toString());
        }
        webhooks.append(tx, ToldEvent.of(WebhookEventType.DRIFT_ENDED, target.participantId(), data));
    }

    private static ObjectNode data(DriftTarget target, Drift drift) {
        var data = JsonNodeFactory.instance.objectNode();
        data.put("environment", target.environment().value());
        data.put("participant", target.participant().value());
        if (target.version() != null) {
            data.put("version", target.version().value());
        }
        data.put("kind", target.kind());
        data.put("target", target.name());
        return data.put("firstSeenAt", drift.firstSeenAt().toString());
    }
}
