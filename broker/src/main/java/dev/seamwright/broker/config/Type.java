package dev.seamwright.broker.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * How the text of a setting is read.
 *
 * @param label what stands for the value in a help text
 * @param parser throws {@link IllegalArgumentException} whose message ends the sentence "it is …"
 * @param mask hides the secrets inside of a value that is not secret as a whole
 */
public record Type<T>(String label, Function<String, T> parser, UnaryOperator<String> mask) {
    static final Type<String> TEXT = of("TEXT", Function.identity());
    static final Type<Boolean> SWITCH = of("on|off", Type::bool);
    static final Type<Path> PATH = of("PATH", Type::path);
    static final Type<URI> HTTP_URL = of("URL", Type::httpUrl);
    static final Type<DatabaseUrl> DATABASE_URL = new Type<>("URL", DatabaseUrl::parse, DatabaseUrl::masked);
    static final Type<Duration> SECONDS = of("SECONDS", text -> Duration.ofSeconds(whole(text, 0, 600)));
    /** As {@link #SECONDS}, of what cannot take no time. */
    static final Type<Duration> TIME_LIMIT = of("SECONDS", text -> Duration.ofSeconds(whole(text, 1, 86_400)));

    static final Type<List<String>> LIST = of(
            "A,B,…",
            text -> Arrays.stream(text.split(","))
                    .map(String::strip)
                    .filter(item -> !item.isEmpty())
                    .toList());

    private static <T> Type<T> of(String label, Function<String, T> parser) {
        return new Type<>(label, parser, UnaryOperator.identity());
    }

    /** A whole number from {@code least} to {@code most}. */
    static Type<Long> number(long least, long most) {
        return of("NUMBER", text -> whole(text, least, most));
    }

    /** One of the words of an enum, in lower case. */
    static <E extends Enum<E>> Type<E> word(Class<E> words) {
        var label = String.join(
                "|",
                Arrays.stream(words.getEnumConstants())
                        .map(word -> word.name().toLowerCase(Locale.ROOT))
                        .toList());
        return of(
                label,
                text -> Arrays.stream(words.getEnumConstants())
                        .filter(word -> word.name().equalsIgnoreCase(text))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("not one of " + label)));
    }

    T parse(String text) {
        return parser.apply(text);
    }

    String masked(String text) {
        return mask.apply(text);
    }

    private static long whole(String text, long least, long most) {
        long number;
        try {
            number = Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("not a whole number", notANumber);
        }
        if (number < least || number > most) {
            throw new IllegalArgumentException("not between %d and %d".formatted(least, most));
        }
        return number;
    }

    private static boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "on", "true", "yes", "1" -> true;
            case "off", "false", "no", "0" -> false;
            default -> throw new IllegalArgumentException("neither on nor off");
        };
    }

    private static Path path(String text) {
        return text.startsWith("~/") ? Path.of(System.getProperty("user.home"), text.substring(2)) : Path.of(text);
    }

    private static URI httpUrl(String text) {
        var url = URI.create(text);
        if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new IllegalArgumentException("not an http or https URL");
        }
        if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException("a URL with user, query or fragment; leave them out");
        }
        return url;
    }
}
