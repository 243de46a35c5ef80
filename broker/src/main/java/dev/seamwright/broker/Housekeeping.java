package dev.seamwright.broker;

import dev.seamwright.broker.db.Transactor;
import dev.seamwright.broker.drift.DriftService;
import dev.seamwright.broker.token.Caller;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.broker.verificationjob.VerificationJobHousekeeping;
import dev.seamwright.broker.webhook.WebhookService;
import dev.seamwright.broker.workspace.WorkspaceDirectory;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets, in each workspace, what has served its time: idempotency keys after a day; ended webhook deliveries, verification jobs and drifts
 * after ninety. Plans verifications that nobody has planned.
 */
final class Housekeeping {
    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration IDEMPOTENCY = Duration.ofHours(24);
    private static final Duration DELIVERIES = Duration.ofDays(90);
    private static final Duration DRIFTS = Duration.ofDays(90);

    private final Transactor transactor;
    private final WorkspaceDirectory workspaces;
    private final WebhookService webhooks;
    private final DriftService drifts;
    private final VerificationJobHousekeeping verificationJobs;

    Housekeeping(
            Transactor transactor,
            WorkspaceDirectory workspaces,
            WebhookService webhooks,
            DriftService drifts,
            VerificationJobHousekeeping verificationJobs) {
        this.transactor = transactor;
        this.workspaces = workspaces;
        this.webhooks = webhooks;
        this.drifts = drifts;
        this.verificationJobs = verificationJobs;
    }

    /** Tidies up once, a transaction for each workspace. */
    void run() {
        workspaces.all().forEach((name, id) -> {
            var caller = new Caller(id, name, "job:housekeeping", Scope.ADMIN, false);
            var forgotten = transactor.write(
                    caller,
                    tx -> tx.handle()
                                    .createUpdate("DELETE FROM idempotency WHERE created_at < :before")
                                    .bind("before", tx.now().minus(IDEMPOTENCY))
                                    .execute()
                            + webhooks.forget(tx, tx.now().minus(DELIVERIES))
                            + drifts.forget(tx, tx.now().minus(DRIFTS))
                            + verificationJobs.forget(tx));
            transactor.write(caller, verificationJobs::plan);
            if (forgotten > 0) {
                log.info("old rows deleted workspace={} rows={}", id, forgotten);
            }
        });
    }
}
