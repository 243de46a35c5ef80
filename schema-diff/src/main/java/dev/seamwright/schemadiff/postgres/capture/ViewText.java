package dev.seamwright.schemadiff.postgres.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The text of a view as PostgreSQL 16 and later write it, made of what earlier versions write. */
final class ViewText {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s+|E?'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|[\\p{L}_][\\p{L}\\p{N}_$]*|[0-9][0-9.eE]*|.", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("\"(?:[^\"]|\"\")*\"|[\\p{L}_][\\p{L}\\p{N}_$]*");
    private static final List<String> ENDS_OF_FROM =
            List.of("WHERE", "GROUP", "HAVING", "WINDOW", "ORDER", "LIMIT", "OFFSET", "FETCH", "FOR", "UNION", ";");
    private static final List<String> SET_OPERATIONS = List.of("UNION", "INTERSECT", "EXCEPT");

    private ViewText() {}

    /**
     * Columns without the name of their relation, where the query reads one relation only. Since PostgreSQL 16 they are written so;
     * queries inside of the query keep theirs in all versions.
     */
    static String withoutSoleQualifier(String definition) {
        var tokens = tokens(definition);
        var levels = queryLevels(tokens);
        var alias = soleAlias(tokens, levels);
        if (alias.isEmpty()) {
            return definition;
        }
        var text = new StringBuilder(definition.length());
        for (int i = 0; i < tokens.size(); i++) {
            boolean qualifier = levels[i] == 0
                    && tokens.get(i).equals(alias)
                    && i + 2 < tokens.size()
                    && tokens.get(i + 1).equals(".")
                    && NAME.matcher(tokens.get(i + 2)).matches()
                    && (i == 0 || !tokens.get(i - 1).equals("."))
                    && !isFunction(tokens, i + 3);
            if (qualifier && !isInFrom(tokens, levels, i)) {
                i++;
            } else {
                text.append(tokens.get(i));
            }
        }
        return text.toString();
    }

    private static List<String> tokens(String text) {
        var tokens = new ArrayList<String>();
        var matcher = TOKEN.matcher(text);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        return tokens;
    }

    /** Of each token, in how many parenthesised queries it stands. */
    private static int[] queryLevels(List<String> tokens) {
        var levels = new int[tokens.size()];
        var opened = new ArrayList<Boolean>();
        int level = 0;
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).equals("(")) {
                boolean query = List.of("SELECT", "WITH", "VALUES").contains(next(tokens, i));
                opened.add(query);
                level += query ? 1 : 0;
            }
            levels[i] = level;
            if (tokens.get(i).equals(")") && !opened.isEmpty()) {
                level -= opened.removeLast() ? 1 : 0;
            }
        }
        return levels;
    }

    private static String soleAlias(List<String> tokens, int[] levels) {
        int from = indexOf(tokens, levels, "FROM", 0);
        if (from < 0 || SET_OPERATIONS.stream().anyMatch(word -> indexOf(tokens, levels, word, 0) >= 0)) {
            return "";
        }
        int depth = 0;
        var alias = "";
        for (int i = from + 1; i < tokens.size(); i++) {
            var token = tokens.get(i);
            if (levels[i] == 0 && depth == 0) {
                if (ENDS_OF_FROM.contains(token)) {
                    break;
                }
                if (token.equals(",") || token.equals("JOIN")) {
                    return "";
                }
                if (token.equals("TABLESAMPLE")) {
                    break;
                }
                if (NAME.matcher(token).matches() && !token.equals("ONLY") && !token.equals("LATERAL")) {
                    alias = token;
                }
            }
            depth += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
        }
        return alias;
    }

    private static int indexOf(List<String> tokens, int[] levels, String word, int start) {
        int depth = 0;
        for (int i = start; i < tokens.size(); i++) {
            if (levels[i] == 0 && depth == 0 && tokens.get(i).equals(word)) {
                return i;
            }
            depth += tokens.get(i).equals("(") ? 1 : tokens.get(i).equals(")") ? -1 : 0;
        }
        return -1;
    }

    private static boolean isInFrom(List<String> tokens, int[] levels, int index) {
        int from = indexOf(tokens, levels, "FROM", 0);
        if (index < from) {
            return false;
        }
        return ENDS_OF_FROM.stream()
                .map(end -> indexOf(tokens, levels, end, from))
                .noneMatch(end -> end >= 0 && end < index);
    }

    private static boolean isFunction(List<String> tokens, int index) {
        return index < tokens.size() && tokens.get(index).equals("(");
    }

    private static String next(List<String> tokens, int index) {
        for (int i = index + 1; i < tokens.size(); i++) {
            if (!tokens.get(i).isBlank()) {
                return tokens.get(i);
            }
        }
        return "";
    }
}
