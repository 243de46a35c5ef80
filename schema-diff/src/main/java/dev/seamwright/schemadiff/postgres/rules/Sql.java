package dev.seamwright.schemadiff.postgres.rules;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names and texts as they stand in statements. */
final class Sql {
    private Sql() {}

    /** An identifier in quotes, so that no word is reserved and no case is lost. */
    static String name(String identifier) {
        return identifier.matches("[a-z_][a-z0-9_]*") && !Reserved.WORDS.contains(identifier)
                ? identifier
                : '"' + identifier.replace("\"", "\"\"") + '"';
    }

    static String qualified(String schema, String name) {
        return name(schema) + "." + name(name);
    }

    static String names(Collection<String> identifiers) {
        return identifiers.stream().map(Sql::name).collect(Collectors.joining(", "));
    }

    static String text(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
