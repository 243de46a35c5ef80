package dev.seamwright.schemadiff.postgres.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.dbschema.Fact;
import dev.seamwright.contracts.dbschema.Kind;
import dev.seamwright.schemadiff.postgres.diff.SchemaChange;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Changes in words. */
final class Wording {
    private static final int LONGEST = 160;
    // they may hold secrets, and are long
    private static final Set<String> NOT_SHOWN = Set.of("body", "sqlBody", "definition");
    private static final Set<Kind> GRANTS = Set.of(
            Kind.DATABASE_GRANT,
            Kind.LANGUAGE_GRANT,
            Kind.FOREIGN_DATA_WRAPPER_GRANT,
            Kind.SERVER_GRANT,
            Kind.SCHEMA_GRANT,
            Kind.TYPE_GRANT,
            Kind.ROUTINE_GRANT,
            Kind.RELATION_GRANT,
            Kind.COLUMN_GRANT);

    private Wording() {}

    /** The name of what changed: {@code public.orders.customer_id}, {@code public.orders: SELECT for app}. */
    static String subject(Fact.Key key) {
        var identity = key.identity();
        if (GRANTS.contains(key.kind())) {
            int privilege = identity.size() - 2;
            return "%s: %s for %s"
                    .formatted(
                            path(key.kind(), identity.subList(0, privilege - 1)),
                            identity.get(privilege),
                            identity.get(privilege - 1));
        }
        return path(key.kind(), identity);
    }

    private static String path(Kind kind, List<String> names) {
        if (names.isEmpty()) {
            return "the database";
        }
        boolean routine = kind == Kind.ROUTINE || kind == Kind.ROUTINE_GRANT || kind == Kind.OPERATOR;
        return names.stream().map(name -> routine ? name : Sql.name(name)).collect(Collectors.joining("."));
    }

    static String message(SchemaRule rule, Situation situation) {
        var about = "%s: %s %s"
                .formatted(rule.rule().title(), situation.kind().label().replace('-', ' '), subject(situation.key()));
        if (!(situation.change() instanceof SchemaChange.Changed)) {
            return about + ".";
        }
        if (NOT_SHOWN.contains(situation.member())) {
            return "%s, %s.".formatted(about, situation.member());
        }
        return "%s, %s: %s → %s."
                .formatted(about, situation.member(), value(situation.oldMember()), value(situation.nowMember()));
    }

    static String value(@Nullable JsonNode value) {
        if (value == null || value.isMissingNode() || value.isNull()) {
            return "(default)";
        }
        var text = value.isValueNode() ? value.asText() : value.toString();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
