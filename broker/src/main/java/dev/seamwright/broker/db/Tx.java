package dev.seamwright.broker.db;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.audit.AuditTrail;
import dev.seamwright.broker.problem.BrokerException.Forbidden;
import dev.seamwright.broker.token.Caller;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** One transaction in one workspace: what a service works in. Opened by {@link Transactor} alone. */
public final class Tx {
    private final Handle handle;
    private final Stores stores;
    private final Caller caller;
    private final Instant now;
    private final boolean writable;
    private final List<ObjectNode> changes = new ArrayList<>();
    private final List<Runnable> afterCommit = new ArrayList<>();

    Tx(Handle handle, Stores stores, Caller caller, Instant now, boolean writable) {
        this.handle = handle;
        this.stores = stores;
        this.caller = caller;
        this.now = now;
        this.writable = writable;
    }

    public Handle handle() {
        return handle;
    }

    /** A store: an interface whose methods carry their SQL. */
    public <S> S store(Class<S> store) {
        return stores.on(handle, store);
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

    /**
     * Runs {@code work} as the operator's role, which sees and creates workspaces, and nothing inside them.
     *
     * @throws Forbidden when the caller is no operator
     */
    public <T> T asOperator(Function<Handle, T> work) {
        caller.requireOperator();
        handle.execute("SET LOCAL ROLE " + Database.Roles.OPERATOR);
        var result = work.apply(handle);
        handle.execute("SET LOCAL ROLE NONE");
        return result;
    }

    /**
     * Runs {@code work} in another workspace, within this transaction; its changes go into that workspace's audit log.
     *
     * @throws Forbidden when the caller is no operator
     */
    public <T> T inWorkspace(int workspaceId, String workspace, Function<Tx, T> work) {
        caller.requireOperator();
        var there = new Tx(
                handle,
                stores,
                new Caller(workspaceId, workspace, caller.principal(), caller.scope(), true),
                now,
                writable);
        enter(workspaceId);
        var result = work.apply(there);
        there.writeAudit();
        afterCommit.addAll(there.afterCommit);
        enter(caller.workspaceId());
        return result;
    }

    private void enter(int workspaceId) {
        handle.createQuery("SELECT set_config('seamwright.workspace', ?, true)")
                .bind(0, Integer.toString(workspaceId))
                .mapTo(String.class)
                .one();
    }

    /** Appends the noted changes to the audit log, as one entry. */
    void writeAudit() {
        if (changes.isEmpty()) {
            return;
        }
        try {
            AuditTrail.append(handle.getConnection(), caller, now, changes);
        } catch (SQLException failure) {
            throw new Transactor.DatabaseFailure(failure);
        }
    }

    /** Runs after a successful commit, in order; what it does is not part of the transaction. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    List<Runnable> afterCommit() {
        return afterCommit;
    }
}
