package dev.seamwright.schemadiff.postgres.load;

import dev.seamwright.contracts.dbschema.Kind;
import java.util.ArrayList;

/** Operators with their families and classes, casts, conversions, transforms, languages, access methods. */
final class OperatorPrinter {
    private final Contents contents;
    private final Printout out;

    OperatorPrinter(Contents contents, Printout out) {
        this.contents = contents;
        this.out = out;
    }

    void print() {
        contents.all(Kind.LANGUAGE).forEach(this::language);
        contents.all(Kind.ACCESS_METHOD).forEach(this::accessMethod);
        contents.all(Kind.OPERATOR).forEach(this::operator);
        contents.all(Kind.OPERATOR_FAMILY).forEach(this::family);
        contents.all(Kind.OPERATOR_CLASS).forEach(this::operatorClass);
        contents.all(Kind.CAST).forEach(this::cast);
        contents.all(Kind.CONVERSION).forEach(this::conversion);
        contents.all(Kind.TRANSFORM).forEach(this::transform);
    }

    private void add(Item item, String sql) {
        out.add(Phase.OBJECTS, item, sql);
    }

    private void language(Item language) {
        add(
                language,
                "CREATE " + (language.is("trusted") ? "TRUSTED " : "") + "LANGUAGE " + language.name()
                        + language.clause(" HANDLER ", "handler")
                        + language.clause(" INLINE ", "inline")
                        + language.clause(" VALIDATOR ", "validator"));
    }

    private void accessMethod(Item method) {
        add(
                method,
                "CREATE ACCESS METHOD %s TYPE %s HANDLER %s"
                        .formatted(method.name(), method.text("type"), method.text("handler")));
    }

    /** {@code "s".=}, from the name and the types in the identity. */
    static String operatorName(Item operator) {
        return Sql.name(operator.part(0)) + "."
                + operator.part(1).substring(0, operator.part(1).indexOf('('));
    }

    static String operatorTypes(Item operator) {
        return operator.part(1).substring(operator.part(1).indexOf('('));
    }

    private void operator(Item operator) {
        if (!operator.has("function")) {
            return; // a promise of another operator, made together with it
        }
        var types = operatorTypes(operator);
        int comma = Sql.outside(types, ',', 0);
        var left = types.substring(1, comma);
        var right = types.substring(comma + 1, types.length() - 1).strip();
        var options = new ArrayList<String>();
        options.add("FUNCTION = " + Sql.withoutTypes(operator.text("function")));
        if (!left.equals("NONE")) {
            options.add("LEFTARG = " + left);
        }
        if (!right.equals("NONE")) {
            options.add("RIGHTARG = " + right);
        }
        if (operator.has("commutator")) {
            options.add("COMMUTATOR = OPERATOR(" + Sql.withoutTypes(operator.text("commutator")) + ")");
        }
        if (operator.has("negator")) {
            options.add("NEGATOR = OPERATOR(" + Sql.withoutTypes(operator.text("negator")) + ")");
        }
        if (operator.has("restrict")) {
            options.add("RESTRICT = " + operator.text("restrict"));
        }
        if (operator.has("join")) {
            options.add("JOIN = " + operator.text("join"));
        }
        if (operator.is("hashes")) {
            options.add("HASHES");
        }
        if (operator.is("merges")) {
            options.add("MERGES");
        }
        add(operator, "CREATE OPERATOR %s (%s)".formatted(operatorName(operator), String.join(", ", options)));
    }

    private void family(Item family) {
        var method = Sql.name(family.part(2));
        add(family, "CREATE OPERATOR FAMILY " + family.qualified() + " USING " + method);
        var members = new ArrayList<String>();
        family.get("operators").forEach(operator -> {
            var order = operator.path(2).asText("");
            members.add("OPERATOR %s %s%s"
                    .formatted(
                            operator.path(0).asText(),
                            operator.path(1).asText(),
                            operator.path(2).isNull() || order.isEmpty() ? "" : " FOR ORDER BY " + Sql.name(order)));
        });
        family.get("functions")
                .forEach(function -> members.add("FUNCTION %s (%s, %s) %s"
                        .formatted(
                                function.path(0).asText(),
                                function.path(1).asText(),
                                function.path(2).asText(),
                                function.path(3).asText())));
        if (!members.isEmpty()) {
            add(
                    family,
                    "ALTER OPERATOR FAMILY %s USING %s ADD %s"
                            .formatted(family.qualified(), method, String.join(", ", members)));
        }
    }

    /** Its members are in the family: which of them the class needs is no part of a contract. */
    private void operatorClass(Item item) {
        add(
                item,
                "CREATE OPERATOR CLASS %s%s FOR TYPE %s USING %s FAMILY %s AS STORAGE %s"
                        .formatted(
                                item.qualified(),
                                item.is("default") ? " DEFAULT" : "",
                                item.text("type"),
                                Sql.name(item.part(2)),
                                Sql.qualified(item.get("family")),
                                item.has("key") ? item.text("key") : item.text("type")));
    }

    private void cast(Item cast) {
        var method = switch (cast.text("method")) {
            case "function" -> "WITH FUNCTION " + cast.text("function");
            case "inout" -> "WITH INOUT";
            default -> "WITHOUT FUNCTION";
        };
        var context = cast.text("context").equals("explicit") ? "" : " AS " + cast.text("context");
        add(cast, "CREATE CAST (%s AS %s) %s%s".formatted(cast.part(0), cast.part(1), method, context));
    }

    private void conversion(Item conversion) {
        add(
                conversion,
                "CREATE %sCONVERSION %s FOR %s TO %s FROM %s"
                        .formatted(
                                conversion.is("default") ? "DEFAULT " : "",
                                conversion.qualified(),
                                Sql.literal(conversion.text("from")),
                                Sql.literal(conversion.text("to")),
                                conversion.text("function")));
    }

    private void transform(Item transform) {
        var functions = new ArrayList<String>();
        if (transform.has("fromSql")) {
            functions.add("FROM SQL WITH FUNCTION " + transform.text("fromSql"));
        }
        if (transform.has("toSql")) {
            functions.add("TO SQL WITH FUNCTION " + transform.text("toSql"));
        }
        add(
                transform,
                "CREATE TRANSFORM FOR %s LANGUAGE %s (%s)"
                        .formatted(transform.part(0), Sql.name(transform.part(1)), String.join(", ", functions)));
    }
}
