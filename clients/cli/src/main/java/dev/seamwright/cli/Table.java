package dev.seamwright.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rows for people, and the same rows for programs.
 *
 * @param columns titles such as {@code Build URL}; programs see {@code buildUrl}
 * @param rows as many cells a row as there are columns; an empty cell has no value
 */
public record Table(List<String> columns, List<List<String>> rows) {
    public Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (var row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException("%d cells for %s".formatted(row.size(), columns));
            }
        }
    }

    /** Columns padded to their widest cell, the titles in capitals; no trailing white space. */
    public String text() {
        var lines = new ArrayList<List<String>>();
        lines.add(columns.stream().map(title -> title.toUpperCase(Locale.ROOT)).toList());
        rows.forEach(row -> lines.add(row.stream().map(Table::oneLine).toList()));
        var widths = new int[columns.size()];
        for (var line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], length(line.get(i)));
            }
        }
        var text = new StringBuilder();
        for (var line : lines) {
            var padded = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                padded.append(line.get(i)).repeat(' ', widths[i] - length(line.get(i)) + 2);
            }
            text.append(padded.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** A table of GitHub Flavored Markdown. */
    public String markdown() {
        var text = new StringBuilder();
        markdownRow(text, columns);
        markdownRow(text, columns.stream().map(_ -> "---").toList());
        rows.forEach(row -> markdownRow(text, row.stream().map(Table::escape).toList()));
        return text.toString();
    }

    private static void markdownRow(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /** Text of others that cannot become markup: participants and branches are named by anyone. */
    public static String escape(String text) {
        var escaped = new StringBuilder(text.length());
        for (var c : oneLine(text).toCharArray()) {
            switch (c) {
                case '\\', '|', '*', '_', '`', '[', ']', '~', '@', '#' ->
                    escaped.append('\\').append(c);
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** Text of others on one line, with nothing in it that a terminal obeys. */
    public static String oneLine(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
