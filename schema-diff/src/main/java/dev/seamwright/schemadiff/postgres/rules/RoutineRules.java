package dev.seamwright.schemadiff.postgres.rules;

import static dev.seamwright.contracts.dbschema.Kind.ROUTINE;
import static dev.seamwright.schemadiff.postgres.rules.Effect.MAYBE;
import static dev.seamwright.schemadiff.postgres.rules.Effect.NO;
import static dev.seamwright.schemadiff.postgres.rules.Effect.YES;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.added;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.changed;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.removed;
import static dev.seamwright.schemadiff.postgres.rules.SchemaRule.when;

import dev.seamwright.contracts.dbschema.Fact;
import java.util.ArrayList;
import java.util.List;

/** Functions, procedures and aggregates. */
final class RoutineRules {
    static final List<SchemaRule> ALL = List.of(
            when(added(ROUTINE))
                    .and(situation -> overloads(situation).isEmpty())
                    .safe()
                    .axes(axes -> axes.rollback(NO, YES))
                    .rule(
                            "routine-added",
                            "routine-removed",
                            "A function or procedure was added",
                            "Nobody called it before. PUBLIC may execute it unless that is revoked.",
                            """
                            -- expand; when not everybody should call it
                            REVOKE EXECUTE ON ROUTINE {schema}.{1} FROM PUBLIC;
                            """),
            when(added(ROUTINE))
                    .and(situation -> !overloads(situation).isEmpty())
                    .breaking(RoutineRules::callOverloads)
                    .axes(axes -> axes.readers(MAYBE)
                            .prepared(Effect.NO)
                            .meaning(MAYBE)
                            .rollback(MAYBE, YES))
                    .rule(
                            "routine-overload-added",
                            "routine-removed",
                            "A function got a namesake",
                            "Calls may no longer be unique (SQLSTATE 42725), or reach the new one because it fits better.",
                            "-- another name for the new one, or no defaults in it: {schema}.{1}"),
            when(removed(ROUTINE))
                    .breaking(RoutineRules::call)
                    .axes(axes -> axes.readers(YES).rollback(YES, NO))
                    .rule(
                            "routine-removed",
                            "routine-added",
                            "A function or procedure was removed",
                            "Calls fail with SQLSTATE 42883.",
                            """
                            -- expand: the new one beside the old one; move the callers
                            -- contract
                            DROP ROUTINE {schema}.{1};
                            """),
            when(changed(ROUTINE, "result"))
                    .breaking(RoutineRules::useResult)
                    .axes(axes ->
                            axes.readers(MAYBE).prepared(YES).meaning(MAYBE).rollback(MAYBE, MAYBE))
                    .rule(
                            "routine-result-changed",
                            "the same rule judges both directions",
                            "A function returns something else",
                            "Statements that use the result as before fail or mean something else; live prepared ones fail with "
                                    + "'cached plan must not change result type'. It has to be dropped and made anew, with its grants.",
                            "-- a second function under a new name that returns {new.result}; move the callers; then drop the old one"),
            when(changed(ROUTINE, "arguments"))
                    .breaking(RoutineRules::callOtherwise)
                    .axes(axes -> axes.readers(MAYBE).rollback(MAYBE, MAYBE))
                    .rule(
                            "routine-arguments-changed",
                            "the same rule judges both directions",
                            "The names or defaults of a function's arguments changed",
                            "Calls by name, and those that leave an argument out, fail with SQLSTATE 42883.",
                            """
                            -- was: {old.arguments}
                            -- is: {new.arguments}
                            -- keep the old names and defaults, or a second function for those who use them
                            """),
            when(changed(ROUTINE, "body", "sqlBody", "language", "library", "type", "aggregate", "transforms"))
                    .risky()
                    .axes(axes -> axes.readers(MAYBE).meaning(YES).rollback(MAYBE, MAYBE))
                    .rule(
                            "routine-body-changed",
                            "the same rule judges both directions",
                            "A function does something else",
                            "Calls are resolved as before; what they do and return may differ. It is not executed here.",
                            "-- callers of {schema}.{1} test against both; a new name when the meaning differs"),
            when(changed(ROUTINE, "securityDefiner", "leakproof"))
                    .risky()
                    .axes(axes -> axes.readers(MAYBE).access(Access.DIFFERENT).rollback(MAYBE, MAYBE))
                    .rule(
                            "routine-security-changed",
                            "the same rule judges both directions",
                            "A function runs with the rights of somebody else, or is trusted with hidden rows",
                            "A SECURITY DEFINER function gives every caller the rights of its owner; without it callers need them. A "
                                    + "LEAKPROOF one sees rows that policies hide.",
                            """
                            -- for SECURITY DEFINER: a fixed path, and no PUBLIC
                            ALTER ROUTINE {schema}.{1} SET search_path = pg_catalog, pg_temp;
                            REVOKE EXECUTE ON ROUTINE {schema}.{1} FROM PUBLIC;
                            """),
            when(changed(ROUTINE, "settings"))
                    .risky()
                    .axes(axes -> axes.readers(MAYBE)
                            .meaning(YES)
                            .access(Access.DIFFERENT)
                            .rollback(MAYBE, MAYBE))
                    .rule(
                            "routine-settings-changed",
                            "the same rule judges both directions",
                            "A function runs with other settings",
                            "With another search_path the same body may reach other tables and functions.",
                            """
                            -- was: {old.settings}
                            -- is: {new.settings}
                            """),
            when(changed(ROUTINE, "strict"))
                    .risky()
                    .axes(axes -> axes.meaning(YES).rollback(MAYBE, MAYBE))
                    .rule(
                            "routine-nulls-changed",
                            "the same rule judges both directions",
                            "A function treats NULL otherwise",
                            "A strict one returns NULL for a NULL argument without being executed.",
                            "-- callers of {schema}.{1} that pass NULL test against both"),
            when(changed(ROUTINE, "volatility", "parallel", "cost", "rows", "support"))
                    .risky()
                    .axes(axes -> axes.meaning(MAYBE))
                    .rule(
                            "routine-planning-changed",
                            "the same rule judges both directions",
                            "The planner assumes something else of a function",
                            "Results are the same if what is declared is true. IMMUTABLE is needed by indexes and generated columns "
                                    + "that use it, and is wrong for one that reads tables.",
                            "-- declare {schema}.{1} as what it is"));

    private RoutineRules() {}

    /** Routines of the same name that were there before. */
    private static List<Fact> overloads(Situation situation) {
        var name = Consumers.routineName(situation.key());
        return situation.before().facts(ROUTINE, situation.part(0)).stream()
                .filter(routine -> Consumers.routineName(routine.key()).equals(name))
                .toList();
    }

    private static List<Probe> callOverloads(Situation situation) {
        var probes = new ArrayList<Probe>();
        for (var overload : overloads(situation)) {
            var type = situation.before().members(overload).path("type").asText();
            if (situation.after().schema().fact(overload.key()).isPresent() && !type.equals("procedure")) {
                probes.add(Probe.of(Consumers.call(overload.key(), type), "42725"));
                Consumers.callWithDefaults(
                                overload.key(),
                                situation
                                        .before()
                                        .members(overload)
                                        .path("arguments")
                                        .asText())
                        .ifPresent(call -> probes.add(Probe.of(call, "42725")));
                var untyped = Consumers.argumentTypes(overload.key()).stream()
                        .map(argument -> "NULL")
                        .toList();
                probes.add(Probe.of(
                        "PREPARE seamwright_call AS SELECT %s.%s(%s)"
                                .formatted(
                                        Sql.name(situation.part(0)),
                                        Sql.name(Consumers.routineName(overload.key())),
                                        String.join(", ", untyped)),
                        "42725"));
            }
        }
        return probes;
    }

    private static List<Probe> call(Situation situation) {
        return List.of(Probe.of(
                Consumers.call(situation.key(), situation.old().path("type").asText()), "42883", "42725", "42809"));
    }

    private static List<Probe> useResult(Situation situation) {
        var result = situation.old().path("result").asText();
        if (result.startsWith("SETOF") || result.startsWith("TABLE") || result.equals("trigger") || result.isEmpty()) {
            var call = Consumers.call(situation.key(), "function");
            return Consumers.outputs(result).stream()
                    .map(column ->
                            Probe.of(call.replaceFirst("SELECT ", "SELECT " + Sql.name(column) + " FROM "), "42703"))
                    .toList();
        }
        var call = Consumers.call(situation.key(), "function");
        return List.of(Probe.of("%s = NULL::%s".formatted(call, result), "42883", "42804", "22P02"));
    }

    private static List<Probe> callOtherwise(Situation situation) {
        var name = Sql.qualified(situation.part(0), Consumers.routineName(situation.key()));
        var probes = new ArrayList<Probe>();
        var types = Consumers.argumentTypes(situation.key());
        var arguments = situation.old().path("arguments").asText();
        Consumers.callWithDefaults(situation.key(), arguments).ifPresent(call -> probes.add(Probe.of(call, "42883")));
        var named = new ArrayList<String>();
        var parts = arguments.split(", ", -1);
        for (int i = 0; i < parts.length && parts.length == types.size(); i++) {
            var word = parts[i].split(" ", 2)[0];
            if (!parts[i].startsWith(types.get(i))) {
                named.add("%s => NULL::%s".formatted(word, types.get(i)));
            }
        }
        if (!named.isEmpty() && named.size() == types.size()) {
            probes.add(Probe.of(
                    "PREPARE seamwright_call AS SELECT %s(%s)".formatted(name, String.join(", ", named)), "42883"));
        }
        return probes;
    }
}
