package dev.seamwright.broker.drift;

import dev.seamwright.broker.db.Transactor;
import dev.seamwright.broker.token.Caller;
import dev.seamwright.broker.token.Scope;
import dev.seamwright.broker.workspace.WorkspaceDirectory;
import java.util.HashMap;
import java.util.List;
import java.util.function.ObjLongConsumer;

/** Counts the targets of all workspaces by state, for operators. */
public final class DriftFigures {
    private final Transactor transactor;
    private final WorkspaceDirectory workspaces;
    private final DriftService drifts;
    private final ObjLongConsumer<String> told;

    /** @param told takes a state and the number of targets in it */
    public DriftFigures(
            Transactor transactor, WorkspaceDirectory workspaces, DriftService drifts, ObjLongConsumer<String> told) {
        this.transactor = transactor;
        this.workspaces = workspaces;
        this.drifts = drifts;
        this.told = told;
    }

    /** Looks once. */
    public void count() {
        var sums = new HashMap<String, Long>();
        workspaces
                .all()
                .forEach((name, id) -> transactor
                        .read(new Caller(id, name, "job:drift-figures", Scope.READ, false), drifts::figures)
                        .forEach((state, targets) -> sums.merge(state, targets, Long::sum)));
        for (var state : List.of(DriftTarget.IN_SYNC, DriftTarget.DRIFTED, DriftTarget.UNKNOWN)) {
            told.accept(state, sums.getOrDefault(state, 0L));
        }
    }
}
