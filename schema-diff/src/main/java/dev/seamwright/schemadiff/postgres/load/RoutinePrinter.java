package dev.seamwright.schemadiff.postgres.load;

import dev.seamwright.contracts.dbschema.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Functions, procedures and aggregates. */
final class RoutinePrinter {
    private final Contents contents;
    private final Printout out;

    RoutinePrinter(Contents contents, Printout out) {
        this.contents = contents;
        this.out = out;
    }

    void print() {
        contents.all(Kind.ROUTINE).forEach(routine -> {
            if (routine.text("type").equals("aggregate")) {
                aggregate(routine);
            } else {
                routine(routine);
            }
        });
    }

    /** Schema and name, quoted, of {@code name(types)}. */
    static String name(Item item) {
        return Sql.name(item.part(0)) + "."
                + Sql.name(item.part(1).substring(0, item.part(1).indexOf('(')));
    }

    /** Schema, name and types of what goes in. */
    static String signature(Item item) {
        return name(item) + item.part(1).substring(item.part(1).indexOf('('));
    }

    private void routine(Item routine) {
        boolean procedure = routine.text("type").equals("procedure");
        var text = new StringBuilder("CREATE ")
                .append(procedure ? "PROCEDURE " : "FUNCTION ")
                .append(name(routine))
                .append('(')
                .append(routine.text("arguments"))
                .append(')')
                .append(routine.clause(" RETURNS ", "result"))
                .append(" LANGUAGE ")
                .append(Sql.name(routine.text("language")));
        if (routine.has("transforms")) {
            text.append(Sql.texts(routine.get("transforms"))
                    .map(type -> "FOR TYPE " + type)
                    .collect(Collectors.joining(", ", " TRANSFORM ", "")));
        }
        if (!procedure) {
            text.append(routine.text("type").equals("window") ? " WINDOW" : "")
                    .append(' ')
                    .append(routine.text("volatility"))
                    .append(routine.is("strict") ? " STRICT" : "")
                    .append(routine.clause(" PARALLEL ", "parallel"))
                    .append(routine.clause(" COST ", "cost"))
                    .append(routine.clause(" ROWS ", "rows"));
        }
        text.append(routine.is("securityDefiner") ? " SECURITY DEFINER" : "");
        Sql.members(routine.get("settings"))
                .forEach(setting -> text.append(" SET ")
                        .append(Sql.setting(setting.getKey(), setting.getValue().asText())));
        text.append(body(routine));
        out.add(Phase.OBJECTS, routine, text.toString());
        // of their own: both need a superuser, the function does not
        if (routine.is("leakproof")) {
            out.add(Phase.BEHAVIOUR, routine, "ALTER FUNCTION " + signature(routine) + " LEAKPROOF");
        }
        if (routine.has("support")) {
            out.add(
                    Phase.BEHAVIOUR,
                    routine,
                    "ALTER FUNCTION " + signature(routine) + " SUPPORT " + routine.text("support"));
        }
    }

    private static String body(Item routine) {
        if (routine.has("sqlBody")) {
            return "\n" + routine.text("sqlBody");
        }
        return " AS " + (routine.has("library") ? Sql.literal(routine.text("library")) + ", " : "")
                + Sql.literal(routine.text("body"));
    }

    private void aggregate(Item routine) {
        var aggregate = new Item(routine.key(), routine.get("aggregate"));
        var options = new ArrayList<String>();
        add(options, "SFUNC", aggregate, "transition");
        add(options, "STYPE", aggregate, "state");
        add(options, "SSPACE", aggregate, "space");
        add(options, "FINALFUNC", aggregate, "final");
        end(options, aggregate, "final", "FINALFUNC");
        add(options, "COMBINEFUNC", aggregate, "combine");
        add(options, "SERIALFUNC", aggregate, "serialize");
        add(options, "DESERIALFUNC", aggregate, "deserialize");
        text(options, "INITCOND", aggregate, "initial");
        add(options, "MSFUNC", aggregate, "movingTransition");
        add(options, "MINVFUNC", aggregate, "movingInverse");
        add(options, "MSTYPE", aggregate, "movingState");
        add(options, "MSSPACE", aggregate, "movingSpace");
        add(options, "MFINALFUNC", aggregate, "movingFinal");
        end(options, aggregate, "movingFinal", "MFINALFUNC");
        text(options, "MINITCOND", aggregate, "movingInitial");
        if (aggregate.has("sortOperator")) {
            options.add("SORTOP = OPERATOR(" + aggregate.text("sortOperator") + ")");
        }
        add(options, "PARALLEL", routine, "parallel");
        if (aggregate.text("kind").equals("hypothetical set")) {
            options.add("HYPOTHETICAL");
        }
        var arguments = routine.text("arguments");
        out.add(
                Phase.OBJECTS,
                routine,
                "CREATE AGGREGATE %s(%s) (%s)"
                        .formatted(name(routine), arguments.isEmpty() ? "*" : arguments, String.join(", ", options)));
        // an aggregate has these too, and no clause for them
        if (routine.has("cost") && !routine.text("cost").equals("1")) {
            out.impossible(routine, "an aggregate with a cost of its own cannot be made");
        }
    }

    private static void end(List<String> options, Item aggregate, String member, String option) {
        if (!aggregate.has(member)) {
            return;
        }
        if (aggregate.is(member + "Extra")) {
            options.add(option + "_EXTRA");
        }
        options.add(option + "_MODIFY = "
                + switch (aggregate.text(member + "Modify")) {
                    case "s" -> "SHAREABLE";
                    case "w" -> "READ_WRITE";
                    default -> "READ_ONLY";
                });
    }

    private static void add(List<String> options, String option, Item item, String member) {
        if (item.has(member)) {
            options.add(option + " = " + item.text(member));
        }
    }

    private static void text(List<String> options, String option, Item item, String member) {
        if (item.has(member)) {
            options.add(option + " = " + Sql.literal(item.text(member)));
        }
    }
}
