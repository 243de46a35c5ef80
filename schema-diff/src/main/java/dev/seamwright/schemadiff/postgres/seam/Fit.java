package dev.seamwright.schemadiff.postgres.seam;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Whether a type takes the values of another, written as text. */
enum Fit {
    /** One type. */
    SAME,
    /** Every value is taken, and means the same. */
    WIDER,
    /** Some values are refused. */
    NARROWER,
    /** The values are taken, and may mean something else. */
    SHIFTED,
    /** What one writes is in general no value of the other. */
    OTHER;

    /** {@code numeric(10,2)}, {@code timestamp(3) with time zone}: name, modifiers, the rest of the name. */
    private static final Pattern FORMAT = Pattern.compile("(?<name>[^(]+)(?:\\((?<modifiers>[^)]*)\\))?(?<rest>.*)");

    /** How many decimal digits each holds. */
    private static final Map<String, Integer> INTEGERS = Map.of("smallint", 5, "integer", 10, "bigint", 19);

    private static final List<String> TEXTS = List.of("character", "character varying", "text");
    private static final int EXACT_DIGITS_OF_DOUBLE = 15;

    private record Type(String name, List<Integer> modifiers) {
        static Type of(String text) {
            var parts = FORMAT.matcher(text);
            if (!parts.matches()) {
                return new Type(text, List.of());
            }
            var modifiers = parts.group("modifiers");
            if (modifiers != null && !modifiers.chars().allMatch(c -> (c >= '0' && c <= '9') || c == ',')) {
                return new Type(text, List.of());
            }
            return new Type(
                    parts.group("name") + parts.group("rest"),
                    modifiers == null
                            ? List.of()
                            : Pattern.compile(",")
                                    .splitAsStream(modifiers)
                                    .map(Integer::valueOf)
                                    .toList());
        }

        boolean unlimited() {
            return modifiers.isEmpty();
        }
    }

    /** Compares the type that is written with the one that takes it, each with the types of its own schema. */
    static Fit of(Tables source, String from, Tables target, String to) {
        var labels = source.enumLabels(from);
        var taken = target.enumLabels(to);
        if (labels.isPresent() && taken.isPresent()) {
            return new HashSet<>(taken.get()).containsAll(labels.get())
                    ? labels.get().equals(taken.get()) ? SAME : WIDER
                    : NARROWER;
        }
        var plainFrom = source.withoutDomain(from);
        var plainTo = target.withoutDomain(to);
        return plainFrom.equals(plainTo) ? SAME : of(Type.of(plainFrom), Type.of(plainTo));
    }

    private static Fit of(Type from, Type to) {
        if (TEXTS.contains(to.name()) && to.unlimited() && !to.name().equals("character")) {
            return WIDER;
        }
        if (TEXTS.contains(from.name()) && TEXTS.contains(to.name())) {
            return !from.unlimited() && from.modifiers().getFirst() <= length(to) ? WIDER : NARROWER;
        }
        var digits = INTEGERS.get(from.name());
        var room = INTEGERS.get(to.name());
        if (digits != null && room != null) {
            return digits <= room ? WIDER : NARROWER;
        }
        if (to.name().equals("numeric")) {
            return digits != null
                    ? numeric(digits, 0, to)
                    : from.name().equals("numeric") && !from.unlimited()
                            ? numeric(from.modifiers().get(0) - scale(from), scale(from), to)
                            : from.name().equals("numeric") ? NARROWER : OTHER;
        }
        if (from.name().equals("real") && to.name().equals("double precision")) {
            return WIDER;
        }
        if (from.name().equals("double precision") && to.name().equals("real")) {
            return NARROWER;
        }
        if (digits != null && to.name().equals("double precision")) {
            return digits <= EXACT_DIGITS_OF_DOUBLE ? WIDER : SHIFTED;
        }
        if (from.name().startsWith("timestamp") && to.name().startsWith("timestamp")) {
            return !from.name().equals(to.name()) ? SHIFTED : precision(from) <= precision(to) ? WIDER : SHIFTED;
        }
        return from.name().equals(to.name()) ? to.unlimited() ? WIDER : NARROWER : OTHER;
    }

    private static Fit numeric(int whole, int scale, Type to) {
        return to.unlimited() || (whole <= to.modifiers().get(0) - scale(to) && scale <= scale(to)) ? WIDER : NARROWER;
    }

    private static int scale(Type numeric) {
        return numeric.modifiers().size() > 1 ? numeric.modifiers().get(1) : 0;
    }

    private static int length(Type text) {
        return text.unlimited() ? 1 : text.modifiers().getFirst();
    }

    private static int precision(Type timestamp) {
        return timestamp.unlimited() ? 6 : timestamp.modifiers().getFirst();
    }
}
