package dev.seamwright.cli.verdict;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Ages, as people say and write them. */
public final class Ages implements ITypeConverter<Duration> {
    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,6})([smhd])");

    /** {@code 90s}, {@code 30m}, {@code 24h} or {@code 7d}. */
    @Override
    public Duration convert(String text) {
        var written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new TypeConversionException("'%s' is no age; write 90s, 30m, 24h or 7d".formatted(text));
        }
        var number = Long.parseLong(written.group(1));
        return switch (written.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
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
