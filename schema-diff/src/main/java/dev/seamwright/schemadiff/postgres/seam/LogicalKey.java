package dev.seamwright.schemadiff.postgres.seam;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key of one database to which rows of another refer, declared by people since no constraint can:
 *
 * <pre>
 * {"keys": [{"from": {"database": "orders-db", "schema": "public", "table": "orders", "column": "customer_id", "tenant": "tenant_id"},
 *            "to": {"database": "customers-db", "schema": "public", "table": "customers", "column": "id", "tenant": "tenant_id"}}]}
 * </pre>
 *
 * @param from the column that refers
 * @param to the key
 */
public record LogicalKey(End from, End to) {
    /**
     * One side of the key.
     *
     * @param database the participant
     * @param tenant the column that says whose row it is; null when there is none
     */
    public record End(
            String database,
            String schema,
            String table,
            String column,
            @Nullable String tenant) {
        List<String> place() {
            return List.of(schema, table);
        }

        String name() {
            return "%s %s.%s.%s".formatted(database, schema, table, column);
        }
    }

    /**
     * Reads a declaration.
     *
     * @throws InvalidInput when it is anything else; the pointer leads to the place
     */
    public static List<LogicalKey> parse(byte[] json) {
        var keys = Json.parse(json).path("keys");
        if (!keys.isArray()) {
            throw new InvalidInput("/keys", "must be an array of keys, each with from and to");
        }
        var parsed = new ArrayList<LogicalKey>();
        for (int i = 0; i < keys.size(); i++) {
            var pointer = "/keys/" + i;
            parsed.add(new LogicalKey(
                    end(keys.path(i).path("from"), pointer + "/from"),
                    end(keys.path(i).path("to"), pointer + "/to")));
        }
        return List.copyOf(parsed);
    }

    private static End end(JsonNode end, String pointer) {
        return new End(
                text(end, "database", pointer),
                Optional.ofNullable(end.path("schema").textValue()).orElse("public"),
                text(end, "table", pointer),
                text(end, "column", pointer),
                end.path("tenant").textValue());
    }

    private static String text(JsonNode end, String member, String pointer) {
        var text = end.path(member).textValue();
        if (text == null || text.isBlank()) {
            throw new InvalidInput(pointer + "/" + member, "is missing; give a name");
        }
        return text;
    }
}
