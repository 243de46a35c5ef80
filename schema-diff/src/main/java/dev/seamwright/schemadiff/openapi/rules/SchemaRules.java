package dev.seamwright.schemadiff.openapi.rules;

import static dev.seamwright.schemadiff.openapi.rules.OpenApiRule.when;

import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.openapi.Change.Edit;
import dev.seamwright.schemadiff.openapi.Change.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Values that schemas allow: what is sent may become less, what is expected may become more. */
final class SchemaRules {
    private static final String NARROWED =
            "Who writes the values sends one that is no longer understood, if it is sent in requests. In answers nobody is hurt.";
    private static final String WIDENED =
            "Who reads the values gets one that was not announced, if it is sent in answers. In requests nobody is hurt.";
    private static final String KEEP_ACCEPTING =
            "Accept the values until no deployed consumer sends them, then refuse them.";
    private static final String KEEP_ANSWERING =
            "Keep the answers within what was announced, or announce a new version of the operation.";

    /** Keywords that are told by one rule in each direction. */
    private record Family(String id, String what, Set<String> keywords) {}

    private static final List<Family> FAMILIES = List.of(
            new Family("type", "its types", Set.of("type")),
            new Family("enum", "its enum", Set.of("enum")),
            new Family("bound", "its bounds", Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")),
            new Family("multiple", "its multipleOf", Set.of("multipleOf")),
            new Family("length", "its lengths", Set.of("minLength", "maxLength")),
            new Family("pattern", "its pattern", Set.of("pattern")),
            new Family("format", "its format", Set.of("format")),
            new Family("item-count", "its number of items", Set.of("minItems", "maxItems")),
            new Family("unique-items", "its uniqueItems", Set.of("uniqueItems")),
            new Family("property-count", "its number of properties", Set.of("minProperties", "maxProperties")),
            new Family(
                    "dependent", "properties that depend on others", Set.of("dependentRequired", "dependentSchemas")),
            new Family(
                    "open-object",
                    "properties without a declaration",
                    Set.of("additionalProperties", "unevaluatedProperties")),
            new Family("pattern-property", "its patternProperties", Set.of("patternProperties")),
            new Family("property-name", "its propertyNames", Set.of("propertyNames")),
            new Family("items", "its items", Set.of("items", "prefixItems", "unevaluatedItems")),
            new Family("contains", "its contains", Set.of("contains", "minContains", "maxContains")),
            new Family("any-of", "its anyOf", Set.of("anyOf")),
            new Family("one-of", "its oneOf", Set.of("oneOf")),
            new Family("not", "its not", Set.of("not")),
            new Family("condition", "its if, then and else", Set.of("if", "then", "else")),
            new Family("discriminator", "its discriminator", Set.of("discriminator")),
            new Family("content-encoding", "its contentEncoding", Set.of("contentEncoding")),
            new Family("content-media-type", "its contentMediaType", Set.of("contentMediaType")),
            new Family("content-schema", "its contentSchema", Set.of("contentSchema")),
            new Family("value", "all in all", Set.of("", "properties", "allOf")));

    static final List<OpenApiRule> ALL = all();

    private SchemaRules() {}

    private static List<OpenApiRule> all() {
        var rules = new ArrayList<>(List.of(
                when(Subject.SCHEMA, Edit.NARROWED)
                        .and(change -> change.keyword().equals("required"))
                        .rule(
                                "schema-property-required",
                                "A property became required",
                                "A consumer that leaves it out of a request is refused. In answers it is one more promise.",
                                "Make it optional with a default until every deployed consumer sends it."),
                when(Subject.SCHEMA, Edit.WIDENED)
                        .and(change -> change.keyword().equals("required"))
                        .rule(
                                "schema-property-optional",
                                "A property is no longer required",
                                "A consumer that reads it finds an answer without it. In requests one duty less.",
                                "Keep sending it until no deployed consumer reads it.")));
        for (var family : FAMILIES) {
            rules.add(when(Subject.SCHEMA, Edit.NARROWED, Edit.CHANGED)
                    .and(change -> family.keywords().contains(change.keyword()))
                    .rule(
                            "schema-%s-narrowed".formatted(family.id()),
                            "A schema allows fewer values: %s".formatted(family.what()),
                            NARROWED,
                            KEEP_ACCEPTING));
            rules.add(when(Subject.SCHEMA, Edit.WIDENED)
                    .and(change -> family.keywords().contains(change.keyword()))
                    .rule(
                            "schema-%s-widened".formatted(family.id()),
                            "A schema allows more values: %s".formatted(family.what()),
                            WIDENED,
                            KEEP_ANSWERING));
        }
        rules.addAll(List.of(
                when(Subject.PROPERTY, Edit.REMOVED)
                        .and(OpenApiRules::inRequests)
                        .and(OpenApiRules::wasAnnounced)
                        .rule(
                                "request-property-removed-after-deprecation",
                                "A property of a request that was deprecated was removed",
                                "Consumers were told. A closed object refuses it all the same; an open one takes it, and what it meant is lost.",
                                "Ask can-i-deploy whether a deployed consumer still sends it."),
                when(Subject.PROPERTY, Edit.REMOVED)
                        .and(OpenApiRules::inRequests)
                        .rule(
                                "request-property-removed",
                                "A property of a request was removed",
                                "A closed object refuses it. An open one takes it, and what it meant is lost.",
                                "Accept the property until no deployed consumer sends it."),
                when(Subject.PROPERTY, Edit.REMOVED)
                        .and(OpenApiRules::inAnswers)
                        .and(OpenApiRules::wasAnnounced)
                        .rule(
                                "response-property-removed-after-deprecation",
                                "A property of an answer that was deprecated was removed",
                                "Consumers were told, and no answer became invalid, if it was optional. Who reads it all the same never gets "
                                        + "it again.",
                                "Ask can-i-deploy whether a deployed consumer still reads it."),
                when(Subject.PROPERTY, Edit.REMOVED)
                        .and(OpenApiRules::inAnswers)
                        .otherwise(Level.RISKY)
                        .rule(
                                "response-property-removed",
                                "A property of an answer was removed",
                                "No answer became invalid, if it was optional; a consumer that reads it never gets it again.",
                                "Find out who reads it, and remove it when nobody does."),
                when(Subject.PROPERTY, Edit.ADDED)
                        .rule(
                                "schema-property-added",
                                "A property was declared",
                                "Nobody used a name by chance that had no meaning. A closed object in an answer holds a member that was "
                                        + "not announced.",
                                "Open objects in answers first, so that readers learn to skip what they do not know."),
                when(Subject.READ_ONLY)
                        .rule(
                                "schema-read-only-changed",
                                "A property is sent in answers alone, or no longer",
                                "What is read only is not sent, and not required, in requests.",
                                "Say which values are ignored, and for how long."),
                when(Subject.WRITE_ONLY)
                        .rule(
                                "schema-write-only-changed",
                                "A property is sent in requests alone, or no longer",
                                "What is write only is not sent, and not required, in answers.",
                                "Keep sending it until no deployed consumer reads it."),
                when(Subject.DEFAULT)
                        .rule(
                                "schema-default-changed",
                                "The default of a value changed",
                                "The same values are valid. What is left out has another meaning.",
                                "Give the new meaning a name of its own."),
                when(Subject.EXTENSIBLE_ENUM)
                        .rule(
                                "schema-extensible-enum-changed",
                                "The known values of an open list changed",
                                "Readers expect values that they do not know. A value that is no longer known is refused.",
                                KEEP_ACCEPTING)));
        return List.copyOf(rules);
    }
}
