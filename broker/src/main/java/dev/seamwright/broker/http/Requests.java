package dev.seamwright.broker.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.problem.BrokerException.NotFound;
import dev.seamwright.broker.problem.BrokerException.UnsupportedMediaType;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import io.javalin.http.Context;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reading requests: bodies, media types, parameters. What is wrong is refused by name. */
public final class Requests {
    private static final List<String> JSON_TYPES =
            List.of("application/json", "application/hal+json", "application/merge-patch+json");

    private static final int LONGEST_LINE = 2000;

    private Requests() {}

    /**
     * The body as a JSON document, whatever it is.
     *
     * @throws UnsupportedMediaType when the content type is missing or another
     * @throws InvalidInput when it is not JSON
     */
    public static JsonNode document(Context ctx) {
        requireType(ctx, JSON_TYPES);
        return Json.parse(ctx.bodyAsBytes());
    }

    /** The same of a body that holds whole documents in strings. */
    public static JsonNode wholeDocument(Context ctx) {
        requireType(ctx, JSON_TYPES);
        return Json.parseEnvelope(ctx.bodyAsBytes());
    }

    /** The body as a JSON object. An empty body is an empty object: old clients send none. */
    public static ObjectNode object(Context ctx) {
        return object(ctx, JSON_TYPES);
    }

    /** The same of a body that holds whole documents in strings. */
    public static ObjectNode envelope(Context ctx) {
        return object(ctx, JSON_TYPES, Json::parseEnvelope);
    }

    /** The body as a JSON object in one of the media types. */
    public static ObjectNode object(Context ctx, List<String> types) {
        return object(ctx, types, Json::parse);
    }

    private static ObjectNode object(Context ctx, List<String> types, Function<byte[], JsonNode> parser) {
        requireType(ctx, types);
        var bytes = ctx.bodyAsBytes();
        if (bytes.length == 0) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (parser.apply(bytes) instanceof ObjectNode object) {
            return object;
        }
        throw new InvalidInput("", "The body must be a JSON object.");
    }

    private static void requireType(Context ctx, List<String> types) {
        var type = mediaType(ctx.contentType());
        if (!types.contains(type)) {
            throw new UnsupportedMediaType(
                    "Content-Type '%s' is not read here: send %s.".formatted(type, String.join(" or ", types)));
        }
        if (ctx.header("Content-Encoding") != null && !"identity".equals(ctx.header("Content-Encoding"))) {
            throw new UnsupportedMediaType("Content-Encoding is not read here: send the body as it is.");
        }
    }

    /** The media type without its parameters, in lower case; empty when there is none. */
    public static String mediaType(@Nullable String contentType) {
        if (contentType == null) {
            return "";
        }
        var end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    }

    /** A query parameter; blank counts as absent. */
    public static Optional<String> query(Context ctx, String name) {
        return Optional.ofNullable(ctx.queryParam(name)).filter(value -> !value.isBlank());
    }

    /** What a query parameter narrows a list to; null when it is absent: to nothing in particular. */
    public static <T> @Nullable T filter(Context ctx, String name, Function<String, T> read) {
        return query(ctx, name).map(read).orElse(null);
    }

    /**
     * A time as in RFC 3339, in whole microseconds.
     *
     * @param place JSON pointer or parameter, for the message
     */
    public static Instant time(String place, String text) {
        try {
            var time = OffsetDateTime.parse(text);
            if (time.getYear() >= 1 && time.getYear() <= 9999) {
                return time.toInstant().truncatedTo(ChronoUnit.MICROS);
            }
        } catch (DateTimeException notATime) {
            throw invalidTime(place);
        }
        throw invalidTime(place);
    }

    private static InvalidInput invalidTime(String place) {
        return new InvalidInput(place, "Must be a time as in RFC 3339, '2027-01-31T00:00:00Z' for example.");
    }

    /** A member that must be a string; null when it is absent or null. */
    public static @Nullable String text(JsonNode object, String member) {
        var value = object.get(member);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new InvalidInput("/" + member, "Must be a string.");
        }
        return value.textValue();
    }

    /** A member that must be a string and be there. */
    public static String required(JsonNode object, String member) {
        var value = text(object, member);
        if (value == null || value.isBlank()) {
            throw new InvalidInput("/" + member, "Is missing: give a string that is not blank.");
        }
        return value;
    }

    /**
     * A path parameter that is a uuid.
     *
     * @throws NotFound when it is none: then nothing has it
     */
    public static UUID uuid(Context ctx, String parameter) {
        var text = ctx.pathParam(parameter);
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notAUuid) {
            throw new NotFound("There is nothing with the id '%s' here: ids are uuids.".formatted(text));
        }
    }

    /** A query parameter that must be true or false; false when it is absent. */
    public static boolean flag(Context ctx, String name) {
        return switch (query(ctx, name).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidInput(name, "Must be true or false.");
        };
    }

    /** A member that must be an array of strings; empty when it is absent or null. */
    public static List<String> texts(JsonNode object, String member) {
        var given = object.path(member);
        if (!given.isMissingNode() && !given.isNull() && !given.isArray()) {
            throw new InvalidInput("/" + member, "Must be an array of strings.");
        }
        var texts = new ArrayList<String>();
        for (var text : given) {
            if (!text.isTextual()) {
                throw new InvalidInput("/" + member + "/" + texts.size(), "Must be a string.");
            }
            texts.add(text.textValue());
        }
        return texts;
    }

    /** A member that must be an http or https URL; null when it is absent, null or blank. */
    public static @Nullable String url(JsonNode object, String member) {
        var url = line(object, member);
        if (url == null || url.isBlank()) {
            return null;
        }
        try {
            if (List.of("http", "https").contains(String.valueOf(URI.create(url).getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException notAUri) {
            // refused below, like any other scheme
        }
        throw new InvalidInput("/" + member, "Must be an http or https URL.");
    }

    /** A member that must be one line of text; null when it is absent, null or empty. */
    public static @Nullable String line(JsonNode object, String member) {
        var text = text(object, member);
        return text == null || text.isEmpty() ? null : oneLine("/" + member, text);
    }

    /** @throws InvalidInput when the text is too long for a line, or no single line */
    public static String oneLine(String place, String text) {
        if (text.length() > LONGEST_LINE) {
            throw new InvalidInput(place, "Is longer than %d characters: shorten it.".formatted(LONGEST_LINE));
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidInput(place, "Has a line break, tab or control character: remove it.");
        }
        return text;
    }

    /** A member that must be true or false; empty when it is absent or null. */
    public static Optional<Boolean> flag(JsonNode object, String member) {
        var value = object.get(member);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isBoolean()) {
            throw new InvalidInput("/" + member, "Must be true or false.");
        }
        return Optional.of(value.booleanValue());
    }
}
