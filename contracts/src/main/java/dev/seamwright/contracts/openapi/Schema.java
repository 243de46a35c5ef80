package dev.seamwright.contracts.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seamwright.contracts.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A set of JSON values, as JSON Schema 2020-12 describes it, whatever the dialect of its document: {@code nullable} is a type here, and
 * exclusive bounds are numbers. A reference is kept as one; following references may lead back here.
 *
 * <p>What is absent is empty, or null where there is a number. Assertions of other types than the value's hold for it.
 */
public final class Schema {
    /** What a value can be. Every integer is a number. */
    public enum Type {
        NULL,
        BOOLEAN,
        INTEGER,
        NUMBER,
        STRING,
        ARRAY,
        OBJECT;

        /** The spelling in schemas. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How a property names the one alternative that a value is meant to fit.
     *
     * @param mapping the names that are written down, each with the schema that it stands for
     * @param heirs components that have this schema in their {@code allOf}, directly or by way of others, by the names that stand for them
     */
    public record Discriminator(String property, Map<String, Schema> mapping, Map<String, Schema> heirs) {}

    /** A keyword that is not understood where it stands. What depends on it is undecided. */
    public record Opaque(String keyword, Node value) {}

    final Node node;
    final @Nullable String name;

    @Nullable
    Boolean always;

    @Nullable
    Schema reference;

    Set<Type> types = Set.of();

    @Nullable
    List<Node> values;

    @Nullable
    BigDecimal minimum;

    @Nullable
    BigDecimal exclusiveMinimum;

    @Nullable
    BigDecimal maximum;

    @Nullable
    BigDecimal exclusiveMaximum;

    @Nullable
    BigDecimal multipleOf;

    @Nullable
    BigInteger minLength;

    @Nullable
    BigInteger maxLength;

    @Nullable
    String pattern;

    @Nullable
    String format;

    List<Schema> prefixItems = List.of();

    @Nullable
    Schema items;

    @Nullable
    Schema contains;

    @Nullable
    BigInteger minContains;

    @Nullable
    BigInteger maxContains;

    @Nullable
    BigInteger minItems;

    @Nullable
    BigInteger maxItems;

    boolean uniqueItems;

    @Nullable
    Schema unevaluatedItems;

    Map<String, Schema> properties = Map.of();
    Map<String, Schema> patternProperties = Map.of();

    @Nullable
    Schema additionalProperties;

    @Nullable
    Schema propertyNames;

    @Nullable
    Schema unevaluatedProperties;

    List<String> required = List.of();

    @Nullable
    BigInteger minProperties;

    @Nullable
    BigInteger maxProperties;

    Map<String, List<String>> dependentRequired = Map.of();
    Map<String, Schema> dependentSchemas = Map.of();

    List<Schema> allOf = List.of();

    @Nullable
    Schema composedIn;

    List<Schema> anyOf = List.of();
    List<Schema> oneOf = List.of();

    @Nullable
    Schema not;

    @Nullable
    Schema condition;

    @Nullable
    Schema then;

    @Nullable
    Schema otherwise;

    @Nullable
    Discriminator discriminator;

    boolean readOnly;
    boolean writeOnly;
    boolean deprecated;

    @Nullable
    Node defaultValue;

    List<Opaque> opaque = List.of();

    Schema(Node node, @Nullable String name) {
        this.node = node;
        this.name = name;
    }

    /** The schema that allows every value, where a document says nothing. */
    public static Schema anything() {
        var schema = new Schema(new Node.Scalar(1, 1, true), null);
        schema.always = true;
        return schema;
    }

    /**
     * A schema of JSON Schema 2020-12, as OpenAPI 3.1 uses it, that stands alone; its references lead into itself.
     *
     * @throws dev.seamwright.contracts.InvalidInput when it exceeds a limit, or refers to other documents
     */
    public static Schema of(JsonNode json) {
        var text = Json.decode(Json.write(json));
        var root = new JsonTreeReader(text.array(), text.remaining()).read();
        var reader = new SchemaReader(Dialect.OPENAPI_3_1, new References(root), new ArrayList<>(), null, null);
        var schema = reader.at(root);
        reader.finish();
        return schema;
    }

    /** Where it stands; several schemas may stand at one place, when a dialect writes more than one in one object. */
    public Node node() {
        return node;
    }

    /** Its name among the document's components. */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** Present if this is the schema {@code true} or {@code false}, and nothing else. */
    public Optional<Boolean> always() {
        return Optional.ofNullable(always);
    }

    /** The schema that {@code $ref} leads to; whatever else is said here, it holds besides. */
    public Optional<Schema> reference() {
        return Optional.ofNullable(reference);
    }

    /** The types that are allowed; empty for all. */
    public Set<Type> types() {
        return types;
    }

    /** The values of {@code enum} and {@code const}, of which a value must be one; null if all are allowed. */
    public @Nullable List<Node> values() {
        return values;
    }

    public @Nullable BigDecimal minimum() {
        return minimum;
    }

    public @Nullable BigDecimal exclusiveMinimum() {
        return exclusiveMinimum;
    }

    public @Nullable BigDecimal maximum() {
        return maximum;
    }

    public @Nullable BigDecimal exclusiveMaximum() {
        return exclusiveMaximum;
    }

    public @Nullable BigDecimal multipleOf() {
        return multipleOf;
    }

    public @Nullable BigInteger minLength() {
        return minLength;
    }

    public @Nullable BigInteger maxLength() {
        return maxLength;
    }

    /** A regular expression as ECMA-262 writes it. It holds for a text when it is found anywhere in it. */
    public @Nullable String pattern() {
        return pattern;
    }

    public @Nullable String format() {
        return format;
    }

    public List<Schema> prefixItems() {
        return prefixItems;
    }

    /** What the items after {@link #prefixItems} are. */
    public Optional<Schema> items() {
        return Optional.ofNullable(items);
    }

    public Optional<Schema> contains() {
        return Optional.ofNullable(contains);
    }

    public @Nullable BigInteger minContains() {
        return minContains;
    }

    public @Nullable BigInteger maxContains() {
        return maxContains;
    }

    public @Nullable BigInteger minItems() {
        return minItems;
    }

    public @Nullable BigInteger maxItems() {
        return maxItems;
    }

    public boolean uniqueItems() {
        return uniqueItems;
    }

    public Optional<Schema> unevaluatedItems() {
        return Optional.ofNullable(unevaluatedItems);
    }

    /** In the order of the document. */
    public Map<String, Schema> properties() {
        return properties;
    }

    public Map<String, Schema> patternProperties() {
        return patternProperties;
    }

    public Optional<Schema> additionalProperties() {
        return Optional.ofNullable(additionalProperties);
    }

    public Optional<Schema> propertyNames() {
        return Optional.ofNullable(propertyNames);
    }

    public Optional<Schema> unevaluatedProperties() {
        return Optional.ofNullable(unevaluatedProperties);
    }

    /** As written: also what is required in one direction only. */
    public List<String> required() {
        return required;
    }

    public @Nullable BigInteger minProperties() {
        return minProperties;
    }

    public @Nullable BigInteger maxProperties() {
        return maxProperties;
    }

    public Map<String, List<String>> dependentRequired() {
        return dependentRequired;
    }

    public Map<String, Schema> dependentSchemas() {
        return dependentSchemas;
    }

    public List<Schema> allOf() {
        return allOf;
    }

    /** The schema in whose {@code allOf} this one is written down; empty if it stands elsewhere, a component for example. */
    public Optional<Schema> composedIn() {
        return Optional.ofNullable(composedIn);
    }

    public List<Schema> anyOf() {
        return anyOf;
    }

    public List<Schema> oneOf() {
        return oneOf;
    }

    public Optional<Schema> not() {
        return Optional.ofNullable(not);
    }

    /** {@code if}. */
    public Optional<Schema> condition() {
        return Optional.ofNullable(condition);
    }

    public Optional<Schema> then() {
        return Optional.ofNullable(then);
    }

    /** {@code else}. */
    public Optional<Schema> otherwise() {
        return Optional.ofNullable(otherwise);
    }

    public Optional<Discriminator> discriminator() {
        return Optional.ofNullable(discriminator);
    }

    /** Whether the property that this is the schema of is sent in responses alone. */
    public boolean readOnly() {
        return readOnly;
    }

    /** Whether the property that this is the schema of is sent in requests alone. */
    public boolean writeOnly() {
        return writeOnly;
    }

    public boolean deprecated() {
        return deprecated;
    }

    public Optional<Node> defaultValue() {
        return Optional.ofNullable(defaultValue);
    }

    /** What is not understood here. */
    public List<Opaque> opaque() {
        return opaque;
    }

    @Override
    public String toString() {
        return "schema at " + node.place();
    }
}
