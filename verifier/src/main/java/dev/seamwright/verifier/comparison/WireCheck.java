package dev.seamwright.verifier.comparison;

import dev.seamwright.contracts.openapi.Header;
import dev.seamwright.contracts.openapi.Operation;
import dev.seamwright.contracts.openapi.Parameter;
import dev.seamwright.contracts.openapi.Response;
import dev.seamwright.contracts.openapi.Schema;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a document says of the pieces of real requests and answers, as they travel: all is text there. */
public final class WireCheck {
    private WireCheck() {}

    /**
     * Whether a text may stand for a parameter of a path, a header or a cookie.
     *
     * @return why not; empty if it may
     */
    public static Optional<String> refusal(Parameter parameter, String text) {
        return parameter.content().isEmpty()
                ? RequestCheck.refused(parameter, Wire.readings(parameter, text, RequestCheck.schema(parameter)))
                        .map(RequestCheck.Refusal::message)
                : contentRefusal(parameter, text);
    }

    /**
     * Whether a query may stand for a parameter of it.
     *
     * @param query values by name, decoded
     * @return why not; empty if it may, and if the parameter is not there
     */
    public static Optional<String> refusal(Parameter parameter, Map<String, List<String>> query) {
        if (!parameter.content().isEmpty()) {
            var texts = query.getOrDefault(parameter.name(), List.of());
            return texts.isEmpty() ? Optional.empty() : contentRefusal(parameter, String.join(",", texts));
        }
        return RequestCheck.refused(parameter, Wire.query(parameter, query, RequestCheck.schema(parameter)))
                .map(RequestCheck.Refusal::message);
    }

    private static Optional<String> contentRefusal(Parameter parameter, String text) {
        return RequestCheck.content(parameter, text)
                .filter(refusals -> !refusals.isEmpty())
                .map(refusals -> refusals.getFirst().message());
    }

    /** Why a text is none that a header of an answer may have; empty if it may, or if it is in a format that is not read. */
    public static Optional<String> refusal(Header header, String text) {
        return ResponseCheck.misfit(header, text).map(Misfit::message);
    }

    /** What the document says of answers of a status: that very status, its range, or all others. */
    public static Optional<Response> response(Operation operation, int status) {
        return CrossCheck.response(operation, status);
    }

    /** The range that a media type falls into. */
    public static Optional<String> range(String type, Collection<String> ranges) {
        return MediaTypes.best(type, ranges);
    }

    /** What 2.0 says in {@code consumes} or {@code produces}; empty if it says nothing. */
    public static List<String> typesOfTwo(Operation operation, String key) {
        return Bodies.typesOfTwo(operation, key);
    }

    public static boolean isJson(String type) {
        return MediaTypes.isJson(type);
    }

    /** A media type without its parameters, in lower case. */
    public static String bare(String type) {
        return MediaTypes.bare(type);
    }

    /** The types that a schema may allow; all, if it says nothing. */
    public static Set<Schema.Type> types(Schema schema) {
        return Wire.types(schema);
    }

    /** The names of the members that a schema declares. */
    public static Set<String> names(Schema schema) {
        return Wire.names(schema);
    }
}
