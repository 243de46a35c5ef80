package dev.seamwright.schemadiff.postgres.shadow;

import dev.seamwright.schemadiff.postgres.shadow.Script.Skipped;
import dev.seamwright.schemadiff.postgres.shadow.Script.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Parser;

/**
 * Finds where statements begin and end, by the rules of psql (psqlscan.l): strings, comments, parentheses and the bodies of SQL-standard
 * functions do not end one. Lines that speak to psql itself, and rows after COPY, are no statements.
 */
final class SqlScanner {
    private static final Set<String> HARMLESS = Set.of(
            "restrict",
            "unrestrict",
            "connect",
            "c",
            "encoding",
            "echo",
            "qecho",
            "warn",
            "timing",
            "pset",
            "x",
            "t",
            "a",
            "q");
    private static final Pattern SPECIAL_VARIABLE = Pattern.compile("\\\\(?:un)?set\\s+[A-Z_]+(?:\\s.*)?");
    private static final Pattern COPY_IN =
            Pattern.compile("COPY\\b.*\\bFROM\\s+STDIN\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Set<String> OPENING = Set.of("create", "or", "replace", "function", "procedure");

    private final String text;
    private final char[] characters;
    private final @Nullable String file;
    private final List<Statement> statements = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();
    private final StringBuilder opening = new StringBuilder();

    private int position;
    private int line = 1;
    private int counted;
    private int start = -1;
    private int parentheses;
    private int bodies;
    private int words;

    SqlScanner(@Nullable String file, String text) {
        this.text = text;
        this.characters = text.toCharArray();
        this.file = file;
    }

    List<Statement> statements() {
        return statements;
    }

    List<Skipped> skipped() {
        return skipped;
    }

    /** @throws UnknownCommand when a line asks psql for something that is not done here */
    SqlScanner scan() {
        while (position < characters.length) {
            next();
        }
        end(characters.length);
        return this;
    }

    private void next() {
        char c = characters[position];
        char following = position + 1 < characters.length ? characters[position + 1] : 0;
        if (Character.isWhitespace(c)) {
            position++;
        } else if (c == '-' && following == '-') {
            position = Parser.parseLineComment(characters, position) + 1;
        } else if (c == '/' && following == '*') {
            position = Parser.parseBlockComment(characters, position) + 1;
        } else if (c == ';' && parentheses == 0 && bodies == 0) {
            int semicolon = position++;
            end(semicolon);
        } else if (c == '\\') {
            command();
        } else {
            if (start < 0) {
                start = position;
            }
            token(c);
        }
    }

    private void token(char c) {
        switch (c) {
            case '\'' ->
                position = Parser.parseSingleQuotes(characters, position, /* standardConformingStrings= */ true) + 1;
            case '"' -> position = Parser.parseDoubleQuotes(characters, position) + 1;
            case '$' -> position = Parser.parseDollarQuotes(characters, position) + 1;
            case '(' -> {
                parentheses++;
                position++;
            }
            case ')' -> {
                parentheses = Math.max(0, parentheses - 1);
                position++;
            }
            default -> {
                if (Character.isLetter(c) || c == '_') {
                    word();
                } else {
                    position++;
                }
            }
        }
    }

    private void word() {
        int from = position;
        while (position < characters.length
                && (Character.isLetterOrDigit(characters[position])
                        || characters[position] == '_'
                        || characters[position] == '$')) {
            position++;
        }
        var word = text.substring(from, position).toLowerCase(Locale.ROOT);
        if (words++ < 4) {
            opening.append(OPENING.contains(word) ? word.charAt(0) : ' ');
        }
        if (parentheses > 0 || !opening.toString().matches("c(?:or)?[fp].*")) {
            return;
        }
        switch (word) {
            case "begin" -> bodies++;
            case "case" -> bodies += bodies > 0 ? 1 : 0;
            case "end" -> bodies -= bodies > 0 ? 1 : 0;
            default -> {}
        }
    }

    private void end(int until) {
        if (start >= 0) {
            var sql = text.substring(start, until).strip();
            int first = lineOf(start);
            if (COPY_IN.matcher(sql).matches() && until < characters.length) {
                skipped.add(new Skipped(first, "the rows of a COPY are not loaded"));
                rows(until);
            } else {
                statements.add(new Statement(sql, first, file));
            }
        }
        start = -1;
        parentheses = 0;
        bodies = 0;
        words = 0;
        opening.setLength(0);
    }

    /** Leaves the position after the rows, which end with a line of their own. */
    private void rows(int semicolon) {
        int lineEnd = text.indexOf('\n', semicolon);
        while (lineEnd >= 0) {
            int nextEnd = text.indexOf('\n', lineEnd + 1);
            var row = text.substring(lineEnd + 1, nextEnd < 0 ? text.length() : nextEnd);
            if (row.stripTrailing().equals("\\.")) {
                position = nextEnd < 0 ? text.length() : nextEnd;
                return;
            }
            lineEnd = nextEnd;
        }
        position = text.length();
    }

    private void command() {
        int lineEnd = text.indexOf('\n', position);
        lineEnd = lineEnd < 0 ? text.length() : lineEnd;
        var command = text.substring(position, lineEnd).strip();
        var name = command.substring(1).split("\\s", 2)[0];
        int at = lineOf(position);
        if (start >= 0
                || (!HARMLESS.contains(name)
                        && !SPECIAL_VARIABLE.matcher(command).matches())) {
            throw new UnknownCommand(at, command);
        }
        skipped.add(new Skipped(at, "psql's \\" + name + " is left out"));
        position = lineEnd;
    }

    /** Positions are asked for in their order. */
    private int lineOf(int index) {
        for (; counted < index; counted++) {
            line += characters[counted] == '\n' ? 1 : 0;
        }
        return line;
    }

    /** A line for psql that is more than decoration. */
    static final class UnknownCommand extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int line;
        private final String command;

        UnknownCommand(int line, String command) {
            this.line = line;
            this.command = command;
        }

        int line() {
            return line;
        }

        String command() {
            return command;
        }
    }
}
