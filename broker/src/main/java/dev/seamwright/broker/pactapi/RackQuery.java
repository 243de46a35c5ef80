package dev.seamwright.broker.pactapi;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The nested query parameters of Rack: {@code q[][a]=1&q[][b]=2&q[][a]=3} is a list of two maps, a new one beginning where a key
 * repeats. {@code q[]a=1} means the same as {@code q[][a]=1}. Brackets may be percent-encoded.
 */
final class RackQuery {
    private final List<Map.Entry<String, String>> pairs;

    private RackQuery(List<Map.Entry<String, String>> pairs) {
        this.pairs = pairs;
    }

    static RackQuery parse(@Nullable String raw) {
        var pairs = new ArrayList<Map.Entry<String, String>>();
        if (raw != null) {
            for (var part : raw.split("&", -1)) {
                var equals = part.indexOf('=');
                if (!part.isEmpty()) {
                    pairs.add(Map.entry(
                            decode(equals < 0 ? part : part.substring(0, equals)),
                            equals < 0 ? "" : decode(part.substring(equals + 1))));
                }
            }
        }
        return new RackQuery(pairs);
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    /** The last value of a plain parameter; null when it is absent. */
    @Nullable
    String get(String name) {
        return pairs.stream()
                .filter(pair -> pair.getKey().equals(name))
                .reduce((first, last) -> last)
                .map(Map.Entry::getValue)
                .orElse(null);
    }

    /** The values of {@code name[]}. */
    List<String> list(String name) {
        return pairs.stream()
                .filter(pair -> pair.getKey().equals(name + "[]"))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The maps of {@code name[][key]}, in their order. */
    List<Map<String, String>> maps(String name) {
        var maps = new ArrayList<Map<String, String>>();
        for (var pair : pairs) {
            var key = key(pair.getKey(), name + "[]");
            if (key != null) {
                if (maps.isEmpty() || maps.getLast().containsKey(key)) {
                    maps.add(new LinkedHashMap<>());
                }
                maps.getLast().put(key, pair.getValue());
            }
        }
        return maps;
    }

    private static @Nullable String key(String parameter, String prefix) {
        if (!parameter.startsWith(prefix) || parameter.length() == prefix.length()) {
            return null;
        }
        var key = parameter.substring(prefix.length());
        return key.startsWith("[") && key.endsWith("]") ? key.substring(1, key.length() - 1) : key;
    }
}
