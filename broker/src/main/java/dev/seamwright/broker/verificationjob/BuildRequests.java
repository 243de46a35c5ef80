package dev.seamwright.broker.verificationjob;

import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.webhook.Builds;
import org.jspecify.annotations.Nullable;

/** Lets a job wait for the build of the provider's CI that a webhook has asked for. */
public final class BuildRequests implements Builds {
    private final VerificationJobPolicy policy;

    public BuildRequests(VerificationJobPolicy policy) {
        this.policy = policy;
    }

    @Override
    public void asked(Tx tx, long contentId, long providerVersionId, @Nullable String build) {
        var now = tx.now();
        var waiting = tx.store(VerificationJobStore.class)
                .buildAsked(contentId, providerVersionId, build, now.plus(policy.build()), Cause.alive(now), now);
        if (waiting > 0) {
            tx.audit("job.build").put("by", "webhook").put("jobs", waiting);
        }
    }
}
