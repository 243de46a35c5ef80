package dev.seamwright.schemadiff.postgres.replay;

import dev.seamwright.contracts.dbusage.Statement.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which types are not those that were recorded. */
final class TypeChanges {
    private static final Pattern MODIFIER = Pattern.compile("\\((\\d+)(?:,(\\d+))?\\)");
    private static final List<String> INTEGERS = List.of("smallint", "integer", "bigint");
    private static final List<String> FLOATS = List.of("real", "double precision");
    private static final List<String> TEXTS = List.of("character varying", "text");

    private TypeChanges() {}

    /** @param accepted whether PostgreSQL takes the recorded types */
    static List<TypeChange> parameters(List<String> before, List<String> after, boolean accepted) {
        var changes = new ArrayList<TypeChange>();
        for (var i = 0; i < Math.max(before.size(), after.size()); i++) {
            var old = i < before.size() ? before.get(i) : null;
            var now = i < after.size() ? after.get(i) : null;
            if (old == null || !old.equals(now)) {
                changes.add(new TypeChange("parameter " + (i + 1), old, now, !accepted));
            }
        }
        return changes;
    }

    /** By name; columns of one name in their order. */
    static List<TypeChange> columns(List<Column> before, List<Column> after) {
        var changes = new ArrayList<TypeChange>();
        var left = new ArrayList<>(after);
        for (var column : before) {
            var now = left.stream()
                    .filter(other -> other.name().equals(column.name()))
                    .findFirst();
            now.ifPresent(left::remove);
            if (now.isEmpty()) {
                changes.add(new TypeChange("column " + column.name(), column.type(), null, true));
            } else if (!now.get().type().equals(column.type())) {
                changes.add(new TypeChange(
                        "column " + column.name(),
                        column.type(),
                        now.get().type(),
                        !widens(column.type(), now.get().type())));
            }
        }
        for (var column : left) {
            changes.add(new TypeChange("column " + column.name(), null, column.type(), false));
        }
        return changes;
    }

    /** Whether every value of the one is a value of the other, and reads alike. */
    static boolean widens(String before, String after) {
        var old = MODIFIER.matcher(before);
        var now = MODIFIER.matcher(after);
        var oldName = old.replaceFirst("");
        var nowName = now.replaceFirst("");
        if (!oldName.equals(nowName)) {
            return follows(INTEGERS, oldName, nowName)
                    || follows(FLOATS, oldName, nowName)
                    || (follows(TEXTS, oldName, nowName) && nowName.equals(after));
        }
        old.reset();
        now.reset();
        if (!now.find()) {
            return true; // without a limit
        }
        if (!old.find()) {
            return false;
        }
        var scaleBefore = scale(old.group(2));
        var scaleAfter = scale(now.group(2));
        return scaleAfter >= scaleBefore
                && Integer.parseInt(now.group(1)) - scaleAfter >= Integer.parseInt(old.group(1)) - scaleBefore;
    }

    private static int scale(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static boolean follows(List<String> order, String before, String after) {
        return order.contains(before) && order.indexOf(after) > order.indexOf(before);
    }
}
