package dev.seamwright.schemadiff.postgres.rls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who the session says it is.
 *
 * @param settings custom settings that the session has set, or that policies and functions read, and what they were before the session
 *     and after it; null: never set
 * @param values what may name a tenant or a user, the likeliest first, by where it came from: a setting, a path into JSON, a login
 */
record Identity(List<Setting> settings, Map<String, String> values) {
    private static final Pattern READ = Pattern.compile("current_setting\\(\\s*'([^']+)'");
    private static final Pattern SET = Pattern.compile(
            "(?i)set_config\\(\\s*'([^']+)'|\\bset\\s+(?:session\\s+|local\\s+)?(?:\"?)(\\w[\\w$]*(?:\\.\\w[\\w$]*)+)|\\breset\\s+(\\w[\\w$]*(?:\\.\\w[\\w$]*)+)");
    private static final Pattern LOGIN = Pattern.compile("(?i)\\b(current_user|session_user|current_role)\\b");
    /** Claims that users of the usual identity providers edit themselves. */
    static final Pattern USER_WRITABLE = Pattern.compile("user_?metadata|user_meta_data|raw_user_meta_data");

    Identity {
        settings = List.copyOf(settings);
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** A custom setting. */
    record Setting(
            String name, @Nullable String before, @Nullable String after, boolean read) {
        boolean isSet() {
            return after != null && !after.isEmpty() && !after.equals(before);
        }
    }

    /** Whether the session says who it is, so that it is someone's fault when it sees nothing. */
    boolean isKnown() {
        return !values.isEmpty();
    }

    /** The setting that the policies read, as SQL reads it. */
    String sql() {
        return settings.stream()
                .filter(Setting::read)
                .findFirst()
                .or(() -> settings.stream().findFirst())
                .map(setting -> "current_setting('%s', true)".formatted(setting.name()))
                .orElse("current_setting('app.tenant', true)");
    }

    /**
     * Reads it from a session.
     *
     * @param before a connection of the login that has done nothing yet
     * @param after one on which the session has been set up
     */
    static Identity read(Connection before, Connection after, String session, String role, Catalog catalog)
            throws SQLException {
        var read = new LinkedHashSet<String>();
        for (var text : catalog.texts()) {
            collect(READ, text, read);
        }
        var names = new LinkedHashSet<>(read);
        collect(SET, session, names);
        var settings = new ArrayList<Setting>();
        for (var name : names) {
            if (name.contains(".")) {
                settings.add(new Setting(name, value(before, name), value(after, name), read.contains(name)));
            }
        }
        return new Identity(settings, values(settings, role, catalog));
    }

    private static Map<String, String> values(List<Setting> settings, String role, Catalog catalog) {
        var values = new LinkedHashMap<String, String>();
        var set = settings.stream().filter(Setting::isSet).toList();
        var asked = set.stream().filter(Setting::read).toList();
        for (var setting : asked.isEmpty() ? set : asked) {
            put(values, setting.name(), String.valueOf(setting.after()));
        }
        var asksForLogin = catalog.policies().stream()
                .anyMatch(policy -> LOGIN.matcher(policy.text()).find()
                        || policy.calls().stream()
                                .anyMatch(call -> catalog.routine(call)
                                        .filter(routine ->
                                                LOGIN.matcher(routine.body()).find())
                                        .isPresent()));
        if (asksForLogin) {
            values.put("current_user", role);
        }
        return values;
    }

    private static void put(Map<String, String> values, String name, String value) {
        if (!value.startsWith("{")) {
            values.put(name, value);
            return;
        }
        try {
            leaves(values, name, Json.parse(value.getBytes(StandardCharsets.UTF_8)));
        } catch (InvalidInput noJson) {
            values.put(name, value);
        }
    }

    private static void leaves(Map<String, String> values, String path, JsonNode node) {
        if (USER_WRITABLE.matcher(path).find()) {
            return;
        }
        if (node.isValueNode()) {
            if (!node.isNull() && !node.isBoolean()) {
                values.put(path, node.asText());
            }
            return;
        }
        for (var member : node.properties()) {
            leaves(values, path + "." + member.getKey(), member.getValue());
        }
    }

    /** The JSON with every text below user-writable members replaced by {@code value}; null: there is none. */
    static @Nullable String forged(String json, String value) {
        if (!json.startsWith("{")) {
            return null;
        }
        try {
            var document = Json.parse(json.getBytes(StandardCharsets.UTF_8));
            return forge(document, value, false) ? document.toString() : null;
        } catch (InvalidInput noJson) {
            return null;
        }
    }

    private static boolean forge(JsonNode node, String value, boolean writable) {
        var changed = false;
        if (node instanceof ObjectNode object) {
            for (var name : List.copyOf(fieldNames(object))) {
                var child = object.path(name);
                var inside = writable || USER_WRITABLE.matcher(name).find();
                if (inside && child.isTextual()) {
                    object.put(name, value);
                    changed = true;
                } else {
                    changed |= forge(child, value, inside);
                }
            }
        }
        return changed;
    }

    private static Collection<String> fieldNames(ObjectNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static void collect(Pattern pattern, String text, Set<String> names) {
        var matcher = pattern.matcher(text);
        while (matcher.find()) {
            for (var group = 1; group <= matcher.groupCount(); group++) {
                if (matcher.group(group) != null) {
                    names.add(matcher.group(group));
                }
            }
        }
    }

    private static @Nullable String value(Connection connection, String setting) throws SQLException {
        try (var query = connection.prepareStatement("SELECT current_setting(?, true)")) {
            query.setString(1, setting);
            try (var row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
