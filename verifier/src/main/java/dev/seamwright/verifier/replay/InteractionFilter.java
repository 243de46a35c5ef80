package dev.seamwright.verifier.replay;

import dev.seamwright.contracts.InvalidInput;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Which interactions are asked for, by patterns for the whole description and for the name of a provider state. */
public record InteractionFilter(
        @Nullable Pattern description, @Nullable Pattern state) {
    public static final InteractionFilter ALL = new InteractionFilter(null, null);

    /**
     * @param state an empty pattern means: no state
     * @throws InvalidInput when one is no regular expression
     */
    public static InteractionFilter of(@Nullable String description, @Nullable String state) {
        return new InteractionFilter(pattern("filter-description", description), pattern("filter-state", state));
    }

    private static @Nullable Pattern pattern(String name, @Nullable String text) {
        try {
            return text == null ? null : Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new InvalidInput(name, "is no regular expression: " + e.getDescription());
        }
    }

    boolean takes(String text, List<String> states) {
        if (description != null && !description.matcher(text).matches()) {
            return false;
        }
        return state == null
                || (states.isEmpty()
                        ? state.pattern().isEmpty()
                        : states.stream().anyMatch(name -> state.matcher(name).matches()));
    }
}
