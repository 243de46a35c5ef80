package dev.seamwright.schemadiff.postgres.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.dbschema.Kind;
import java.util.List;
import java.util.Set;

/** What {@code ALTER COLUMN … TYPE} does to rows and values, from the two types. */
record TypeChange(String before, String after, Surroundings schema) {
    private static final Set<String> TEXTS = Set.of("text", "character varying");
    private static final List<String> INTEGERS = List.of("smallint", "integer", "bigint");
    private static final Set<String> TIMES = Set.of(
            "timestamp without time zone",
            "timestamp with time zone",
            "time without time zone",
            "time with time zone",
            "interval");
    private static final Set<Set<String>> COERCIBLE = Set.of(
            Set.of("oid", "integer"),
            Set.of("oid", "regclass"),
            Set.of("oid", "regproc"),
            Set.of("oid", "regtype"),
            Set.of("oid", "regrole"),
            Set.of("oid", "regnamespace"));

    static TypeChange of(Situation situation) {
        return new TypeChange(
                situation.old().path("type").asText(),
                situation.now().path("type").asText(),
                situation.after());
    }

    /** Every value of the old type is one of the new type, written the same. */
    boolean widens() {
        var oldBase = Values.base(before);
        var newBase = Values.base(after);
        var oldModifiers = Values.modifiers(before);
        var newModifiers = Values.modifiers(after);
        if (TEXTS.contains(oldBase) && TEXTS.contains(newBase)) {
            return atLeast(newModifiers, oldModifiers);
        }
        if (INTEGERS.contains(oldBase) && INTEGERS.contains(newBase)) {
            return INTEGERS.indexOf(newBase) > INTEGERS.indexOf(oldBase);
        }
        if (!oldBase.equals(newBase)) {
            return false;
        }
        if (oldBase.equals("numeric")) {
            return newModifiers.isEmpty()
                    || (oldModifiers.size() == 2
                            && newModifiers.size() == 2
                            && newModifiers.get(1) >= oldModifiers.get(1)
                            && newModifiers.get(0) - newModifiers.get(1) >= oldModifiers.get(0) - oldModifiers.get(1));
        }
        return (TIMES.contains(oldBase) || oldBase.equals("bit varying")) && atLeast(newModifiers, oldModifiers);
    }

    /** The new type holds less: the same kind of values, shorter or smaller ones. */
    boolean narrows() {
        return !before.equals(after) && new TypeChange(/* before= */ after, /* after= */ before, schema).widens();
    }

    /** The same instant or the same clock time, not both. */
    boolean changesTimeZone() {
        var bases = Set.copyOf(List.of(Values.base(before), Values.base(after)));
        return bases.equals(Set.of("timestamp without time zone", "timestamp with time zone"))
                || bases.equals(Set.of("time without time zone", "time with time zone"));
    }

    /** Source: {@code ATColumnChangeRequiresRewrite} of PostgreSQL's tablecmds.c, and the support functions of the casts. */
    Work work() {
        if (hasConstraints(after)) {
            return Work.REWRITE;
        }
        var oldBase = Values.base(undomained(before));
        var newBase = Values.base(undomained(after));
        var oldModifiers = Values.modifiers(undomained(before));
        var newModifiers = Values.modifiers(undomained(after));
        if (TEXTS.contains(oldBase) && TEXTS.contains(newBase)) {
            return atLeast(newModifiers, oldModifiers) ? Work.CATALOG : Work.REWRITE;
        }
        if (COERCIBLE.contains(Set.copyOf(List.of(oldBase, newBase)))
                || (oldBase.equals("cidr") && newBase.equals("inet"))
                || (oldBase.equals("xml") && TEXTS.contains(newBase) && newModifiers.isEmpty())) {
            return Work.CATALOG;
        }
        if (!oldBase.equals(newBase)) {
            return Work.REWRITE;
        }
        if (oldModifiers.equals(newModifiers)) {
            return Work.CATALOG;
        }
        if (oldBase.equals("numeric")) {
            boolean sameScale = newModifiers.isEmpty()
                    || (oldModifiers.size() == 2
                            && newModifiers.size() == 2
                            && newModifiers.get(1).equals(oldModifiers.get(1))
                            && newModifiers.get(0) >= oldModifiers.get(0));
            return sameScale ? Work.CATALOG : Work.REWRITE;
        }
        boolean grows =
                (TIMES.contains(oldBase) || oldBase.equals("bit varying")) && atLeast(newModifiers, oldModifiers);
        return grows ? Work.CATALOG : Work.REWRITE;
    }

    private String undomained(String type) {
        return schema.type(Kind.DOMAIN, type)
                .map(domain -> undomained(domain.path("type").asText()))
                .orElse(type);
    }

    private boolean hasConstraints(String type) {
        return schema.type(Kind.DOMAIN, type).filter(TypeChange::isConstrained).isPresent();
    }

    /** Whether a domain's values are checked. */
    static boolean isConstrained(JsonNode domain) {
        return domain.path("notNull").asBoolean() || !domain.path("constraints").isEmpty();
    }

    /** None means no limit. */
    private static boolean atLeast(List<Integer> modifiers, List<Integer> others) {
        return modifiers.isEmpty() || (!others.isEmpty() && modifiers.getFirst() >= others.getFirst());
    }
}
