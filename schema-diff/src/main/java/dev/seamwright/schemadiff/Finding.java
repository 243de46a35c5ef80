package dev.seamwright.schemadiff;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule that matched.
 *
 * @param subject what it is about, {@code public.orders.customer_id} for example
 * @param message what was found, in one sentence
 * @param remedy what to do about this very subject; SQL where there is some
 * @param witness what shows it: lines of a script that can be repeated, or what the server answered; empty when nothing was executed
 * @param place where it stands in what was given; null when it stands nowhere
 */
public record Finding(
        Rule rule,
        Level level,
        String subject,
        String message,
        String remedy,
        List<String> witness,
        @Nullable Place place) {
    public Finding {
        witness = List.copyOf(witness);
    }

    /** A line of a file, counted from 1. */
    public record Place(String file, int line) {}
}
