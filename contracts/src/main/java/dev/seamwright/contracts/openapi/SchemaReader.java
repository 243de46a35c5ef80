package dev.seamwright.contracts.openapi;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.openapi.Schema.Discriminator;
import dev.seamwright.contracts.openapi.Schema.Opaque;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads schemas of any dialect. What a reference leads to is read later, so depth is the depth of the document. */
final class SchemaReader {
    private static final Set<String> ANNOTATIONS = Set.of(
            "title",
            "description",
            "example",
            "examples",
            "externalDocs",
            "xml",
            "$comment",
            "$defs",
            "definitions",
            "$anchor",
            "$dynamicAnchor",
            "$vocabulary",
            "contentEncoding",
            "contentMediaType",
            "contentSchema");

    private static final Set<String> SINCE_3_0 = Set.of("anyOf", "oneOf", "not", "nullable", "writeOnly", "deprecated");

    private static final Set<String> SINCE_3_1 = Set.of(
            "const",
            "if",
            "then",
            "else",
            "prefixItems",
            "contains",
            "minContains",
            "maxContains",
            "unevaluatedItems",
            "unevaluatedProperties",
            "patternProperties",
            "propertyNames",
            "dependentRequired",
            "dependentSchemas",
            "$dynamicRef",
            "$id",
            "$schema",
            "$anchor",
            "$dynamicAnchor",
            "$vocabulary",
            "$comment",
            "$defs");

    /** Over all ancestors. */
    private static final int MAX_HEIRS = 20_000;

    private final Dialect dialect;
    private final References references;
    private final List<Note> notes;
    private final @Nullable Node components;
    private final @Nullable Node foreignDialect;
    private final IdentityHashMap<Node, Schema> read = new IdentityHashMap<>();
    private final ArrayDeque<Runnable> agenda = new ArrayDeque<>();

    /** @param foreignDialect what {@code jsonSchemaDialect} says, if it is not the dialect that we read */
    SchemaReader(
            Dialect dialect,
            References references,
            List<Note> notes,
            @Nullable Node components,
            @Nullable Node foreignDialect) {
        this.dialect = dialect;
        this.references = references;
        this.notes = notes;
        this.components = components;
        this.foreignDialect = foreignDialect;
    }

    /** The schema at a node; complete after {@link #finish}. */
    Schema at(Node node) {
        return at(node, Set.of());
    }

    /** @param beside members of the node that are no part of the schema, in dialects that write both in one object */
    Schema at(Node node, Set<String> beside) {
        var known = read.get(node);
        if (known != null) {
            return known;
        }
        var component = components != null && node.parent().orElse(null) == components;
        var schema = new Schema(node, component ? node.step() : null);
        read.put(node, schema);
        agenda.add(() -> fill(schema, beside));
        return schema;
    }

    /** Reads what was asked for, and everything that it leads to. */
    void finish() {
        for (var next = agenda.poll(); next != null; next = agenda.poll()) {
            next.run();
        }
        heirs();
    }

    /** Tells schemas with a discriminator and no alternatives who inherits from them. */
    private void heirs() {
        if (components == null) {
            return;
        }
        var schemas = components.members().stream().map(this::at).toList();
        var children = new IdentityHashMap<Schema, List<Schema>>();
        for (var schema : schemas) {
            for (var part : schema.allOf) {
                if (part.reference != null) {
                    children.computeIfAbsent(part.reference, any -> new ArrayList<>())
                            .add(schema);
                }
            }
        }
        var count = 0;
        for (var ancestor : children.keySet()) {
            if (ancestor.discriminator == null || !ancestor.oneOf.isEmpty() || !ancestor.anyOf.isEmpty()) {
                continue;
            }
            var heirs = heirs(ancestor, children);
            count += heirs.size();
            if (count > MAX_HEIRS) {
                throw new InvalidInput(
                        ancestor.node.pointer(),
                        "is what too many schemas inherit from; at most %d heirs are read (%s)"
                                .formatted(MAX_HEIRS, ancestor.node.place().spot()));
            }
            var mapping = ancestor.discriminator.mapping();
            var names = new IdentityHashMap<Schema, List<String>>();
            mapping.forEach((name, schema) ->
                    names.computeIfAbsent(schema, any -> new ArrayList<>()).add(name));
            var named = new LinkedHashMap<String, Schema>();
            for (var schema : schemas) {
                if (heirs.contains(schema)) {
                    names.getOrDefault(schema, List.of(schema.node.step())).forEach(name -> named.put(name, schema));
                }
            }
            ancestor.discriminator =
                    new Discriminator(ancestor.discriminator.property(), mapping, Collections.unmodifiableMap(named));
        }
    }

    /** Who inherits, directly or by way of others. */
    private static Set<Schema> heirs(Schema ancestor, IdentityHashMap<Schema, List<Schema>> children) {
        var heirs = Collections.<Schema>newSetFromMap(new IdentityHashMap<>());
        var agenda = new ArrayDeque<Schema>();
        agenda.add(ancestor);
        while (!agenda.isEmpty()) {
            for (var child : children.getOrDefault(agenda.removeLast(), List.of())) {
                if (child != ancestor && heirs.add(child)) {
                    agenda.add(child);
                }
            }
        }
        return heirs;
    }

    private void fill(Schema schema, Set<String> beside) {
        var node = schema.node;
        if (node.isBoolean()) {
            schema.always = node.isTrue();
            if (!dialect.jsonSchema() && !node.step().equals("additionalProperties")) {
                note(Note.Kind.AMBIGUOUS, node, "a boolean is a schema only since 3.1; it is read as one");
            }
            return;
        }
        if (!node.isObject()) {
            unsupported(schema, "schema", node);
            return;
        }
        if (foreignDialect != null) {
            opaque(schema, "jsonSchemaDialect", foreignDialect);
        }
        var reference = node.get("$ref");
        if (reference.isPresent()) {
            reference(schema, "$ref", reference.get());
            if (!dialect.jsonSchema()) {
                return; // siblings of a reference have no meaning there
            }
        }
        for (var member : node.members()) {
            if (!beside.contains(member.step())) {
                keyword(schema, member.step(), member);
            }
        }
        adjust(schema);
    }

    private void reference(Schema schema, String keyword, Node node) {
        var target = node.text().flatMap(text -> references.target(text, node));
        if (target.isPresent()) {
            schema.reference = at(target.get());
        } else {
            unsupported(schema, keyword, node);
        }
    }

    private void keyword(Schema schema, String keyword, Node value) {
        if (keyword.startsWith("x-") || keyword.equals("$ref")) {
            return;
        }
        if ((!dialect.jsonSchema() && SINCE_3_1.contains(keyword))
                || (dialect == Dialect.SWAGGER_2_0 && SINCE_3_0.contains(keyword))) {
            unknown(schema, keyword, value);
            return;
        }
        switch (keyword) {
            case "type" -> type(schema, value);
            case "enum" -> values(schema, keyword, value, value.items());
            case "const" -> values(schema, keyword, value, List.of(value));
            case "minimum" -> number(schema, keyword, value, number -> schema.minimum = number);
            case "maximum" -> number(schema, keyword, value, number -> schema.maximum = number);
            case "exclusiveMinimum" -> {
                if (dialect.jsonSchema()) {
                    number(schema, keyword, value, number -> schema.exclusiveMinimum = number);
                } else if (!value.isBoolean()) {
                    unsupported(schema, keyword, value);
                }
            }
            case "exclusiveMaximum" -> {
                if (dialect.jsonSchema()) {
                    number(schema, keyword, value, number -> schema.exclusiveMaximum = number);
                } else if (!value.isBoolean()) {
                    unsupported(schema, keyword, value);
                }
            }
            case "multipleOf" -> {
                if (value.number().filter(number -> number.signum() > 0).isPresent()) {
                    schema.multipleOf = value.number().get();
                } else {
                    unsupported(schema, keyword, value);
                }
            }
            case "minLength" -> count(schema, keyword, value, count -> schema.minLength = count);
            case "maxLength" -> count(schema, keyword, value, count -> schema.maxLength = count);
            case "pattern" -> text(schema, keyword, value, text -> schema.pattern = text);
            case "format" -> text(schema, keyword, value, text -> schema.format = text);
            case "prefixItems" -> schemas(schema, keyword, value, schemas -> schema.prefixItems = schemas);
            case "items" -> schema.items = at(value);
            case "contains" -> schema.contains = at(value);
            case "minContains" -> count(schema, keyword, value, count -> schema.minContains = count);
            case "maxContains" -> count(schema, keyword, value, count -> schema.maxContains = count);
            case "minItems" -> count(schema, keyword, value, count -> schema.minItems = count);
            case "maxItems" -> count(schema, keyword, value, count -> schema.maxItems = count);
            case "uniqueItems" -> flag(schema, keyword, value, flag -> schema.uniqueItems = flag);
            case "unevaluatedItems" -> schema.unevaluatedItems = at(value);
            case "properties" -> named(schema, keyword, value, named -> schema.properties = named);
            case "patternProperties" -> named(schema, keyword, value, named -> schema.patternProperties = named);
            // 2.0 says nothing of booleans, and all tools read them
            case "additionalProperties" -> schema.additionalProperties = at(value);
            case "propertyNames" -> schema.propertyNames = at(value);
            case "unevaluatedProperties" -> schema.unevaluatedProperties = at(value);
            case "required" -> texts(schema, keyword, value).ifPresent(names -> schema.required = names);
            case "minProperties" -> count(schema, keyword, value, count -> schema.minProperties = count);
            case "maxProperties" -> count(schema, keyword, value, count -> schema.maxProperties = count);
            case "dependentRequired" -> dependentRequired(schema, keyword, value);
            case "dependentSchemas" -> named(schema, keyword, value, named -> schema.dependentSchemas = named);
            case "allOf" ->
                schemas(schema, keyword, value, schemas -> {
                    schema.allOf = schemas;
                    schemas.forEach(part -> part.composedIn = schema);
                });
            case "anyOf" -> schemas(schema, keyword, value, schemas -> schema.anyOf = schemas);
            case "oneOf" -> schemas(schema, keyword, value, schemas -> schema.oneOf = schemas);
            case "not" -> schema.not = at(value);
            case "if" -> schema.condition = at(value);
            case "then" -> schema.then = at(value);
            case "else" -> schema.otherwise = at(value);
            case "discriminator" -> discriminator(schema, value);
            case "readOnly" -> flag(schema, keyword, value, flag -> schema.readOnly = flag);
            case "writeOnly" -> flag(schema, keyword, value, flag -> schema.writeOnly = flag);
            case "deprecated" -> flag(schema, keyword, value, flag -> schema.deprecated = flag);
            case "default" -> schema.defaultValue = value;
            case "nullable" -> {
                if (dialect.jsonSchema()) {
                    note(
                            Note.Kind.IGNORED,
                            value,
                            "nullable has no meaning since 3.1; add \"null\" to the type if null is allowed");
                }
            }
            case "$dynamicRef" -> reference(schema, keyword, value);
            case "$schema" -> {
                if (!value.text().orElse("").startsWith("https://json-schema.org/draft/2020-12/schema")
                        && !value.text().orElse("").startsWith("https://spec.openapis.org/oas/3.")) {
                    unsupported(schema, keyword, value);
                }
            }
            case "$id" -> unsupported(schema, keyword, value);
            default -> {
                if (!ANNOTATIONS.contains(keyword)) {
                    unknown(schema, keyword, value);
                }
            }
        }
    }

    /** What the dialects before 3.1 say with keywords beside each other. */
    private void adjust(Schema schema) {
        if (dialect.jsonSchema()) {
            return;
        }
        if (schema.node.get("exclusiveMinimum").filter(Node::isTrue).isPresent() && schema.minimum != null) {
            schema.exclusiveMinimum = schema.minimum;
            schema.minimum = null;
        }
        if (schema.node.get("exclusiveMaximum").filter(Node::isTrue).isPresent() && schema.maximum != null) {
            schema.exclusiveMaximum = schema.maximum;
            schema.maximum = null;
        }
        var nullable = schema.node.get(dialect == Dialect.SWAGGER_2_0 ? "x-nullable" : "nullable");
        if (nullable.filter(Node::isTrue).isPresent()) {
            if (schema.types.isEmpty()) {
                note(
                        Note.Kind.IGNORED,
                        nullable.get(),
                        "nullable without a type beside it allows nothing more (OpenAPI 3.0.3)");
            } else {
                var types = EnumSet.copyOf(schema.types);
                types.add(Schema.Type.NULL);
                schema.types = Collections.unmodifiableSet(types);
            }
        }
    }

    private void type(Schema schema, Node value) {
        var words = value.text()
                .map(List::of)
                .orElseGet(() -> value.items().stream()
                        .map(item -> item.text().orElse(""))
                        .toList());
        if (words.equals(List.of("file")) && dialect == Dialect.SWAGGER_2_0) {
            schema.types = EnumSet.of(Schema.Type.STRING);
            schema.format = "binary";
            return;
        }
        var types = EnumSet.noneOf(Schema.Type.class);
        for (var word : words) {
            var type = Arrays.stream(Schema.Type.values())
                    .filter(candidate -> candidate.word().equals(word))
                    .findFirst();
            if (type.isEmpty()) {
                unsupported(schema, "type", value);
                return;
            }
            types.add(type.get());
        }
        if (types.isEmpty()) {
            unsupported(schema, "type", value);
            return;
        }
        if (!dialect.jsonSchema() && value.text().isEmpty()) {
            note(Note.Kind.AMBIGUOUS, value, "a list of types is known only since 3.1; it is read as one");
        }
        schema.types = Collections.unmodifiableSet(types);
    }

    private void values(Schema schema, String keyword, Node value, List<Node> values) {
        if (keyword.equals("enum") && !(value instanceof Node.Items)) {
            unsupported(schema, keyword, value);
        } else if (schema.values == null) {
            schema.values = values;
        } else {
            var before = schema.values;
            schema.values = values.stream()
                    .filter(one -> before.stream().anyMatch(other -> JsonValues.equal(one.toJson(), other.toJson())))
                    .toList();
        }
    }

    private void dependentRequired(Schema schema, String keyword, Node value) {
        var dependent = new LinkedHashMap<String, List<String>>();
        for (var member : value.members()) {
            texts(schema, keyword, member).ifPresent(names -> dependent.put(member.step(), names));
        }
        schema.dependentRequired = Collections.unmodifiableMap(dependent);
    }

    private void discriminator(Schema schema, Node value) {
        var property = value.text().or(() -> value.get("propertyName").flatMap(Node::text));
        if (property.isEmpty()) {
            unsupported(schema, "discriminator", value);
            return;
        }
        value.get("defaultMapping").ifPresent(mapping -> unsupported(schema, "defaultMapping", mapping));
        var mapping = new LinkedHashMap<String, Schema>();
        for (var member : value.get("mapping").map(Node::members).orElse(List.of())) {
            var target = member.text()
                    .flatMap(text -> component(text)
                            .or(() -> text.startsWith("#") ? references.target(text, member) : Optional.empty()));
            if (target.isEmpty()) {
                unsupported(schema, "discriminator", value);
                return;
            }
            mapping.put(member.step(), at(target.get()));
        }
        schema.discriminator = new Discriminator(property.get(), Collections.unmodifiableMap(mapping), Map.of());
    }

    private Optional<Node> component(String name) {
        return Optional.ofNullable(components).flatMap(node -> node.get(name));
    }

    private void named(Schema schema, String keyword, Node value, Consumer<Map<String, Schema>> to) {
        if (!value.isObject()) {
            unsupported(schema, keyword, value);
            return;
        }
        var named = new LinkedHashMap<String, Schema>();
        value.members().forEach(member -> named.put(member.step(), at(member)));
        to.accept(Collections.unmodifiableMap(named));
    }

    private void schemas(Schema schema, String keyword, Node value, Consumer<List<Schema>> to) {
        if (value.items().isEmpty()) {
            unsupported(schema, keyword, value);
        } else {
            to.accept(value.items().stream().map(this::at).toList());
        }
    }

    private void number(Schema schema, String keyword, Node value, Consumer<BigDecimal> to) {
        value.number().ifPresentOrElse(to, () -> unsupported(schema, keyword, value));
    }

    private void count(Schema schema, String keyword, Node value, Consumer<BigInteger> to) {
        value.number()
                .filter(number ->
                        number.signum() >= 0 && number.stripTrailingZeros().scale() <= 0)
                .map(BigDecimal::toBigInteger)
                .ifPresentOrElse(to, () -> unsupported(schema, keyword, value));
    }

    private void text(Schema schema, String keyword, Node value, Consumer<String> to) {
        value.text().ifPresentOrElse(to, () -> unsupported(schema, keyword, value));
    }

    private void flag(Schema schema, String keyword, Node value, Consumer<Boolean> to) {
        if (value.isBoolean()) {
            to.accept(value.isTrue());
        } else {
            unsupported(schema, keyword, value);
        }
    }

    private Optional<List<String>> texts(Schema schema, String keyword, Node value) {
        var texts = value.items().stream().flatMap(item -> item.text().stream()).collect(Collectors.toList());
        if (!(value instanceof Node.Items) || texts.size() != value.items().size()) {
            unsupported(schema, keyword, value);
            return Optional.empty();
        }
        return Optional.of(List.copyOf(texts));
    }

    private void unknown(Schema schema, String keyword, Node value) {
        note(
                Note.Kind.UNSUPPORTED,
                value,
                "%s is no keyword of %s; what depends on it is undecided"
                        .formatted(keyword, dialect.name().toLowerCase(Locale.ROOT)));
        opaque(schema, keyword, value);
    }

    private void unsupported(Schema schema, String keyword, Node value) {
        note(
                Note.Kind.UNSUPPORTED,
                value,
                "this %s has no meaning that is understood; what depends on it is undecided".formatted(keyword));
        opaque(schema, keyword, value);
    }

    private static void opaque(Schema schema, String keyword, Node value) {
        var all = new ArrayList<>(schema.opaque);
        all.add(new Opaque(keyword, value));
        schema.opaque = List.copyOf(all);
    }

    private void note(Note.Kind kind, Node node, String text) {
        notes.add(new Note(kind, node.place(), text));
    }
}
