package dev.seamwright.broker.workspace;

import dev.seamwright.broker.problem.BrokerException.NotFound;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;

/** Ids of workspaces by name, for callers that are not bound to one. Names are for ever, so what was found is kept. */
public final class WorkspaceDirectory {
    /** The workspace that is there from the start. */
    public static final String DEFAULT = "default";

    private final Jdbi jdbi;
    private final Map<String, Integer> ids = new ConcurrentHashMap<>(Map.of(DEFAULT, 1));

    public WorkspaceDirectory(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** @throws NotFound when no workspace has the name */
    public int id(String name) {
        var known = ids.get(name);
        if (known != null) {
            return known;
        }
        var found = jdbi.inTransaction(handle -> {
            handle.execute("SET LOCAL ROLE seamwright_operator");
            return handle.createQuery("SELECT workspace_id FROM workspace WHERE name = ?")
                    .bind(0, name)
                    .mapTo(Integer.class)
                    .findOne();
        });
        var id = found.orElseThrow(() -> new NotFound("There is no workspace '%s'.".formatted(name)));
        ids.put(name, id);
        return id;
    }

    /** Ids of all workspaces, by name: for the jobs that tidy up in each of them. */
    public Map<String, Integer> all() {
        return jdbi.inTransaction(handle -> {
            handle.execute("SET LOCAL ROLE seamwright_operator");
            return handle.createQuery("SELECT name, workspace_id FROM workspace ORDER BY workspace_id")
                    .reduceRows(new LinkedHashMap<String, Integer>(), (found, row) -> {
                        found.put(row.getColumn("name", String.class), row.getColumn("workspace_id", Integer.class));
                        return found;
                    });
        });
    }
}
