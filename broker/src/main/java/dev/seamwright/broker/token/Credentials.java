package dev.seamwright.broker.token;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** What a request brought along to say who it is. The claimed workspace only chooses where the claim is checked. */
public interface Credentials {
    /** The workspace in which the transaction is opened. */
    int workspaceId();

    /**
     * The caller, proved inside the workspace's own transaction.
     *
     * @throws dev.seamwright.broker.problem.BrokerException.Unauthorized when the proof fails
     */
    Caller authenticate(Handle handle, Instant now);
}
