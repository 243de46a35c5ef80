package dev.seamwright.broker.verificationjob;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.matrix.MatrixRow;
import dev.seamwright.broker.verdict.Work;
import dev.seamwright.contracts.ContractKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The jobs of what a verdict lacks, with the cause why they are not done. */
public final class JobsOfVerdict implements Work {
    private static final int MOST_ROWS = 100;

    @Override
    public Map<MatrixRow, JsonNode> of(Tx tx, List<MatrixRow> unknown) {
        var rows = unknown.stream()
                .filter(row -> row.kind() == ContractKind.PACT && row.providerVersionId() != null)
                .limit(MOST_ROWS)
                .toList();
        var told = new HashMap<MatrixRow, JsonNode>();
        if (rows.isEmpty()) {
            return told;
        }
        var store = tx.store(VerificationJobStore.class);
        var ids = store.ofPairs(
                rows.stream().map(MatrixRow::consumerVersionId).toArray(Long[]::new),
                rows.stream().map(MatrixRow::providerId).toArray(Long[]::new),
                rows.stream()
                        .map(row -> Objects.requireNonNull(row.providerVersionId()))
                        .toArray(Long[]::new));
        if (ids.isEmpty()) {
            return told;
        }
        var jobs =
                store
                        .findAll(ids.stream()
                                .map(VerificationJobStore.Placed::id)
                                .distinct()
                                .toArray(UUID[]::new))
                        .stream()
                        .collect(Collectors.toMap(VerificationJob::id, Function.identity()));
        var alive = tx.store(WorkerStore.class).since(Cause.alive(tx.now()));
        for (var placed : ids) {
            var job = jobs.get(placed.id());
            if (job != null) {
                told.put(rows.get(placed.place() - 1), VerificationJobJson.brief(job, alive));
            }
        }
        return told;
    }
}
