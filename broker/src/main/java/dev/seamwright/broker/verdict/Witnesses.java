package dev.seamwright.broker.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.contract.Deflated;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.matrix.MatrixRow;
import dev.seamwright.broker.matrix.MatrixRow.State;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What shows that a row fails: the statements that do not work, with PostgreSQL's errors. */
public final class Witnesses {
    private static final int MOST_ROWS = 20;

    private Witnesses() {}

    /** By row; of the first rows that fail. */
    public static Map<MatrixRow, JsonNode> of(Tx tx, List<Verdict> verdicts) {
        var failed = verdicts.stream()
                .flatMap(verdict -> verdict.matrix().rows().stream())
                .filter(row ->
                        row.kind() == ContractKind.DB_USAGE && row.state() == State.FAILED && row.result() != null)
                .limit(MOST_ROWS)
                .toList();
        var witnesses = new HashMap<MatrixRow, JsonNode>();
        if (failed.isEmpty()) {
            return witnesses;
        }
        var bodies = tx.store(WitnessStore.class)
                .results(
                        failed.stream().map(MatrixRow::consumerVersionId).toArray(Long[]::new),
                        failed.stream().map(MatrixRow::providerId).toArray(Long[]::new),
                        failed.stream().map(row -> row.kind().word()).toArray(String[]::new),
                        failed.stream()
                                .map(row -> Objects.requireNonNull(row.result()).number())
                                .toArray(Integer[]::new));
        for (var i = 0; i < failed.size(); i++) {
            var body = bodies.get(i);
            if (body != null) {
                witnesses.put(failed.get(i), Json.parse(Deflated.inflate(body)).path("statements"));
            }
        }
        return witnesses;
    }
}
