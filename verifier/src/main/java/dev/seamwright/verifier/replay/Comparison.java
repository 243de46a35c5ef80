package dev.seamwright.verifier.replay;

import au.com.dius.pact.core.matchers.BodyMismatch;
import au.com.dius.pact.core.matchers.BodyTypeMismatch;
import au.com.dius.pact.core.matchers.HeaderMismatch;
import au.com.dius.pact.core.matchers.Matching;
import au.com.dius.pact.core.matchers.MatchingConfig;
import au.com.dius.pact.core.matchers.MatchingContext;
import au.com.dius.pact.core.matchers.MetadataMismatch;
import au.com.dius.pact.core.matchers.Mismatch;
import au.com.dius.pact.core.matchers.ResponseMatching;
import au.com.dius.pact.core.matchers.StatusMismatch;
import au.com.dius.pact.core.model.ContentType;
import au.com.dius.pact.core.model.OptionalBody;
import au.com.dius.pact.core.model.Pact;
import au.com.dius.pact.core.model.Response;
import au.com.dius.pact.core.model.SynchronousRequestResponse;
import au.com.dius.pact.core.model.v4.MessageContents;
import au.com.dius.pact.core.support.json.JsonValue;
import dev.seamwright.verifier.replay.ProviderHttp.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds what came back against what a pact expects, with the matching of Pact JVM. */
final class Comparison {
    /** Of one interaction: what goes wrong at each element of a long list is one fault. */
    private static final int MOST_MISMATCHES = 100;

    private static final int LONGEST_VALUE = 2_000;
    private static final int LONGEST_DIFF = 10_000;

    /** Fields whose values hold commas of their own; of the others each element is a value. */
    private static final Set<String> ONE_VALUE = Set.of(
            "date",
            "expires",
            "last-modified",
            "if-modified-since",
            "if-unmodified-since",
            "retry-after",
            "set-cookie",
            "content-type",
            "content-disposition",
            "location",
            "etag",
            "www-authenticate",
            "user-agent",
            "server");

    private Comparison() {}

    /** @param interaction with values injected into its response already */
    static List<FieldMismatch> ofResponse(Pact pact, SynchronousRequestResponse interaction, Answer answer) {
        var actual = new Response(answer.status(), headers(answer.headers()), body(answer));
        return fields(ResponseMatching.responseMismatches(pact, interaction, actual));
    }

    /** As Pact JVM does it: names as they came, the elements of a list as values of their own. */
    private static Map<String, List<String>> headers(Map<String, List<String>> headers) {
        var all = new HashMap<String, List<String>>();
        headers.forEach((name, values) -> all.put(
                name,
                ONE_VALUE.contains(name.toLowerCase(Locale.ROOT))
                        ? values
                        : values.stream()
                                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                                .map(String::strip)
                                .toList()));
        return all;
    }

    private static OptionalBody body(Answer answer) {
        var type = answer.header("content-type");
        return OptionalBody.body(answer.body(), type == null ? ContentType.getUNKNOWN() : ContentType.fromString(type));
    }

    /** @param expected with values injected already */
    static List<FieldMismatch> ofMessage(
            MessageContents expected, byte[] contents, Map<String, @Nullable Object> metadata) {
        var mismatches = new ArrayList<Mismatch>();
        var type = expected.getContentType();
        var actual = OptionalBody.body(contents, type);
        var rules = expected.getMatchingRules();
        var matcher = MatchingConfig.lookupContentMatcher(type.getBaseType());
        if (matcher == null) {
            plain(expected.getContents(), actual, mismatches);
        } else {
            var content = rules.rulesForCategory("content");
            var context = new MatchingContext(content.isEmpty() ? rules.rulesForCategory("body") : content, true);
            var result = matcher.matchBody(expected.getContents(), actual, context);
            if (result.getTypeMismatch() != null) {
                mismatches.add(result.getTypeMismatch());
            }
            result.getBodyResults().forEach(item -> mismatches.addAll(item.getResult()));
        }
        mismatches.addAll(Matching.compareMessageMetadata(
                expected.getMetadata(), metadata, new MatchingContext(rules.rulesForCategory("metadata"), false)));
        return fields(mismatches);
    }

    private static void plain(OptionalBody expected, OptionalBody actual, List<Mismatch> mismatches) {
        if (expected.isPresent() && !Arrays.equals(expected.orEmpty(), actual.orEmpty())) {
            mismatches.add(new BodyMismatch(
                    expected.valueAsString(), actual.valueAsString(), "The content is not the expected one", "$"));
        }
    }

    private static List<FieldMismatch> fields(List<? extends Mismatch> mismatches) {
        return mismatches.stream().limit(MOST_MISMATCHES).map(Comparison::field).toList();
    }

    private static FieldMismatch field(Mismatch mismatch) {
        var attribute = mismatch.type();
        return switch (mismatch) {
            case StatusMismatch status ->
                new FieldMismatch(
                        attribute,
                        null,
                        text(status.getExpected()),
                        Integer.toString(status.getActual()),
                        status.description(),
                        null);
            case HeaderMismatch header ->
                new FieldMismatch(
                        attribute,
                        header.getHeaderKey(),
                        cut(header.getExpected()),
                        cut(header.getActual()),
                        cut(header.getMismatch()),
                        null);
            case BodyTypeMismatch type ->
                new FieldMismatch(
                        attribute,
                        null,
                        text(type.getExpected()),
                        text(type.getActual()),
                        cut(type.description()),
                        null);
            case BodyMismatch body ->
                new FieldMismatch(
                        attribute,
                        body.getPath(),
                        text(body.getExpected()),
                        text(body.getActual()),
                        cut(body.getMismatch()),
                        body.getDiff() == null ? null : cut(body.getDiff(), LONGEST_DIFF));
            case MetadataMismatch metadata ->
                new FieldMismatch(
                        attribute,
                        metadata.getKey(),
                        text(metadata.getExpected()),
                        text(metadata.getActual()),
                        cut(metadata.getMismatch()),
                        null);
            default -> new FieldMismatch(attribute, null, null, null, cut(mismatch.description()), null);
        };
    }

    private static @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case JsonValue json -> cut(json.serialise());
            default -> cut(value.toString());
        };
    }

    private static String cut(String text) {
        return cut(text, LONGEST_VALUE);
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        var end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + "… (%d characters)".formatted(text.length());
    }
}
