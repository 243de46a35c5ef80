package dev.seamwright.contracts.pact;

import dev.seamwright.contracts.ParticipantName;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds names that are probably another spelling of a new one, by the Pact Broker's rule. */
public final class PotentialDuplicates {
    private static final Set<String> WORDS_WITHOUT_MEANING = Set.of("api", "provider", "service");

    private static final Pattern ACRONYM_THEN_WORD = Pattern.compile("([A-Z]+)([A-Z][a-z])");
    private static final Pattern LOWER_THEN_UPPER = Pattern.compile("([a-z\\d])([A-Z])");
    private static final Pattern SEPARATOR = Pattern.compile("[\\s-]");
    private static final Pattern WORD_END = Pattern.compile("_");

    private PotentialDuplicates() {}

    /**
     * Those of {@code existing} that have the same words as {@code name}, in their order: words end at white space, {@code -},
     * {@code _} and a change of case; case, a plural s, and the words api, provider and service do not count. None when
     * {@code name} itself exists, or when no word is left that could be compared.
     */
    public static List<ParticipantName> of(ParticipantName name, Collection<ParticipantName> existing) {
        var words = words(name.value());
        if (words.isEmpty() || existing.contains(name)) {
            return List.of();
        }
        return existing.stream()
                .filter(other -> words(other.value()).equals(words))
                .toList();
    }

    private static List<String> words(String name) {
        var separated = SEPARATOR.matcher(name).replaceAll("_");
        separated = ACRONYM_THEN_WORD.matcher(separated).replaceAll("$1_$2");
        separated = LOWER_THEN_UPPER.matcher(separated).replaceAll("$1_$2");
        return WORD_END.splitAsStream(separated.toLowerCase(Locale.ROOT))
                .map(word -> word.endsWith("s") ? word.substring(0, word.length() - 1) : word)
                .filter(word -> !WORDS_WITHOUT_MEANING.contains(word))
                .toList();
    }
}
