package dev.seamwright.schemadiff.postgres.load;

import dev.seamwright.contracts.dbschema.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/** Text search: parsers, templates, dictionaries, configurations. */
final class TextSearchPrinter {
    private final Contents contents;
    private final Printout out;

    TextSearchPrinter(Contents contents, Printout out) {
        this.contents = contents;
        this.out = out;
    }

    void print() {
        contents.all(Kind.TEXT_SEARCH_PARSER)
                .forEach(parser -> create(
                        parser,
                        "PARSER",
                        "START = " + parser.text("start") + ", GETTOKEN = " + parser.text("token") + ", END = "
                                + parser.text("end") + ", LEXTYPES = " + parser.text("types")
                                + parser.clause(", HEADLINE = ", "headline")));
        contents.all(Kind.TEXT_SEARCH_TEMPLATE)
                .forEach(template -> create(
                        template,
                        "TEMPLATE",
                        "LEXIZE = " + template.text("lexize") + template.clause(", INIT = ", "init")));
        contents.all(Kind.TEXT_SEARCH_DICTIONARY)
                .forEach(dictionary -> create(
                        dictionary,
                        "DICTIONARY",
                        "TEMPLATE = " + Sql.qualified(dictionary.get("template"))
                                + dictionary.clause(", ", "options")));
        contents.all(Kind.TEXT_SEARCH_CONFIGURATION).forEach(this::configuration);
    }

    private void create(Item item, String type, String options) {
        out.add(Phase.OBJECTS, item, "CREATE TEXT SEARCH %s %s (%s)".formatted(type, item.qualified(), options));
    }

    private void configuration(Item item) {
        create(item, "CONFIGURATION", "PARSER = " + Sql.qualified(item.get("parser")));
        var dictionaries = new LinkedHashMap<String, ArrayList<String>>();
        item.get("mappings")
                .forEach(mapping -> dictionaries
                        .computeIfAbsent(mapping.path(0).asText(), absent -> new ArrayList<>())
                        .add(mapping.path(1).asText()));
        dictionaries.forEach((token, names) -> out.add(
                Phase.ATTACHMENTS,
                item,
                "ALTER TEXT SEARCH CONFIGURATION %s ADD MAPPING FOR %s WITH %s"
                        .formatted(item.qualified(), Sql.name(token), String.join(", ", names))));
    }
}
