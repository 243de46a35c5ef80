package dev.seamwright.client;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The items of a list that comes in pages, each page fetched when it is reached.
 *
 * <pre>{@code
 * for (var participant : Pages.of(
 *     cursor -> participants.listParticipants(new ListParticipantsOptions().cursor(cursor)),
 *     ParticipantPage::items,
 *     ParticipantPage::next)) {
 *   ...
 * }
 * }</pre>
 */
public final class Pages {
    private Pages() {}

    /** Fetches one page. */
    @FunctionalInterface
    public interface Fetch<P> {
        /** @param cursor {@code next} of the page before; null for the first one */
        P page(@Nullable String cursor);
    }

    /** Reads where the next page begins. */
    @FunctionalInterface
    public interface Next<P> {
        /** The cursor; null after the last page. */
        @Nullable
        String of(P page);
    }

    /** Iterates once for each call of {@code iterator()}, from the first page on. */
    public static <P, T> Iterable<T> of(Fetch<P> fetch, Function<P, List<T>> items, Next<P> next) {
        return () -> new Items<>(fetch, items, next);
    }

    private static final class Items<P, T> implements Iterator<T> {
        private final Fetch<P> fetch;
        private final Function<P, List<T>> items;
        private final Next<P> next;
        private Iterator<T> page = List.<T>of().iterator();
        private @Nullable String cursor;
        private boolean last;

        private Items(Fetch<P> fetch, Function<P, List<T>> items, Next<P> next) {
            this.fetch = fetch;
            this.items = items;
            this.next = next;
        }

        @Override
        public boolean hasNext() {
            while (!page.hasNext() && !last) {
                var fetched = fetch.page(cursor);
                var following = next.of(fetched);
                if (following != null && following.equals(cursor)) {
                    throw new SeamwrightException.UnexpectedAnswer(
                            "A page names itself as the next one; the list cannot be read to its end.", 200, null);
                }
                page = items.apply(fetched).iterator();
                cursor = following;
                last = following == null;
            }
            return page.hasNext();
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return page.next();
        }
    }
}
