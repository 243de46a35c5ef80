package dev.seamwright.cli;

import dev.seamwright.cli.verdict.Ages;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads ages on the command line. */
final class AgeConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        return Ages.parse(text)
                .orElseThrow(
                        () -> new TypeConversionException("'%s' is no age; write 90s, 30m, 24h or 7d".formatted(text)));
    }
}
