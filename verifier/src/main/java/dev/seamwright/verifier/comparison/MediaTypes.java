package dev.seamwright.verifier.comparison;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Media types and ranges (RFC 9110 §8.3, §12.5.1). */
final class MediaTypes {
    private MediaTypes() {}

    /** Without parameters, in lower case. */
    static String bare(String type) {
        return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    static boolean isJson(String type) {
        var bare = bare(type);
        return bare.endsWith("/json") || bare.endsWith("+json");
    }

    static boolean isForm(String type) {
        return bare(type).equals("application/x-www-form-urlencoded");
    }

    static boolean isMultipart(String type) {
        return bare(type).equals("multipart/form-data");
    }

    /**
     * Which of the ranges of a document a type falls into: the same text, the same type, the same type but for a suffix, then ranges.
     *
     * @param wanted a type, or the value of an Accept header
     */
    static Optional<String> best(String wanted, Collection<String> ranges) {
        var all = Arrays.stream(wanted.split(","))
                .filter(type -> !type.isBlank())
                .sorted(Comparator.comparingDouble(type -> -quality(type)))
                .toList();
        for (var kind : List.of(Kind.TEXT, Kind.TYPE, Kind.SUFFIX, Kind.RANGE, Kind.WANTED)) {
            for (var type : all) {
                for (var range : ranges) {
                    if (kind.matches(type, range)) {
                        return Optional.of(range);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private enum Kind {
        TEXT,
        TYPE,
        SUFFIX,
        RANGE,
        WANTED;

        boolean matches(String type, String range) {
            return switch (this) {
                case TEXT -> plain(type).equals(plain(range));
                case TYPE -> bare(type).equals(bare(range));
                case SUFFIX -> withoutSuffix(bare(type)).equals(withoutSuffix(bare(range)));
                case RANGE -> covers(bare(range), bare(type));
                case WANTED -> covers(bare(type), bare(range));
            };
        }
    }

    private static String plain(String type) {
        return type.replaceAll("\\s+", "").replaceAll(";q=[01]\\.?\\d*", "").toLowerCase(Locale.ROOT);
    }

    private static String withoutSuffix(String type) {
        var slash = type.indexOf('/');
        var plus = type.lastIndexOf('+');
        return slash < 0 || plus < slash ? type : type.substring(0, slash + 1) + type.substring(plus + 1);
    }

    private static boolean covers(String range, String type) {
        return range.equals("*/*") || (range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1)));
    }

    private static double quality(String type) {
        for (var parameter : type.split(";", -1)) {
            var text = parameter.strip();
            if (text.startsWith("q=")) {
                try {
                    return Double.parseDouble(text.substring(2));
                } catch (NumberFormatException e) {
                    return 1; // what is no weight has no effect
                }
            }
        }
        return 1;
    }
}
