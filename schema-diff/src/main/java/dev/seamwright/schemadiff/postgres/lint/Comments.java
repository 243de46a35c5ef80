package dev.seamwright.schemadiff.postgres.lint;

/** Comments before a statement (PostgreSQL's documentation, 4.1.5). */
final class Comments {
    private Comments() {}

    /** Where the first word begins, behind white space and comments. */
    static int skip(String sql) {
        var at = 0;
        while (at < sql.length()) {
            if (Character.isWhitespace(sql.charAt(at))) {
                at++;
            } else if (sql.startsWith("--", at)) {
                var end = sql.indexOf('\n', at);
                at = end < 0 ? sql.length() : end;
            } else if (sql.startsWith("/*", at)) {
                at = block(sql, at);
            } else {
                return at;
            }
        }
        return at;
    }

    /** Behind a block comment; they nest. */
    private static int block(String sql, int start) {
        var depth = 0;
        var at = start;
        do {
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0 && at < sql.length());
        return at;
    }
}
