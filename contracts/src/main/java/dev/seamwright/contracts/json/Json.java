package dev.seamwright.contracts.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seamwright.contracts.InvalidInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Strict JSON (RFC 8259): what one program reads is what every other program reads.
 *
 * <p>Refused, each with the place and the fix: bytes that are not UTF-8, a byte order mark, duplicate keys, half surrogate
 * pairs, anything after the document, and what exceeds the limits below. Numbers keep every digit: {@code 1.0} stays
 * {@code 1.0}, and {@code 1.10} is not {@code 1.1}.
 */
public final class Json {
    /** The nesting that the Pact Broker allows too, in objects and arrays around a value. */
    public static final int DEFAULT_MAX_DEPTH = 50;

    /** In UTF-16 units: pacts hold whole bodies in strings. */
    public static final int MAX_STRING_LENGTH = 10 * 1024 * 1024;

    public static final int MAX_NUMBER_LENGTH = 100;

    /** The largest power of ten, up or down, so that arithmetic on a number stays cheap. */
    public static final int MAX_EXPONENT = 1000;

    public static final int MAX_TOKENS = 2_000_000;

    /** No caller may ask for more: reading recurses. */
    private static final int DEPTH_CEILING = 500;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_CEILING)
                    .maxStringLength(MAX_STRING_LENGTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxTokenCount(MAX_TOKENS)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Of whole documents in strings. */
    private static final JsonFactory ENVELOPES = FACTORY.rebuild()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_CEILING)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxTokenCount(MAX_TOKENS)
                    .build())
            .build();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final ObjectMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    /** The mapper that agrees with {@link #parse}, to bind trees to records and back. Shared: do not configure it. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /**
     * Reads one document with the default depth limit.
     *
     * @throws InvalidInput when it is not strict JSON; the pointer leads to the place
     */
    public static JsonNode parse(byte[] utf8) {
        return parse(utf8, DEFAULT_MAX_DEPTH);
    }

    /**
     * Reads one document.
     *
     * @param maxDepth how many objects and arrays may nest, from 1 to 500
     * @throws InvalidInput when it is not strict JSON; the pointer leads to the place
     */
    public static JsonNode parse(byte[] utf8, int maxDepth) {
        return parse(FACTORY, utf8, maxDepth);
    }

    /**
     * Reads one document that holds others in strings, as long as they like: who has taken the bytes has limited them.
     *
     * @throws InvalidInput when it is not strict JSON; the pointer leads to the place
     */
    public static JsonNode parseEnvelope(byte[] utf8) {
        return parse(ENVELOPES, utf8, DEFAULT_MAX_DEPTH);
    }

    private static JsonNode parse(JsonFactory factory, byte[] utf8, int maxDepth) {
        if (maxDepth < 1 || maxDepth > DEPTH_CEILING) {
            throw new IllegalArgumentException("maxDepth must be from 1 to " + DEPTH_CEILING + ", not " + maxDepth);
        }
        var text = decode(utf8);
        try (JsonParser parser = factory.createParser(text.array(), text.arrayOffset(), text.remaining())) {
            return new TreeReader(parser, maxDepth).document();
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory cannot fail", e);
        }
    }

    /** Compact UTF-8 that keeps the order of keys; {@code parse(write(x))} is {@code x}. */
    public static byte[] write(JsonNode node) {
        return new JsonWriter(JsonWriter.Keys.AS_WRITTEN, JsonWriter.EXACT_DECIMALS)
                .append(node)
                .toBytes();
    }

    /**
     * The one spelling of a value: compact UTF-8, keys of every object sorted by code point, only what must be escaped
     * escaped. Arrays keep their order and numbers all their digits.
     */
    public static byte[] canonical(JsonNode node) {
        return new JsonWriter(JsonWriter.Keys.SORTED, JsonWriter.EXACT_DECIMALS)
                .append(node)
                .toBytes();
    }

    /**
     * The characters of a document, whatever its syntax.
     *
     * @throws InvalidInput when it is not UTF-8, or starts with a byte order mark
     */
    public static CharBuffer decode(byte[] utf8) {
        if (utf8.length >= 3 && utf8[0] == (byte) 0xEF && utf8[1] == (byte) 0xBB && utf8[2] == (byte) 0xBF) {
            throw new InvalidInput("", "starts with a byte order mark (EF BB BF); send the document without it");
        }
        var in = ByteBuffer.wrap(utf8);
        var out = CharBuffer.allocate(utf8.length);
        var result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(in, out, true);
        if (result.isError()) {
            throw new InvalidInput(
                    "",
                    "is not UTF-8: byte 0x%02X at byte offset %d (character offset %d); send the document as UTF-8"
                            .formatted(utf8[in.position()] & 0xFF, in.position(), out.position()));
        }
        return out.flip();
    }

    /** Builds a tree from one parser. Jackson's own tree reader would lose the place of a failure, and {@code -0.0}. */
    private static final class TreeReader {
        private final JsonParser parser;
        private final int maxDepth;

        TreeReader(JsonParser parser, int maxDepth) {
            this.parser = parser;
            this.maxDepth = maxDepth;
        }

        JsonNode document() throws IOException {
            try {
                if (parser.nextToken() == null) {
                    throw new InvalidInput("", "is empty; send a JSON document");
                }
                var node = value(0);
                if (parser.nextToken() != null) {
                    throw invalid("goes on after the end of the document; remove what follows");
                }
                return node;
            } catch (JsonProcessingException e) {
                throw syntax(e);
            }
        }

        private JsonNode value(int depth) throws IOException {
            return switch (parser.currentToken()) {
                case START_OBJECT -> object(depth + 1);
                case START_ARRAY -> array(depth + 1);
                case VALUE_STRING -> NODES.textNode(wellFormed(parser.getText()));
                case VALUE_NUMBER_INT -> integer();
                case VALUE_NUMBER_FLOAT -> decimal();
                case VALUE_TRUE -> NODES.booleanNode(true);
                case VALUE_FALSE -> NODES.booleanNode(false);
                case VALUE_NULL -> NODES.nullNode();
                default -> throw new IllegalStateException("no value starts with " + parser.currentToken());
            };
        }

        private JsonNode object(int depth) throws IOException {
            checkDepth(depth);
            var node = NODES.objectNode();
            for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                wellFormed(name);
                parser.nextToken();
                node.set(name, value(depth));
            }
            return node;
        }

        private JsonNode array(int depth) throws IOException {
            checkDepth(depth);
            var node = NODES.arrayNode();
            while (!parser.nextToken().isStructEnd()) {
                node.add(value(depth));
            }
            return node;
        }

        private JsonNode integer() throws IOException {
            return switch (parser.getNumberType()) {
                case INT -> NODES.numberNode(parser.getIntValue());
                case LONG -> NODES.numberNode(parser.getLongValue());
                default -> BigIntegerNode.valueOf(parser.getBigIntegerValue());
            };
        }

        private JsonNode decimal() throws IOException {
            var text = parser.getText();
            BigDecimal value;
            try {
                value = new BigDecimal(text);
            } catch (NumberFormatException e) {
                throw exponent(text);
            }
            if (Math.abs((long) value.scale()) > MAX_EXPONENT) {
                throw exponent(text);
            }
            // BigDecimal has no negative zero
            return value.signum() == 0 && text.startsWith("-") ? DoubleNode.valueOf(-0.0) : DecimalNode.valueOf(value);
        }

        private InvalidInput exponent(String text) {
            return invalid(
                    "is the number %s, whose exponent is beyond %d; send it as a string".formatted(text, MAX_EXPONENT));
        }

        private void checkDepth(int depth) {
            if (depth > maxDepth) {
                throw invalid("nests deeper than " + maxDepth + " levels; flatten the document");
            }
        }

        private String wellFormed(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (Character.isSurrogate(c)) {
                    if (Character.isLowSurrogate(c)
                            || i + 1 == text.length()
                            || !Character.isLowSurrogate(text.charAt(i + 1))) {
                        throw invalid("holds \\u%04x, half of a surrogate pair; write the whole character"
                                .formatted((int) c));
                    }
                    i++;
                }
            }
            return text;
        }

        private InvalidInput invalid(String what) {
            return new InvalidInput(pointer(), what + " (" + place(parser.currentTokenLocation()) + ")");
        }

        private InvalidInput syntax(JsonProcessingException e) {
            var message = e.getOriginalMessage().replaceAll(" ?\\(?,? ?from `[^`]*`\\)?", "");
            var location = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
            return new InvalidInput(
                    pointer(), "is not acceptable JSON at " + place(location) + ": " + message + "; correct it there");
        }

        private String pointer() {
            return parser.getParsingContext().pathAsPointer().toString();
        }

        private static String place(JsonLocation location) {
            return "line " + location.getLineNr() + ", column " + location.getColumnNr();
        }
    }
}
