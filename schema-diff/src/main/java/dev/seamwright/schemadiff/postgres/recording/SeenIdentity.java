package dev.seamwright.schemadiff.postgres.recording;

import dev.seamwright.contracts.dbusage.Identity;
import dev.seamwright.contracts.dbusage.Identity.Scope;
import dev.seamwright.contracts.dbusage.Identity.Tenant;
import dev.seamwright.schemadiff.postgres.syntax.Node;
import dev.seamwright.schemadiff.postgres.syntax.Syntax;
import dev.seamwright.schemadiff.postgres.syntax.Syntax.Parsed;
import dev.seamwright.schemadiff.postgres.syntax.Value;
import dev.seamwright.schemadiff.postgres.usage.Preparable;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * As whom statements ran, as far as it can be seen in a driver: the users of its connections, {@code SET ROLE}, {@code SET} and {@code
 * set_config} with the names that they set, and whether there were prepared statements. Where several answers were seen, none is chosen.
 */
final class SeenIdentity {
    private static final Set<String> SESSION = Set.of(
            "set",
            "reset",
            "discard",
            "begin",
            "start",
            "commit",
            "rollback",
            "end",
            "savepoint",
            "release",
            "show",
            "listen",
            "unlisten",
            "notify");
    private static final int SET_VALUE = 0; // VAR_SET_VALUE of PostgreSQL's VariableSetKind
    private static final int SET_CONFIG_ARGUMENTS = 3;

    private final Syntax syntax;
    private final Set<String> users = new TreeSet<>();
    private final Set<String> roles = new TreeSet<>();
    private final Map<String, Set<Scope>> settings = new TreeMap<>();
    private final Set<List<String>> searchPaths = new LinkedHashSet<>();
    private boolean namesByParameter;
    private boolean prepared;
    private boolean any;

    SeenIdentity(Syntax syntax) {
        this.syntax = syntax;
    }

    /** A statement of the service ran. */
    void ran(@Nullable String user, boolean prepared) {
        any = true;
        if (user != null) {
            users.add(user);
        }
        this.prepared |= prepared;
    }

    /** Whether a statement is about the session and its transactions alone. */
    boolean isSession(String sql) {
        return SESSION.contains(Preparable.kind(sql).toLowerCase(Locale.ROOT));
    }

    /** Looks whether a statement says as whom the next ones run. */
    void look(String sql) throws SQLException {
        if (Preparable.kind(sql).equals("SET")) {
            if (syntax.parse(sql) instanceof Parsed(var set)
                    && set.is("VARIABLESETSTMT")
                    && set.number("kind") == SET_VALUE) {
                var values = set.nodes("args").stream()
                        .map(SeenIdentity::constant)
                        .flatMap(Optional::stream)
                        .toList();
                set(set.text("name").orElse(""), values, set.flag("is_local"));
            }
        } else if (sql.toLowerCase(Locale.ROOT).contains("set_config")
                // as a part of it parameters are not asked for
                && syntax.parse("COPY (%s\n) TO STDOUT".formatted(sql)) instanceof Parsed(var query)) {
            query.all().filter(node -> node.is("FUNCCALL")).forEach(this::call);
        }
    }

    private void call(Node call) {
        var names = call.names("funcname");
        var arguments = call.nodes("args");
        if (names.isEmpty() || !names.getLast().equals("set_config") || arguments.size() != SET_CONFIG_ARGUMENTS) {
            return;
        }
        var name = constant(arguments.getFirst());
        if (name.isEmpty()) {
            namesByParameter = true;
            return;
        }
        var value = constant(arguments.get(1));
        var isLocal = constant(arguments.getLast()).orElse("true").startsWith("t");
        set(name.get(), value.stream().toList(), isLocal);
    }

    private void set(String name, List<String> values, boolean isLocal) {
        switch (name.toLowerCase(Locale.ROOT)) {
            case "role", "session_authorization" ->
                values.stream().filter(role -> !role.equals("none")).forEach(roles::add);
            case "search_path" -> searchPaths.add(values);
            default -> {
                if (name.contains(".")) {
                    settings.computeIfAbsent(name, its -> EnumSet.noneOf(Scope.class))
                            .add(isLocal ? Scope.TRANSACTION : Scope.SESSION);
                }
            }
        }
    }

    /** The value of a constant, also with a cast. */
    private static Optional<String> constant(Node node) {
        if (node.is("TYPECAST")) {
            return node.node("arg").flatMap(SeenIdentity::constant);
        }
        if (!node.is("A_CONST")) {
            return Optional.empty();
        }
        return node.fields().get("val") instanceof Value.Text value ? Optional.of(value.text()) : Optional.of("");
    }

    /** What is given, and where nothing is, what was seen. What is not clear is told in {@code notes}. */
    Identity complete(Identity given, List<String> notes) {
        return new Identity(
                given.role() != null ? given.role() : role(notes),
                given.tenant() instanceof Tenant.None ? tenant(notes) : given.tenant(),
                given.pool(),
                given.prepared() && (prepared || !any),
                given.searchPath().isEmpty() ? searchPath(notes) : given.searchPath());
    }

    private @Nullable String role(List<String> notes) {
        if (roles.size() > 1 || (roles.isEmpty() && users.size() > 1)) {
            notes.add("The statements ran as %s; give --role, so that the right one is recorded."
                    .formatted(String.join(", ", roles.isEmpty() ? users : roles)));
            return null;
        }
        if (!roles.isEmpty()) {
            return roles.iterator().next();
        }
        if (users.isEmpty()) {
            return null;
        }
        var user = users.iterator().next();
        notes.add("The role is %s, as whom the tests connect; give --role, if it is another one elsewhere."
                .formatted(user));
        return user;
    }

    private Tenant tenant(List<String> notes) {
        if (settings.size() == 1) {
            var setting = settings.entrySet().iterator().next();
            if (setting.getValue().size() == 1) {
                return new Tenant.Setting(
                        setting.getKey(), setting.getValue().iterator().next());
            }
        }
        if (!settings.isEmpty()) {
            notes.add("%s was set; give --tenant-setting and --tenant-scope, if one tells whose rows are meant."
                    .formatted(String.join(", ", settings.keySet())));
        } else if (namesByParameter) {
            notes.add("set_config was called with a parameter for the name of the setting; "
                    + "give --tenant-setting, if it tells whose rows are meant.");
        }
        return new Tenant.None();
    }

    private List<String> searchPath(List<String> notes) {
        if (searchPaths.size() > 1) {
            notes.add("search_path was set in %d ways; give --search-path.".formatted(searchPaths.size()));
            return List.of();
        }
        return searchPaths.stream().findFirst().orElse(List.of());
    }
}
