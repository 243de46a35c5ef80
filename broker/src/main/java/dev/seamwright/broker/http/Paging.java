package dev.seamwright.broker.http;

import dev.seamwright.broker.db.Slice;
import dev.seamwright.contracts.InvalidInput;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The page of a list that a request asks for, by {@code page} and {@code size} or their old names {@code pageNumber} and
 * {@code pageSize}.
 *
 * @param number from 1
 * @param size resources on a page, from 1
 */
public record Paging(int number, int size) {
    /** The first hundred. */
    public static final Paging DEFAULT = new Paging(1, 100);

    private static final Set<String> PARAMETERS = Set.of("page", "size", "pageNumber", "pageSize");

    /** Empty when the request names no page: the whole list. */
    public static Optional<Paging> of(Context ctx) {
        var number = parameter(ctx, "page", "pageNumber");
        var size = parameter(ctx, "size", "pageSize");
        if (number == null && size == null) {
            return Optional.empty();
        }
        return Optional.of(
                new Paging(number == null ? DEFAULT.number() : number, size == null ? DEFAULT.size() : size));
    }

    private static @Nullable Integer parameter(Context ctx, String name, String oldName) {
        var given = ctx.queryParam(name) == null ? oldName : name;
        var text = ctx.queryParam(given);
        if (text == null) {
            return null;
        }
        try {
            var value = Integer.parseInt(text);
            if (value >= 1) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // refused below, with the numbers that are too small
        }
        throw new InvalidInput(given, "Must be a whole number from 1.");
    }

    public Slice slice() {
        return new Slice(size, (number - 1L) * size);
    }

    /** Adds the {@code page} member, and links to the pages before and after. */
    public void describe(Hal hal, Context ctx, long total) {
        var pages = (total + size - 1) / size;
        hal.put(
                "page",
                Hal.object()
                        .put("number", number)
                        .put("size", size)
                        .put("totalElements", total)
                        .put("totalPages", pages));
        if (number < pages) {
            hal.link("next", href(ctx, number + 1), "Next page");
        }
        if (number > 1) {
            hal.link("previous", href(ctx, number - 1), "Previous page");
        }
    }

    private String href(Context ctx, int page) {
        var query = new StringBuilder("?");
        ctx.queryParamMap().forEach((name, values) -> {
            if (!PARAMETERS.contains(name)) {
                values.forEach(value -> query.append(Links.encode(name))
                        .append('=')
                        .append(Links.encode(value))
                        .append('&'));
            }
        });
        return Links.of(ctx).template(ctx.req().getRequestURI() + query + "page=%d&size=%d".formatted(page, size));
    }
}
