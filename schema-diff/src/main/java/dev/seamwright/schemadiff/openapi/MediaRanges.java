package dev.seamwright.schemadiff.openapi;

import dev.seamwright.contracts.openapi.MediaType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Media types and ranges of them (RFC 9110 §8.3.1, §12.5.1). */
final class MediaRanges {
    private MediaRanges() {}

    private record Parsed(String type, String subtype, Set<String> parameters) {
        static Parsed of(String range) {
            var parts = range.toLowerCase(Locale.ROOT).split(";");
            var names = parts[0].strip().split("/", 2);
            return new Parsed(
                    names[0],
                    names.length > 1 ? names[1] : "*",
                    Arrays.stream(parts)
                            .skip(1)
                            .map(String::strip)
                            // how text is encoded is negotiated on its own
                            .filter(parameter -> !parameter.isEmpty() && !parameter.startsWith("charset"))
                            .map(parameter -> parameter.replace("\"", ""))
                            .collect(Collectors.toSet()));
        }

        int weight() {
            return type.equals("*") ? 0 : subtype.equals("*") ? 1 : 2 + parameters.size();
        }
    }

    /** Whether everything of the type {@code inner} is of the type {@code outer}. */
    static boolean covers(String outer, String inner) {
        var out = Parsed.of(outer);
        var in = Parsed.of(inner);
        return (out.type().equals("*") || out.type().equals(in.type()))
                && (out.subtype().equals("*") || out.subtype().equals(in.subtype()))
                && in.parameters().containsAll(out.parameters());
    }

    /** As {@link #covers}, or a type made of the other one: {@code application/problem+json} is JSON. */
    static boolean readable(String outer, String inner) {
        var out = Parsed.of(outer);
        var in = Parsed.of(inner);
        return covers(outer, inner)
                || (out.type().equals(in.type())
                        && in.subtype().endsWith("+" + out.subtype())
                        && in.parameters().containsAll(out.parameters()));
    }

    /** The most special range of a body that covers a type. */
    static Optional<MediaType> find(Map<String, MediaType> content, String type) {
        return content.values().stream()
                .filter(media -> covers(media.range(), type))
                .max(Comparator.comparingInt(media -> Parsed.of(media.range()).weight()));
    }

    /** What a reader of a type gets: that type, or the first that is made of it. */
    static Optional<MediaType> findReadable(Map<String, MediaType> content, String type) {
        return content.values().stream()
                .filter(media -> readable(type, media.range()))
                .max(Comparator.comparingInt(media -> Parsed.of(media.range()).equals(Parsed.of(type)) ? 1 : 0));
    }

    /** A type of a range. */
    static String example(String range) {
        var parsed = Parsed.of(range);
        if (parsed.type().equals("*")) {
            return "application/octet-stream";
        }
        return parsed.subtype().equals("*") ? parsed.type() + "/example" : range;
    }
}
