package dev.seamwright.broker.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The part of a list that a request asks for. A cursor is the key of the last item before the page, so pages stay right while items
 * come and go; it means nothing outside the caller's workspace.
 *
 * @param limit items at most, 1 to 1000 in most lists
 * @param after the key's texts; empty: from the start
 */
public record Page(int limit, List<String> after) {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1000;

    public Page {
        after = List.copyOf(after);
    }

    /**
     * The page that the request's {@code limit} and {@code cursor} ask for.
     *
     * @param keys how many texts a key of this list has
     * @throws InvalidInput when they are not a number in its bounds, and a cursor of such a list
     */
    public static Page of(Context ctx, int keys) {
        return of(ctx, keys, MAX_LIMIT);
    }

    /** As {@link #of(Context, int)}, of a list that gives up to {@code most} items at once. */
    public static Page of(Context ctx, int keys, int most) {
        return new Page(
                Requests.query(ctx, "limit").map(text -> limit(text, most)).orElse(DEFAULT_LIMIT),
                Requests.query(ctx, "cursor").map(c -> key(c, keys)).orElse(List.of()));
    }

    /** One more than the limit: the row that tells whether there is a next page. */
    public int fetch() {
        return limit + 1;
    }

    /** A text of the cursor's key; null on the first page. */
    public @Nullable String text(int index) {
        return after.isEmpty() ? null : after.get(index);
    }

    /**
     * A number of the cursor's key; null on the first page.
     *
     * @throws InvalidInput when the cursor was made up
     */
    public @Nullable Long number(int index) {
        try {
            return after.isEmpty() ? null : Long.valueOf(after.get(index));
        } catch (NumberFormatException notOurs) {
            throw unknownCursor();
        }
    }

    /** A time of the cursor's key, likewise. */
    public @Nullable Instant time(int index) {
        try {
            return after.isEmpty() ? null : Instant.parse(after.get(index));
        } catch (DateTimeException notOurs) {
            throw unknownCursor();
        }
    }

    /** A uuid of the cursor's key, likewise. */
    public @Nullable UUID uuid(int index) {
        try {
            return after.isEmpty() ? null : UUID.fromString(after.get(index));
        } catch (IllegalArgumentException notOurs) {
            throw unknownCursor();
        }
    }

    /** Answers with {@link #json}. */
    public <T> void answer(Context ctx, List<T> rows, Function<T, JsonNode> json, Function<T, List<String>> key) {
        Answers.json(ctx, 200, json(rows, json, key));
    }

    /**
     * {@code {"items": […], "next": …}}; without {@code next} on the last page.
     *
     * @param rows up to {@link #fetch()} of them
     * @param key the key of a row, in the order of the list
     */
    public <T> ObjectNode json(List<T> rows, Function<T, JsonNode> json, Function<T, List<String>> key) {
        var page = JsonNodeFactory.instance.objectNode();
        var items = page.putArray("items");
        var shown = rows.subList(0, Math.min(limit, rows.size()));
        shown.forEach(row -> items.add(json.apply(row)));
        if (rows.size() > limit) {
            page.put("next", cursor(key.apply(shown.getLast())));
        }
        return page;
    }

    private static int limit(String text, int most) {
        try {
            var limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= most) {
                return limit;
            }
        } catch (NumberFormatException notANumber) {
            throw invalidLimit(most);
        }
        throw invalidLimit(most);
    }

    private static InvalidInput invalidLimit(int most) {
        return new InvalidInput("limit", "Must be a number from 1 to %d.".formatted(most));
    }

    private static String cursor(List<String> key) {
        var array = JsonNodeFactory.instance.arrayNode();
        key.forEach(array::add);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Answers.print(array));
    }

    private static List<String> key(String cursor, int keys) {
        try {
            var key = new ArrayList<String>();
            if (Json.parse(Base64.getUrlDecoder().decode(cursor)) instanceof ArrayNode texts && texts.size() == keys) {
                texts.forEach(text -> key.add(text.asText()));
                return key;
            }
        } catch (IllegalArgumentException | InvalidInput notOurs) {
            throw unknownCursor();
        }
        throw unknownCursor();
    }

    /** What a cursor is refused with that is none of its list. */
    public static InvalidInput unknownCursor() {
        return new InvalidInput("cursor", "Is not a cursor of this list: take 'next' from the page before, as it is.");
    }
}
