package dev.seamwright.broker.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.broker.contract.Deflated;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.matrix.MatrixRow;
import dev.seamwright.broker.matrix.MatrixRow.State;
import dev.seamwright.contracts.ContractKind;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.schemadiff.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What shows that a row fails: of queries, the statements that do not work, with PostgreSQL's errors; of a cross-check, the interactions
 * that do not fit, with the places in both documents and a body that one side writes and the other refuses.
 */
public final class Witnesses {
    private static final int MOST_ROWS = 20;
    private static final int MOST_FINDINGS = 50;

    private Witnesses() {}

    /** By row; of the first rows that fail. */
    public static Map<MatrixRow, JsonNode> of(Tx tx, List<Verdict> verdicts) {
        var failed = verdicts.stream()
                .flatMap(verdict -> verdict.matrix().rows().stream())
                .filter(row -> row.state() == State.FAILED && row.result() != null && hasWitness(row.result()))
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
                var results = Json.parse(Deflated.inflate(body));
                witnesses.put(
                        failed.get(i),
                        failed.get(i).kind() == ContractKind.PACT ? breaking(results) : results.path("statements"));
            }
        }
        return witnesses;
    }

    private static boolean hasWitness(MatrixRow.Result result) {
        return switch (result.method()) {
            case CROSS_CHECK, QUERY_REPLAY -> true;
            case REPLAY -> false;
        };
    }

    private static JsonNode breaking(JsonNode results) {
        var breaking = JsonNodeFactory.instance.arrayNode();
        results.path("findings")
                .valueStream()
                .filter(finding -> finding.path("level").asText().equals(Level.BREAKING.word()))
                .limit(MOST_FINDINGS)
                .forEach(breaking::add);
        return breaking;
    }
}
