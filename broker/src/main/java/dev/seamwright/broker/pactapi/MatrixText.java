package dev.seamwright.broker.pactapi;

import dev.seamwright.broker.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;

/** A verdict as a plain-text table. */
final class MatrixText {
    private static final List<String> HEADER = List.of("CONSUMER", "C.VERSION", "PROVIDER", "P.VERSION", "SUCCESS?");

    private MatrixText() {}

    static String print(Verdict verdict) {
        var matrix = verdict.matrix();
        var lines = new ArrayList<List<String>>();
        lines.add(HEADER);
        for (var row : matrix.rows()) {
            var result = row.result();
            lines.add(List.of(
                    row.consumer().value(),
                    matrix.number(row.consumerVersionId()),
                    row.provider().value(),
                    row.providerVersionId() == null ? "???" : matrix.number(row.providerVersionId()),
                    result == null ? "???" : Boolean.toString(result.success())));
        }
        var out = new StringBuilder();
        if (lines.size() > 1) {
            for (var line : lines) {
                for (var column = 0; column < line.size(); column++) {
                    var at = column;
                    var width = lines.stream()
                            .mapToInt(l -> l.get(at).length())
                            .max()
                            .orElse(0);
                    out.append(line.get(column))
                            .repeat(" ", width - line.get(column).length());
                    out.append(column < line.size() - 1 ? " | " : "");
                }
                out.append('\n');
            }
            out.append('\n');
        }
        return out.append("Deployable: ")
                .append(verdict.deployable().word())
                .append("\nReason: ")
                .append(verdict.reason())
                .append('\n')
                .toString();
    }
}
