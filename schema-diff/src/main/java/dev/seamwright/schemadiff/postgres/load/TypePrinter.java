package dev.seamwright.schemadiff.postgres.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.dbschema.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Enums, domains, composite, range and base types, collations. */
final class TypePrinter {
    private final Contents contents;
    private final Printout out;

    TypePrinter(Contents contents, Printout out) {
        this.contents = contents;
        this.out = out;
    }

    void print() {
        contents.all(Kind.COLLATION).forEach(this::collation);
        contents.all(Kind.ENUM).forEach(this::enumeration);
        contents.all(Kind.BASE_TYPE).forEach(this::base);
        contents.all(Kind.RANGE_TYPE).forEach(this::range);
        contents.all(Kind.COMPOSITE_TYPE).forEach(this::composite);
        contents.all(Kind.DOMAIN).forEach(this::domain);
    }

    private void collation(Item collation) {
        var options = new ArrayList<String>();
        options.add("PROVIDER = " + collation.text("provider"));
        if (collation.has("locale")) {
            options.add("LOCALE = " + Sql.literal(collation.text("locale")));
        }
        if (collation.has("collate")) {
            options.add("LC_COLLATE = " + Sql.literal(collation.text("collate")));
            options.add("LC_CTYPE = " + Sql.literal(collation.text("ctype")));
        }
        if (collation.has("deterministic")) {
            options.add("DETERMINISTIC = false");
        }
        if (collation.has("rules")) {
            options.add("RULES = " + Sql.literal(collation.text("rules")));
        }
        create(collation, "COLLATION", " (" + String.join(", ", options) + ")");
    }

    private void create(Item item, String type, String rest) {
        out.add(Phase.OBJECTS, item, "CREATE " + type + " " + item.qualified() + rest);
    }

    private void enumeration(Item item) {
        create(
                item,
                "TYPE",
                Sql.texts(item.get("labels")).map(Sql::literal).collect(Collectors.joining(", ", " AS ENUM (", ")")));
    }

    private void composite(Item item) {
        create(
                item,
                "TYPE",
                item.get("attributes")
                        .valueStream()
                        .map(TypePrinter::attribute)
                        .collect(Collectors.joining(", ", " AS (", ")")));
        item.get("attributes").forEach(attribute -> {
            if (attribute.hasNonNull("comment")) {
                out.add(
                        Phase.COMMENTS,
                        item,
                        "COMMENT ON COLUMN %s.%s IS %s"
                                .formatted(
                                        item.qualified(),
                                        Sql.name(attribute.path("name").asText()),
                                        Sql.literal(attribute.path("comment").asText())));
            }
        });
    }

    private static String attribute(JsonNode attribute) {
        var collation = attribute.path("collation").asText();
        return Sql.name(attribute.path("name").asText()) + " "
                + attribute.path("type").asText() + (collation.isEmpty() ? "" : " COLLATE " + collation);
    }

    private void domain(Item domain) {
        var text = new StringBuilder(" AS " + domain.text("type"))
                .append(domain.clause(" COLLATE ", "collation"))
                .append(domain.clause(" DEFAULT ", "default"))
                .append(domain.is("notNull") ? " NOT NULL" : "");
        Sql.members(domain.get("constraints")).forEach(constraint -> {
            var check = "CONSTRAINT %s CHECK (%s)"
                    .formatted(
                            Sql.name(constraint.getKey()),
                            constraint.getValue().path("expression").asText());
            if (constraint.getValue().hasNonNull("validated")) {
                out.add(
                        Phase.ATTACHMENTS,
                        domain,
                        "ALTER DOMAIN %s ADD %s NOT VALID".formatted(domain.qualified(), check));
            } else {
                text.append(' ').append(check);
            }
            if (constraint.getValue().hasNonNull("comment")) {
                out.add(
                        Phase.COMMENTS,
                        domain,
                        "COMMENT ON CONSTRAINT %s ON DOMAIN %s IS %s"
                                .formatted(
                                        Sql.name(constraint.getKey()),
                                        domain.qualified(),
                                        Sql.literal(constraint
                                                .getValue()
                                                .path("comment")
                                                .asText())));
            }
        });
        create(domain, "DOMAIN", text.toString());
    }

    private void range(Item item) {
        var range = new Item(item.key(), item.get("range"));
        var options = new ArrayList<String>();
        options.add("SUBTYPE = " + range.text("subtype"));
        add(options, "SUBTYPE_OPCLASS", range, "operatorClass");
        add(options, "COLLATION", range, "collation");
        add(options, "CANONICAL", range, "canonical");
        add(options, "SUBTYPE_DIFF", range, "difference");
        if (range.has("multirange")) {
            options.add("MULTIRANGE_TYPE_NAME = " + Sql.name(item.part(0)) + "." + Sql.name(range.text("multirange")));
        }
        if (range.has("canonical")) {
            create(item, "TYPE", "");
        }
        create(item, "TYPE", " AS RANGE (" + String.join(", ", options) + ")");
    }

    private void base(Item item) {
        create(item, "TYPE", "");
        var base = new Item(item.key(), item.get("base"));
        if (base.is("shell")) {
            return;
        }
        var options = new ArrayList<String>();
        add(options, "INPUT", base, "input");
        add(options, "OUTPUT", base, "output");
        add(options, "RECEIVE", base, "receive");
        add(options, "SEND", base, "send");
        add(options, "TYPMOD_IN", base, "modifierInput");
        add(options, "TYPMOD_OUT", base, "modifierOutput");
        add(options, "ANALYZE", base, "analyze");
        add(options, "SUBSCRIPT", base, "subscript");
        add(options, "ELEMENT", base, "element");
        var length = base.text("length");
        options.add("INTERNALLENGTH = " + (length.equals("-1") ? "VARIABLE" : length));
        if (base.is("byValue")) {
            options.add("PASSEDBYVALUE");
        }
        options.add("ALIGNMENT = "
                + switch (base.text("alignment")) {
                    case "c" -> "char";
                    case "s" -> "int2";
                    case "d" -> "double";
                    default -> "int4";
                });
        options.add("STORAGE = "
                + switch (base.text("storage")) {
                    case "e" -> "external";
                    case "x" -> "extended";
                    case "m" -> "main";
                    default -> "plain";
                });
        options.add("CATEGORY = " + Sql.literal(base.text("category")));
        options.add("PREFERRED = " + base.is("preferred"));
        options.add("DELIMITER = " + Sql.literal(base.text("delimiter")));
        options.add("COLLATABLE = " + base.is("collatable"));
        if (item.has("default")) {
            options.add("DEFAULT = " + Sql.literal(item.text("default")));
        }
        create(item, "TYPE", " (" + String.join(", ", options) + ")");
    }

    private static void add(List<String> options, String option, Item item, String member) {
        if (item.has(member)) {
            options.add(option + " = " + item.text(member));
        }
    }
}
