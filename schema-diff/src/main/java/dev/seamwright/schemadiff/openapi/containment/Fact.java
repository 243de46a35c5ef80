package dev.seamwright.schemadiff.openapi.containment;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Something that a case demands of a value whose type is known. Literals are those of {@link Terms}. */
sealed interface Fact {
    record Literal(int literal) implements Fact {}

    /** A keyword that is not understood; it may still be seen to contradict itself. */
    record Hidden(String what, boolean holds) implements Fact {}

    record OneOf(List<JsonNode> values) implements Fact {}

    record NoneOf(List<JsonNode> values) implements Fact {}

    /** How long a text is, or how many items or members there are; no {@code max} means no bound. */
    record Count(long min, @Nullable Long max) implements Fact {}

    // numbers

    record AtLeast(BigDecimal bound, boolean exclusive) implements Fact {}

    record AtMost(BigDecimal bound, boolean exclusive) implements Fact {}

    record Multiple(BigDecimal of, boolean holds) implements Fact {}

    // texts

    record Matching(String pattern, boolean holds) implements Fact {}

    record OfFormat(Formats.Format format, boolean holds) implements Fact {}

    // arrays

    /** What every item is: those at the start each by itself, all others alike. */
    record Items(List<Integer> prefix, int rest) implements Fact {}

    /** There is an item at this index, and the literal holds for it. */
    record ItemAt(int index, int literal) implements Fact {}

    /** There is an item at this index or later for which the literal holds. */
    record ItemFrom(int index, int literal) implements Fact {}

    /** For so many items the literal holds. */
    record Containing(int literal, long min, @Nullable Long max) implements Fact {}

    record Unique(boolean holds) implements Fact {}

    // objects

    record Absent(String name) implements Fact {}

    /** Only the other side writes a member of that name, so it is not there, even where it is required. */
    record NotSent(String name) implements Fact {}

    /** There is a member of that name, and the literal holds for it. */
    record Member(String name, int literal) implements Fact {}

    /** There is a member of that name, and the schema that is declared for it does not hold: the literal is the negation. */
    record OtherThanDeclared(String name, int literal) implements Fact {}

    /**
     * What every member is: by its name, by each pattern that its name matches, and else what {@code rest} says.
     *
     * @param silent whether nothing is said of the rest
     */
    record Members(Map<String, Integer> names, Map<String, Integer> patterns, int rest, boolean silent)
            implements Fact {}

    /** What holds for the name of every member. */
    record AllNames(int literal) implements Fact {}

    /**
     * There is a member for which the literal holds.
     *
     * @param name a literal that holds for its name
     * @param notNames what it is not called
     * @param notPatterns what its name does not match
     */
    record SomeMember(int name, Set<String> notNames, Set<String> notPatterns, int literal) implements Fact {}
}
