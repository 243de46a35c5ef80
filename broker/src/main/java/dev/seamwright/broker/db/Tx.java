package dev.seamwright.broker.db;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.token.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** One transaction in one workspace: what a service works in. Opened by {@link Transactor} alone. */
public final class Tx {
    private final Handle handle;
    private final Caller caller;
    private final Instant now;
    private final boolean writable;
    private final List<ObjectNode> changes = new ArrayList<>();
    private final List<Runnable> afterCommit = new ArrayList<>();

    Tx(Handle handle, Caller caller, Instant now, boolean writable) {
        this.handle = handle;
        this.caller = caller;
        this.now = now;
        this.writable = writable;
    }

    public Handle handle() {
        return handle;
    }

    /** A store: an interface whose methods carry their SQL. */
    public <S> S store(Class<S> store) {
        return handle.attach(store);
    }

    public Caller caller() {
        return caller;
    }

    /** The time of this transaction, UTC, in whole microseconds: what PostgreSQL keeps. */
    public Instant now() {
        return now;
    }

    /**
     * Notes a change for the audit log; written in this transaction, just before it commits.
     *
     * @param action what was done, as {@code noun.verb}: {@code deployment.record}
     * @return the change, to be filled with its subject; never secrets or bodies
     */
    public ObjectNode audit(String action) {
        if (!writable) {
            throw new IllegalStateException("a read-only transaction changes nothing: " + action);
        }
        var change = JsonNodeFactory.instance.objectNode();
        change.put("action", action);
        changes.add(change);
        return change;
    }

    /** Runs after a successful commit, in order; what it does is not part of the transaction. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    List<ObjectNode> changes() {
        return changes;
    }

    List<Runnable> afterCommit() {
        return afterCommit;
    }
}
