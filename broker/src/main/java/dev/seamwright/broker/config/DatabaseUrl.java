package dev.seamwright.broker.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL is: read from libpq's form ({@code postgresql://user:password@host:5432/name?sslmode=require}, several
 * hosts allowed) or from JDBC's, whose user and password are parameters.
 *
 * @param jdbc {@code jdbc:postgresql://host:port/name?…}, without user and password
 */
public record DatabaseUrl(
        String jdbc, @Nullable String user, @Nullable String password) {
    private static final Pattern FORM = Pattern.compile(
            "(?:jdbc:)?postgres(?:ql)?://(?:(?<user>[^:@/?]*)(?::(?<password>[^@/?]*))?@)?(?<hosts>[^/?@]*)/(?<name>[^/?]+)(?:\\?(?<query>.*))?");
    private static final Pattern PASSWORD =
            Pattern.compile("(?<=://)([^:@/?]*):[^@/?]*@|([?&]password=)[^&]*", Pattern.CASE_INSENSITIVE);

    /** libpq's parameters whose names pgjdbc spells in another way. */
    private static final Map<String, String> LIBPQ = Map.of(
            "connect_timeout", "connectTimeout",
            "application_name", "ApplicationName",
            "target_session_attrs", "targetServerType",
            "keepalives", "tcpKeepAlive");

    private static final Map<String, String> SESSIONS =
            Map.of("read-write", "primary", "prefer-standby", "preferSecondary", "standby", "secondary");

    /** @throws IllegalArgumentException when it is neither form, or names no database */
    public static DatabaseUrl parse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("not like postgresql://user:password@host:5432/database");
        }
        var user = decoded(form.group("user"));
        var password = decoded(form.group("password"));
        var parameters = new ArrayList<String>();
        var query = form.group("query");
        for (var parameter : query == null || query.isEmpty() ? new String[0] : query.split("&", -1)) {
            var equals = parameter.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("a URL whose parameter '%s' has no value".formatted(parameter));
            }
            var name = parameter.substring(0, equals);
            var value = parameter.substring(equals + 1);
            switch (name) {
                case "user" -> user = decoded(value);
                case "password" -> password = decoded(value);
                case "target_session_attrs" ->
                    parameters.add("targetServerType=" + SESSIONS.getOrDefault(value, value));
                default -> parameters.add(LIBPQ.getOrDefault(name, name) + "=" + value);
            }
        }
        var hosts = form.group("hosts").isEmpty() ? "localhost" : form.group("hosts");
        var jdbc = "jdbc:postgresql://" + hosts + "/" + form.group("name")
                + (parameters.isEmpty() ? "" : "?" + String.join("&", parameters));
        return new DatabaseUrl(jdbc, user, password);
    }

    /** The text without its passwords, whatever its form. */
    static String masked(String text) {
        return PASSWORD.matcher(text)
                .replaceAll(found -> found.group(2) != null
                        ? found.group(2) + Setting.MASK
                        : java.util.regex.Matcher.quoteReplacement(found.group(1)) + ":" + Setting.MASK + "@");
    }

    private static @Nullable String decoded(@Nullable String part) {
        // '+' stands for itself in these URLs
        return part == null ? null : URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Without user and password. */
    @Override
    public String toString() {
        return jdbc;
    }
}
