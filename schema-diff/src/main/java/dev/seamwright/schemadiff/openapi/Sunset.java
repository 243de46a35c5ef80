package dev.seamwright.schemadiff.openapi;

import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.schemadiff.Direction;
import dev.seamwright.schemadiff.openapi.Change.Edit;
import dev.seamwright.schemadiff.openapi.Change.Subject;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** The day from which on something may be gone, which is a promise that it stays until then. */
public final class Sunset {
    /** How the detail of a removal begins that was announced. */
    public static final String ANNOUNCED = "deprecated ";

    private static final int DATE_LENGTH = "2026-01-31".length();

    private Sunset() {}

    /** The day that stands at an operation, a parameter or a schema; a promise that cannot be read is kept for ever. */
    public static Optional<LocalDate> of(Node node) {
        return node.get("x-sunset")
                .or(() -> node.get("Sunset"))
                .or(() -> node.get("sunset"))
                .flatMap(Node::text)
                .map(Sunset::date);
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text.length() > DATE_LENGTH ? text.substring(0, DATE_LENGTH) : text);
        } catch (DateTimeParseException noDate) {
            return LocalDate.MAX;
        }
    }

    /** What is removed, marked where its removal was announced: it was deprecated, and its day, if one was told, has come. */
    static String marked(String what, boolean deprecated, List<Node> nodes, LocalDate today) {
        return deprecated && nodes.stream().flatMap(node -> of(node).stream()).noneMatch(today::isBefore)
                ? ANNOUNCED + what
                : what;
    }

    /**
     * Tells that the day is another one.
     *
     * @param name of the parameter; empty for an operation or a schema
     * @param what it is, in a word
     */
    static void compare(
            Node before,
            Node after,
            Direction direction,
            Use use,
            String name,
            String what,
            LocalDate today,
            Facts facts) {
        var was = of(before);
        var is = of(after);
        if (was.equals(is) || (was.isEmpty() != is.isEmpty() && isDeprecated(before) != isDeprecated(after))) {
            return; // the day belongs to a deprecation, which is told
        }
        facts.add(
                Subject.SUNSET,
                edit(was, is),
                direction,
                use,
                name,
                before,
                after,
                "%s: %s → %s".formatted(what, text(was), text(is)),
                effect(was, is, use, today));
    }

    private static boolean isDeprecated(Node node) {
        return node.get("deprecated").filter(Node::isTrue).isPresent();
    }

    private static Edit edit(Optional<LocalDate> was, Optional<LocalDate> is) {
        if (was.isEmpty() || is.isEmpty()) {
            return was.isEmpty() ? Edit.ADDED : Edit.REMOVED;
        }
        return is.get().isBefore(was.get()) ? Edit.NARROWED : Edit.WIDENED;
    }

    /** Who relied on the day that was told fails between both; where that is over, nobody does. */
    private static Effect effect(Optional<LocalDate> was, Optional<LocalDate> is, Use use, LocalDate today) {
        if (was.isEmpty() || is.isEmpty() || !is.get().isBefore(was.get()) || !today.isBefore(was.get())) {
            return Effect.NONE;
        }
        var first = is.get().isBefore(today) ? today : is.get();
        return Effect.fails("%s on %s; it was to stay until %s".formatted(use, first, text(was)));
    }

    private static String text(Optional<LocalDate> day) {
        return day.map(found -> found.equals(LocalDate.MAX) ? "a day that cannot be read" : found.toString())
                .orElse("none");
    }
}
