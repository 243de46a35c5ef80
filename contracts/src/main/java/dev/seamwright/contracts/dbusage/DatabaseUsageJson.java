package dev.seamwright.contracts.dbusage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.dbusage.Identity.PoolMode;
import dev.seamwright.contracts.dbusage.Identity.Scope;
import dev.seamwright.contracts.dbusage.Identity.Tenant;
import dev.seamwright.contracts.dbusage.Statement.Column;
import dev.seamwright.contracts.dbusage.Statement.Types;
import dev.seamwright.contracts.dbusage.Statement.Use;
import dev.seamwright.contracts.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A usage as a JSON document; its JSON Schema is {@code docs/contracts/db-usage.schema.json}:
 *
 * <pre>
 * {"format": "db-usage/1",
 *  "identity": {"role": "shop_app", "tenant": {"by": "setting", "name": "app.tenant", "scope": "transaction"}, "pool": "transaction",
 *               "prepared": true, "searchPath": ["shop"]},
 *  "statements": [{"id": "order-by-id", "sql": "SELECT total FROM orders WHERE id = $1", "parameters": ["bigint"],
 *                  "columns": [{"name": "total", "type": "numeric(10,2)", "nullable": false}],
 *                  "uses": [{"kind": "relation", "schema": "shop", "name": "orders", "column": "total", "access": "read"}]}]}
 * </pre>
 */
public final class DatabaseUsageJson {
    private static final String FORMAT = "db-usage/1";
    private static final int MAX_STATEMENTS = 20_000;
    private static final int MAX_SQL = 1 << 20;
    private static final int MAX_TEXT = 4096;
    private static final int MAX_LIST = 65_535; // parameters of a statement
    private static final Pattern ID = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._:/#-]{0,199}");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private DatabaseUsageJson() {}

    /** The one spelling of a usage, as UTF-8. */
    public static byte[] write(DatabaseUsage usage) {
        return Json.canonical(toJson(usage));
    }

    /** The document; a member that has its default is left out. */
    public static ObjectNode toJson(DatabaseUsage usage) {
        var document = NODES.objectNode().put("format", FORMAT);
        document.set("identity", identity(usage.identity()));
        var statements = document.putArray("statements");
        usage.statements().forEach(statement -> statements.add(statement(statement)));
        return document;
    }

    private static ObjectNode identity(Identity identity) {
        var json = NODES.objectNode();
        if (identity.role() != null) {
            json.put("role", identity.role());
        }
        switch (identity.tenant()) {
            case Tenant.None _ -> {}
            case Tenant.Setting(var name, var scope) ->
                json.putObject("tenant").put("by", "setting").put("name", name).put("scope", scope.word());
            case Tenant.RolePerTenant _ -> json.putObject("tenant").put("by", "role");
        }
        json.put("pool", identity.pool().word()).put("prepared", identity.prepared());
        strings(json, "searchPath", identity.searchPath());
        return json;
    }

    private static ObjectNode statement(Statement statement) {
        var json = NODES.objectNode().put("id", statement.id()).put("sql", statement.sql());
        var types = statement.types();
        if (types != null) {
            var parameters = json.putArray("parameters");
            types.parameters().forEach(parameters::add);
            var columns = json.putArray("columns");
            for (var column : types.columns()) {
                var object = columns.addObject().put("name", column.name()).put("type", column.type());
                if (column.nullable() != null) {
                    object.put("nullable", column.nullable());
                }
            }
        }
        if (!statement.uses().isEmpty()) {
            var uses = json.putArray("uses");
            statement.uses().forEach(use -> uses.add(use(use)));
        }
        if (statement.star()) {
            json.put("star", true);
        }
        if (statement.positional()) {
            json.put("positional", true);
        }
        if (statement.unresolved() != null) {
            json.put("unresolved", statement.unresolved());
        }
        if (statement.calls() != null) {
            json.put("calls", statement.calls());
        }
        if (statement.rows() != null) {
            json.put("rows", statement.rows());
        }
        strings(json, "sources", statement.sources());
        return json;
    }

    private static ObjectNode use(Use use) {
        var json = NODES.objectNode()
                .put("kind", use.kind().word())
                .put("schema", use.schema())
                .put("name", use.name())
                .put("access", use.access().word());
        if (use.column() != null) {
            json.put("column", use.column());
        }
        if (use.via() != null) {
            json.put("via", use.via());
        }
        return json;
    }

    private static void strings(ObjectNode json, String name, List<String> strings) {
        if (!strings.isEmpty()) {
            var array = json.putArray(name);
            strings.forEach(array::add);
        }
    }

    /**
     * Reads a document.
     *
     * @throws InvalidInput with every place that is wrong
     */
    public static DatabaseUsage parse(byte[] utf8) {
        return of(Json.parse(utf8));
    }

    /**
     * Reads a document that was parsed already.
     *
     * @throws InvalidInput with every place that is wrong
     */
    public static DatabaseUsage of(JsonNode document) {
        return new Reader().usage(document);
    }

    /** Goes on after a mistake, so that all are told at once. */
    private static final class Reader {
        private static final int ENOUGH = 20;

        private final List<InvalidInput.Detail> mistakes = new ArrayList<>();

        private DatabaseUsage usage(JsonNode document) {
            if (!document.isObject()) {
                throw new InvalidInput("", "must be an object");
            }
            members(document, "", Set.of("format", "identity", "statements"));
            if (!document.path("format").asText().equals(FORMAT)) {
                throw new InvalidInput("/format", "must be \"%s\"".formatted(FORMAT));
            }
            var identity = document.has("identity") ? identity(document.path("identity")) : Identity.UNKNOWN;
            if (!document.path("statements").isArray()) {
                wrong("/statements", "must be an array of statements");
            }
            var statements = list(document, "", "statements", MAX_STATEMENTS, this::statement);
            var ids = new HashSet<String>();
            for (var i = 0; i < statements.size(); i++) {
                if (!ids.add(statements.get(i).id())) {
                    wrong(
                            "/statements/" + i + "/id",
                            "is \"%s\", the id of a statement before it; give each its own"
                                    .formatted(statements.get(i).id()));
                }
            }
            if (!mistakes.isEmpty()) {
                throw new InvalidInput(mistakes);
            }
            return new DatabaseUsage(identity, statements);
        }

        private Identity identity(JsonNode json) {
            var at = "/identity";
            members(json, at, Set.of("role", "tenant", "pool", "prepared", "searchPath"));
            return new Identity(
                    optionalText(json, at, "role"),
                    json.has("tenant") ? tenant(json.path("tenant")) : new Tenant.None(),
                    word(json, at, "pool", PoolMode.class, PoolMode.SESSION),
                    flag(json, at, "prepared", true),
                    list(json, at, "searchPath", MAX_LIST, this::name));
        }

        private Tenant tenant(JsonNode json) {
            var at = "/identity/tenant";
            members(json, at, Set.of("by", "name", "scope"));
            return switch (json.path("by").asText()) {
                case "setting" -> {
                    var name = text(json, at, "name", MAX_TEXT);
                    if (!name.matches("[A-Za-z_][\\w$]*(\\.[A-Za-z_][\\w$]*)+")) {
                        wrong(at + "/name", "must be the name of a parameter, as in \"app.tenant\"");
                    }
                    yield new Tenant.Setting(name, word(json, at, "scope", Scope.class, Scope.TRANSACTION));
                }
                case "role" -> new Tenant.RolePerTenant();
                default -> {
                    wrong(at + "/by", "must be \"setting\" or \"role\"; leave the tenant out where there is none");
                    yield new Tenant.None();
                }
            };
        }

        private Statement statement(JsonNode json, String at) {
            members(
                    json,
                    at,
                    Set.of(
                            "id",
                            "sql",
                            "parameters",
                            "columns",
                            "uses",
                            "star",
                            "positional",
                            "unresolved",
                            "calls",
                            "rows",
                            "sources"));
            var sql = text(json, at, "sql", MAX_SQL);
            var id = json.has("id") ? text(json, at, "id", MAX_TEXT) : Statement.idOf(sql);
            if (!ID.matcher(id).matches()) {
                wrong(at + "/id", "must be of letters, digits and . _ : / # - and no longer than 200 characters");
            }
            if (json.has("parameters") != json.has("columns")) {
                wrong(at, "must have both of parameters and columns, or none");
            }
            var parameters = list(json, at, "parameters", MAX_LIST, this::name);
            var columns = list(json, at, "columns", MAX_LIST, this::column);
            return new Statement(
                    id,
                    sql,
                    json.has("parameters") ? new Types(parameters, columns) : null,
                    list(json, at, "uses", MAX_LIST, this::use),
                    flag(json, at, "star", false),
                    flag(json, at, "positional", false),
                    optionalText(json, at, "unresolved"),
                    count(json, at, "calls"),
                    count(json, at, "rows"),
                    list(json, at, "sources", MAX_LIST, this::name));
        }

        private Column column(JsonNode json, String at) {
            members(json, at, Set.of("name", "type", "nullable"));
            return new Column(
                    text(json, at, "name", MAX_TEXT),
                    text(json, at, "type", MAX_TEXT),
                    json.has("nullable") ? (Boolean) flag(json, at, "nullable", true) : null);
        }

        private Use use(JsonNode json, String at) {
            members(json, at, Set.of("kind", "schema", "name", "column", "access", "via"));
            return new Use(
                    word(json, at, "kind", Use.Kind.class, Use.Kind.RELATION),
                    text(json, at, "schema", MAX_TEXT),
                    text(json, at, "name", MAX_TEXT),
                    optionalText(json, at, "column"),
                    word(json, at, "access", Use.Access.class, Use.Access.READ),
                    optionalText(json, at, "via"));
        }

        private <T> List<T> list(
                JsonNode parent, String at, String member, int limit, BiFunction<JsonNode, String, T> element) {
            var array = parent.path(member);
            if (array.isMissingNode()) {
                return List.of();
            }
            var pointer = at + "/" + member;
            if (!array.isArray() || array.size() > limit) {
                wrong(pointer, "must be an array of at most %d".formatted(limit));
                return List.of();
            }
            var list = new ArrayList<T>(array.size());
            for (var i = 0; i < array.size(); i++) {
                list.add(element.apply(array.get(i), pointer + "/" + i));
            }
            return list;
        }

        private void members(JsonNode json, String at, Set<String> known) {
            if (!json.isObject()) {
                wrong(at, "must be an object");
                return;
            }
            json.fieldNames().forEachRemaining(name -> {
                if (!known.contains(name)) {
                    wrong(at + "/" + name.replace("~", "~0").replace("/", "~1"), "is no member here; leave it out");
                }
            });
        }

        private String name(JsonNode json, String at) {
            if (!json.isTextual()
                    || json.textValue().isBlank()
                    || json.textValue().length() > MAX_TEXT) {
                wrong(at, "must be a string of 1 to %d characters".formatted(MAX_TEXT));
                return "?";
            }
            return json.textValue();
        }

        private String text(JsonNode parent, String at, String member, int limit) {
            var json = parent.path(member);
            if (!json.isTextual()
                    || json.textValue().isBlank()
                    || json.textValue().length() > limit) {
                wrong(at + "/" + member, "must be a string of 1 to %d characters".formatted(limit));
                return "?";
            }
            if (json.textValue().indexOf('\0') >= 0) {
                wrong(at + "/" + member, "has the character U+0000, which PostgreSQL cannot hold; leave it out");
            }
            return json.textValue();
        }

        private @Nullable String optionalText(JsonNode parent, String at, String member) {
            return parent.has(member) ? text(parent, at, member, MAX_TEXT) : null;
        }

        private boolean flag(JsonNode parent, String at, String member, boolean absent) {
            var json = parent.path(member);
            if (!json.isMissingNode() && !json.isBoolean()) {
                wrong(at + "/" + member, "must be true or false");
            }
            return json.asBoolean(absent);
        }

        private @Nullable Long count(JsonNode parent, String at, String member) {
            var json = parent.path(member);
            if (json.isMissingNode()) {
                return null;
            }
            if (!json.isIntegralNumber() || !json.canConvertToLong() || json.longValue() < 0) {
                wrong(at + "/" + member, "must be a whole number that is not negative");
                return null;
            }
            return json.longValue();
        }

        private <E extends Enum<E>> E word(JsonNode parent, String at, String member, Class<E> type, E absent) {
            var json = parent.path(member);
            if (json.isMissingNode()) {
                return absent;
            }
            var words = new ArrayList<String>();
            for (var value : type.getEnumConstants()) {
                var word = value.name().toLowerCase(Locale.ROOT);
                if (word.equals(json.textValue())) {
                    return value;
                }
                words.add(word);
            }
            wrong(at + "/" + member, "must be one of " + String.join(", ", words));
            return absent;
        }

        private void wrong(String pointer, String detail) {
            mistakes.add(new InvalidInput.Detail(pointer, detail));
            if (mistakes.size() == ENOUGH) {
                throw new InvalidInput(mistakes);
            }
        }
    }
}
