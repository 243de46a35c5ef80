package dev.seamwright.schemadiff.postgres.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.dbschema.Kind;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether an expression gives every row its own value: then a new column is written into every row. */
final class Volatile {
    private static final Pattern CALL =
            Pattern.compile("((?:[\\p{L}_\"][\\p{L}\\p{N}_$\"]*\\.)?[\\p{L}_\"][\\p{L}\\p{N}_$\"]*)\\(");
    // provolatile = 'v' among the functions of pg_catalog and contrib that defaults call
    private static final Set<String> KNOWN = Set.of(
            "nextval",
            "currval",
            "lastval",
            "setval",
            "random",
            "random_normal",
            "clock_timestamp",
            "timeofday",
            "gen_random_uuid",
            "uuidv4",
            "uuidv7",
            "uuid_generate_v1",
            "uuid_generate_v1mc",
            "uuid_generate_v4",
            "gen_random_bytes",
            "gen_salt",
            "pg_notify",
            "pg_sleep",
            "txid_current",
            "pg_current_xact_id");

    private Volatile() {}

    static boolean is(String expression, Surroundings schema) {
        return CALL.matcher(expression)
                .results()
                .anyMatch(call -> isVolatile(call.group(1).replace("\"", ""), schema));
    }

    private static boolean isVolatile(String function, Surroundings schema) {
        int dot = function.indexOf('.');
        var name = function.substring(dot + 1);
        if (KNOWN.contains(name)) {
            return true;
        }
        return dot > 0
                && schema.facts(Kind.ROUTINE, function.substring(0, dot)).stream()
                        .filter(routine -> Consumers.routineName(routine.key()).equals(name))
                        .map(schema::members)
                        .map(routine -> routine.path("volatility"))
                        .map(JsonNode::asText)
                        .anyMatch("volatile"::equals);
    }
}
