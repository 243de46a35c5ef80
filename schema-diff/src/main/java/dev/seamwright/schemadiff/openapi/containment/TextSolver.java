package dev.seamwright.schemadiff.openapi.containment;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.seamwright.schemadiff.openapi.containment.Language.TooComplex;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds a text. */
final class TextSolver {
    private static final int MAX_LENGTH = 100_000;

    private final Reading reading;

    TextSolver(Reading reading) {
        this.reading = reading;
    }

    Outcome solve(List<Fact> facts) {
        var min = 0L;
        @Nullable Long max = null;
        var matching = new ArrayList<Fact.Matching>();
        var formats = new ArrayList<Fact.OfFormat>();
        var excluded = new HashSet<String>();
        for (var fact : facts) {
            switch (fact) {
                case Fact.Count(var least, var most) -> {
                    min = Math.max(min, least);
                    max = most == null ? max : Long.valueOf(max == null ? most : Math.min(max, most));
                }
                case Fact.Matching pattern -> matching.add(pattern);
                case Fact.OfFormat format -> formats.add(format);
                case Fact.NoneOf(var values) -> values.forEach(value -> excluded.add(value.textValue()));
                default -> {}
            }
        }
        if (max != null && min > max) {
            return Outcome.EMPTY;
        }
        for (var format : formats) {
            if (formats.stream()
                    .anyMatch(other -> other.holds() != format.holds()
                            && other.format().name().equals(format.format().name()))) {
                return Outcome.EMPTY;
            }
        }
        if (min > MAX_LENGTH) {
            return new Outcome.Unknown("a text of %d characters is too long to show".formatted(min));
        }
        var most = (int) Math.min(max == null ? Integer.MAX_VALUE : max, Integer.MAX_VALUE);
        return matching.isEmpty() && formats.isEmpty()
                ? any((int) min, most, excluded)
                : automatic((int) min, most, matching, formats, excluded);
    }

    private static Outcome any(int min, int max, Set<String> excluded) {
        if (max == 0) {
            return excluded.contains("") ? Outcome.EMPTY : Outcome.found(TextNode.valueOf(""));
        }
        var text = "a".repeat(min);
        if (!excluded.contains(text)) {
            return Outcome.found(TextNode.valueOf(text));
        }
        // one more character than excluded texts: one of them is free
        for (var i = 0; i <= excluded.size(); i++) {
            var varied = "a".repeat(Math.max(min, 1) - 1) + Character.toString(i < 26 ? 'a' + i : 0x4E00 + i);
            if (!excluded.contains(varied)) {
                return Outcome.found(TextNode.valueOf(varied));
            }
        }
        return new Outcome.Unknown("no text was found");
    }

    private Outcome automatic(
            int min, int max, List<Fact.Matching> matching, List<Fact.OfFormat> formats, Set<String> excluded) {
        @Nullable String notUnderstood = null;
        try {
            var language = Language.ALL;
            for (var pattern : matching) {
                var one = reading.language(pattern.pattern()).orElse(null);
                if (one == null) {
                    notUnderstood = "the pattern %s".formatted(pattern.pattern());
                } else {
                    language = pattern.holds() ? language.and(one) : language.minus(one);
                }
                if (contradicts(pattern, matching)) {
                    return Outcome.EMPTY;
                }
            }
            // every text that may be one: if there is none, there is none
            var possible = language;
            // texts that surely are: the best to show
            var sure = language;
            for (var format : formats) {
                var known = format.format();
                if (format.holds()) {
                    possible = possible.and(known.without());
                    sure = sure.and(known.within());
                } else {
                    possible = possible.minus(known.within());
                    sure = sure.minus(known.without());
                }
            }
            var none = possible.text(min, max, excluded).isEmpty();
            if (none) {
                return Outcome.EMPTY;
            }
            if (notUnderstood != null) {
                return new Outcome.Unknown("%s is not understood, or too large".formatted(notUnderstood));
            }
            var text = sure.text(min, max, excluded);
            return text.<Outcome>map(found -> Outcome.found(TextNode.valueOf(found)))
                    .orElseGet(() -> new Outcome.Unknown("it is not known whether a text has the format %s"
                            .formatted(formats.getFirst().format().name())));
        } catch (TooComplex e) {
            return new Outcome.Unknown("the patterns of a text are too large together");
        }
    }

    private static boolean contradicts(Fact.Matching pattern, List<Fact.Matching> all) {
        return all.stream()
                .anyMatch(other ->
                        other.holds() != pattern.holds() && other.pattern().equals(pattern.pattern()));
    }
}
