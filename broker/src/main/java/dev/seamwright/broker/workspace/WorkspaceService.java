package dev.seamwright.broker.workspace;

import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Page;
import dev.seamwright.broker.problem.BrokerException.Conflict;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.broker.token.TokenName;
import dev.seamwright.broker.token.TokenService;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Workspaces; every method is for operators alone. */
public final class WorkspaceService {
    private static final TokenName FIRST_TOKEN = new TokenName("admin");

    private final TokenService tokens;

    public WorkspaceService(TokenService tokens) {
        this.tokens = tokens;
    }

    /** A workspace that was made just now, with its first token. */
    public record Created(Workspace workspace, TokenService.Created token) {}

    /**
     * Makes a workspace and its first admin token. Its own audit log begins with that.
     *
     * @throws Conflict when there is one with the name
     */
    public Created create(Tx tx, WorkspaceName name) {
        var workspace = tx.asOperator(handle -> store(handle).create(name.value(), tx.now()))
                .orElseThrow(() -> new Conflict(
                        "There is a workspace '%s' already: choose another name.".formatted(name.value())));
        return tx.inWorkspace(workspace.id(), name.value(), there -> {
            there.audit("workspace.create").put("workspace", name.value());
            return new Created(workspace, tokens.create(there, FIRST_TOKEN, Scope.ADMIN, null));
        });
    }

    /** Workspaces by name, up to {@link Page#fetch()} of them. */
    public List<Workspace> list(Tx tx, Page page) {
        return tx.asOperator(handle -> store(handle).list(page.text(0), page.fetch()));
    }

    /** @throws NotFound when no workspace has the name */
    public Workspace get(Tx tx, String name) {
        Optional<Workspace> found = tx.asOperator(handle -> store(handle).find(name));
        return found.orElseThrow(() -> new NotFound("There is no workspace '%s'.".formatted(name)));
    }

    private static WorkspaceStore store(Handle handle) {
        return handle.attach(WorkspaceStore.class);
    }
}
