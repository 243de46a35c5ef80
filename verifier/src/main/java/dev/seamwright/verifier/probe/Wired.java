package dev.seamwright.verifier.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import dev.seamwright.contracts.openapi.Parameter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The value of a parameter as it travels.
 *
 * @param pairs names and values, decoded: of a query several, elsewhere one
 * @param raw the pairs of a query, encoded; of a path the encoded text; otherwise the text
 */
record Wired(Sample.Kind kind, String what, List<Pair> pairs, String raw) {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    /** A part of a query. */
    record Pair(String name, String value) {}

    Wired {
        pairs = List.copyOf(pairs);
    }

    /** The pairs by name. */
    Map<String, List<String>> query() {
        return pairs.stream()
                .collect(Collectors.groupingBy(
                        Pair::name, LinkedHashMap::new, Collectors.mapping(Pair::value, Collectors.toList())));
    }

    String text() {
        return pairs.getFirst().value();
    }

    /** Writes a value as the style of its parameter wants it; empty where that has no way to. */
    static Optional<Wired> of(Parameter parameter, Sample sample) {
        if (parameter.in() == Parameter.In.QUERYSTRING) {
            return Optional.empty();
        }
        if (!parameter.content().isEmpty()) {
            return one(parameter, sample, sample.value().toString());
        }
        return switch (sample.value().getNodeType()) {
            case NULL, MISSING, POJO, BINARY -> Optional.empty();
            case ARRAY -> ofArray(parameter, sample);
            case OBJECT -> ofObject(parameter, sample);
            default -> one(parameter, sample, prefix(parameter) + scalar(sample.value()));
        };
    }

    private static Optional<Wired> ofArray(Parameter parameter, Sample sample) {
        var items = sample.value().valueStream().toList();
        if (items.isEmpty() || !items.stream().allMatch(Wired::isScalar)) {
            return Optional.empty();
        }
        var texts = items.stream().map(Wired::scalar).toList();
        if (isQuery(parameter) && parameter.explode() && parameter.style() == Parameter.Style.FORM) {
            return Optional.of(ofPairs(
                    sample,
                    texts.stream().map(text -> new Pair(parameter.name(), text)).toList()));
        }
        if (parameter.style() == Parameter.Style.MATRIX && parameter.explode()) {
            return one(parameter, sample, prefix(parameter) + String.join(prefix(parameter), texts));
        }
        return one(parameter, sample, prefix(parameter) + String.join(separator(parameter), texts));
    }

    private static Optional<Wired> ofObject(Parameter parameter, Sample sample) {
        var members = sample.value().properties();
        if (members.isEmpty() || !members.stream().allMatch(member -> isScalar(member.getValue()))) {
            return Optional.empty();
        }
        if (isQuery(parameter)
                && (parameter.style() == Parameter.Style.DEEP_OBJECT
                        || (parameter.explode() && parameter.style() == Parameter.Style.FORM))) {
            var isDeep = parameter.style() == Parameter.Style.DEEP_OBJECT;
            return Optional.of(ofPairs(
                    sample,
                    members.stream()
                            .map(member -> new Pair(
                                    isDeep ? parameter.name() + "[" + member.getKey() + "]" : member.getKey(),
                                    scalar(member.getValue())))
                            .toList()));
        }
        var parts = new ArrayList<String>();
        for (var member : members) {
            if (parameter.explode()) {
                parts.add(member.getKey() + "=" + scalar(member.getValue()));
            } else {
                parts.add(member.getKey());
                parts.add(scalar(member.getValue()));
            }
        }
        var isMatrix = parameter.style() == Parameter.Style.MATRIX && parameter.explode();
        return one(
                parameter,
                sample,
                (isMatrix ? ";" : prefix(parameter)) + String.join(isMatrix ? ";" : separator(parameter), parts));
    }

    private static Optional<Wired> one(Parameter parameter, Sample sample, String text) {
        var pair = new Pair(parameter.name(), text);
        return Optional.of(
                isQuery(parameter)
                        ? ofPairs(sample, List.of(pair))
                        : new Wired(
                                sample.kind(),
                                sample.what(),
                                List.of(pair),
                                parameter.in() == Parameter.In.PATH ? encoded(text, ";=,:@!$&'()*+") : text));
    }

    private static Wired ofPairs(Sample sample, List<Pair> pairs) {
        var raw = pairs.stream()
                .map(pair -> encoded(pair.name(), "[]") + "=" + encoded(pair.value(), ",:@!*()"))
                .collect(Collectors.joining("&"));
        return new Wired(sample.kind(), sample.what(), pairs, raw);
    }

    private static boolean isQuery(Parameter parameter) {
        return parameter.in() == Parameter.In.QUERY;
    }

    private static boolean isScalar(JsonNode value) {
        return value instanceof ValueNode && !value.isNull();
    }

    private static String scalar(JsonNode value) {
        return value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
    }

    private static String prefix(Parameter parameter) {
        return switch (parameter.style()) {
            case LABEL -> ".";
            case MATRIX -> ";" + parameter.name() + "=";
            default -> "";
        };
    }

    private static String separator(Parameter parameter) {
        return switch (parameter.style()) {
            case LABEL -> parameter.explode() ? "." : ",";
            case SPACE_DELIMITED -> " ";
            case PIPE_DELIMITED -> "|";
            case TAB_DELIMITED -> "\t";
            default -> ",";
        };
    }

    /** Percent-encoded but for what is unreserved and what is kept. */
    static String encoded(String text, String kept) {
        var encoded = new StringBuilder();
        for (var octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (octet > 0 && (UNRESERVED.indexOf(octet) >= 0 || kept.indexOf(octet) >= 0)) {
                encoded.append((char) octet);
            } else {
                encoded.append("%%%02X".formatted(octet & 0xFF));
            }
        }
        return encoded.toString();
    }
}
