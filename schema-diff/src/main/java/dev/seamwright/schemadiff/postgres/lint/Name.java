package dev.seamwright.schemadiff.postgres.lint;

import dev.seamwright.schemadiff.postgres.syntax.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The name of a relation, type or function as a statement says it.
 *
 * @param schema null when it is left to the search path
 */
record Name(@Nullable String schema, String name) {
    // PostgreSQL's documentation, appendix C: what is no name of a relation or column without quotes
    private static final Set<String> RESERVED = Set.of("""
            all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column
            concurrently constraint create cross current_catalog current_date current_role current_schema current_time
            current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze from
            full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit localtime
            localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references returning
            right select session_user similar some symmetric system_user table tablesample then to trailing true union unique user
            using variadic verbose when where window with
            """.strip().split("\\s+"));

    static Name of(Node rangeVar) {
        return new Name(
                rangeVar.text("schemaname").orElse(null),
                rangeVar.text("relname").orElse(""));
    }

    /** From {@code schema, name}, or a name alone. */
    static Name of(List<String> parts) {
        return parts.size() < 2
                ? new Name(null, parts.isEmpty() ? "" : parts.getFirst())
                : new Name(parts.get(parts.size() - 2), parts.getLast());
    }

    String sql() {
        return schema == null ? quoted(name) : quoted(schema) + "." + quoted(name);
    }

    /** As PostgreSQL's messages say it. */
    String plain() {
        return schema == null ? name : schema + "." + name;
    }

    /** With the schema that an unqualified name gets. */
    Name in(String defaultSchema) {
        return schema == null ? new Name(defaultSchema, name) : this;
    }

    /** From a qualified name as {@code quote_ident} writes it. */
    static Name parse(String qualified) {
        var parts = new ArrayList<String>();
        var part = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < qualified.length(); i++) {
            var c = qualified.charAt(i);
            if (c == '"' && quoted && i + 1 < qualified.length() && qualified.charAt(i + 1) == '"') {
                part.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '.' && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return of(parts);
    }

    static String quoted(String identifier) {
        return identifier.matches("[a-z_][a-z0-9_]*") && !RESERVED.contains(identifier)
                ? identifier
                : "\"" + identifier.replace("\"", "\"\"") + "\"";
    }
}
