package dev.seamwright.cli.verdict;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Ages, as people say and write them. */
public final class Ages {
    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,6})([smhd])");

    private Ages() {}

    /** {@code 90s}, {@code 30m}, {@code 24h} or {@code 7d}; nothing, if it is none. */
    public static Optional<Duration> parse(String text) {
        var written = WRITTEN.matcher(text);
        if (!written.matches()) {
            return Optional.empty();
        }
        var number = Long.parseLong(written.group(1));
        return Optional.of(
                switch (written.group(2)) {
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                });
    }

    /** An age in its two largest units. */
    static String words(Duration age) {
        if (age.toDays() > 0) {
            return "%d d %d h".formatted(age.toDays(), age.toHoursPart());
        }
        if (age.toHours() > 0) {
            return "%d h %d min".formatted(age.toHours(), age.toMinutesPart());
        }
        return age.toMinutes() > 0
                ? "%d min %d s".formatted(age.toMinutes(), age.toSecondsPart())
                : "%d s".formatted(Math.max(0, age.toSeconds()));
    }
}
