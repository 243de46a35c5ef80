package dev.seamwright.broker.impact;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What to do first, in place of a statement that breaks consumers: the half of the change that adds. */
final class Expand {
    private static final int LONGEST = 2_000;
    private static final Map<Pattern, String> STEPS = new LinkedHashMap<>();

    static {
        step(
                "alter\\s+(?:table|view|materialized\\s+view)\\s.*\\brename\\s+to\\b.*",
                "Rename it and, in the same transaction, make a view with the old name: CREATE VIEW old_name AS SELECT * FROM new_name."
                        + " Both names work then.");
        step(
                "alter\\s+table\\s.*\\brename\\s.*",
                "Add the column with the new name beside the old one, write both by a trigger, and fill the old rows in batches."
                        + " Both names work then.");
        step(
                "alter\\s+table\\s.*\\balter\\s.*\\stype\\s.*",
                "Add a column of the new type beside the old one, write both by a trigger, and fill the old rows in batches.");
        step(
                "alter\\s+table\\s.*\\balter\\s.*\\sset\\s+not\\s+null\\b.*",
                "Give the column a default, and fill the rows that have none in batches.");
    }

    private Expand() {}

    private static void step(String statement, String text) {
        STEPS.put(Pattern.compile(statement, Pattern.CASE_INSENSITIVE | Pattern.DOTALL), text);
    }

    /** Empty: there is nothing to be done in its place before the consumers have changed. */
    static Optional<String> instead(String sql) {
        return sql.length() > LONGEST
                ? Optional.empty()
                : STEPS.entrySet().stream()
                        .filter(step -> step.getKey().matcher(sql).matches())
                        .map(Map.Entry::getValue)
                        .findFirst();
    }
}
