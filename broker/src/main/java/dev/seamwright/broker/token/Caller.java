package dev.seamwright.broker.token;

import dev.seamwright.broker.problem.BrokerException.Forbidden;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * Who acts, in which workspace, and how far it may go.
 *
 * @param workspaceId internal id of the workspace; every row that the caller can see carries it
 * @param workspace name of the workspace
 * @param principal name for the audit log: a token's name, {@code local}, {@code operator} or a job's name
 * @param operator may see and create workspaces
 */
public record Caller(int workspaceId, String workspace, String principal, Scope scope, boolean operator)
        implements Credentials {

    /** @throws Forbidden when this caller's scope does not include {@code needed} */
    public void require(Scope needed) {
        if (!scope.includes(needed)) {
            throw new Forbidden("This needs a token with scope '%s'; the scope of '%s' is '%s'."
                    .formatted(needed.word(), principal, scope.word()));
        }
    }

    /** @throws Forbidden when this caller is no operator */
    public void requireOperator() {
        if (!operator) {
            throw new Forbidden("This needs the operator's token; '%s' belongs to one workspace.".formatted(principal));
        }
    }

    @Override
    public Caller authenticate(Handle handle, Instant now) {
        return this;
    }
}
