package dev.seamwright.broker.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.matrix.MatrixRow;
import java.util.List;
import java.util.Map;

/** Tells of rows without a result who works on one, or why nobody does. */
@FunctionalInterface
public interface Work {
    /** By row, an object; rows that nobody was asked for are left out. */
    Map<MatrixRow, JsonNode> of(Tx tx, List<MatrixRow> unknown);
}
