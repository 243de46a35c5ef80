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
            out.append(table(lines)).append('\n');
        }
        return out.append("Deployable: ")
                .append(verdict.deployable().word())
                .append("\nReason: ")
                .append(verdict.reason())
                .append('\n')
                .toString();
    }

    /** Lines of cells, as columns of one width. */
    static String table(List<List<String>> lines) {
        var widths = new int[lines.getFirst().size()];
        for (var line : lines) {
            for (var column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], line.get(column).length());
            }
        }
        var out = new StringBuilder();
        for (var line : lines) {
            for (var column = 0; column < widths.length; column++) {
                var cell = line.get(column);
                out.append(cell).repeat(" ", widths[column] - cell.length());
                out.append(column < widths.length - 1 ? " | " : "");
            }
            out.append('\n');
        }
        return out.toString();
    }
}
