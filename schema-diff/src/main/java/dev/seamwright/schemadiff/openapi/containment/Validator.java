package dev.seamwright.schemadiff.openapi.containment;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.regex.RegularExpression;
import dev.seamwright.contracts.json.Json;
import dev.seamwright.contracts.openapi.Schema;
import dev.seamwright.schemadiff.Direction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Whether a schema allows a value, by a validator of JSON Schema that shares nothing with the search for values. */
public final class Validator {
    /** It looks at a schema as often as ways lead there. */
    private static final long MOST_SCHEMAS = 1_000_000;

    private static final int MAX_PATTERN_LENGTH = 10_000;

    /** Numbers of witnesses are written out: a power of ten has as many digits as its exponent says. */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNumberLength(10_000)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Reading reading;

    public Validator(Direction direction) {
        this(new Reading(direction));
    }

    Validator(Reading reading) {
        this.reading = reading;
    }

    /**
     * Whether the value is allowed; empty if that cannot be found out, for a pattern that is not regular, or for a schema that leads to itself or unfolds
     * too far.
     */
    public Optional<Boolean> allows(Schema schema, JsonNode value) {
        return refusals(schema, value).map(List::isEmpty);
    }

    /**
     * Why the value is not allowed: a sentence with the place in it for the first thing that is wrong, nothing if it is allowed; empty if
     * that cannot be found out, as above.
     */
    public Optional<List<String>> refusals(Schema schema, JsonNode value) {
        var described = PlainSchema.of(schema, reading, value);
        try {
            if (!Unfolding.isWithin(MOST_SCHEMAS, described, value)) {
                return Optional.empty();
            }
            var registry = SchemaRegistry.withDialect(
                    Dialects.getDraft202012(),
                    builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .formatAssertionsEnabled(true)
                            .failFast(true)
                            .preloadSchema(false)
                            .regularExpressionFactory(Validator::linear)
                            .build()));
            var plain = registry.getSchema(tree(described));
            return Optional.of(plain.validate(tree(value)).stream()
                    .map(error -> "%s %s"
                            .formatted(error.getInstanceLocation(), error.getMessage())
                            .strip())
                    .toList());
        } catch (NotRegular | SchemaException | JacksonException | StackOverflowError e) {
            return Optional.empty();
        }
    }

    private static tools.jackson.databind.JsonNode tree(JsonNode json) {
        return MAPPER.readTree(new String(Json.write(json), StandardCharsets.UTF_8));
    }

    /** Thrown where a pattern that is not regular would have to be matched. */
    private static final class NotRegular extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Patterns of documents are hostile: they are matched in linear time. */
    private static RegularExpression linear(String pattern) {
        try {
            if (pattern.length() > MAX_PATTERN_LENGTH) {
                throw new PatternSyntaxException("too long", "");
            }
            return compiled(pattern);
        } catch (PatternSyntaxException | StackOverflowError e) {
            return text -> {
                throw new NotRegular();
            };
        }
    }

    private static RegularExpression compiled(String pattern) {
        var compiled = Pattern.compile(pattern.replaceAll("\\\\u([0-9A-Fa-f]{4})", "\\\\x{$1}")
                .replace("(?<", "(?P<")
                .replace("[^]", "(?s:.)"));
        return text -> compiled.matcher(text).find();
    }
}
