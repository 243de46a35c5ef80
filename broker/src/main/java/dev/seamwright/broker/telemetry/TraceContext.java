package dev.seamwright.broker.telemetry;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request's place in a distributed trace (W3C Trace Context, level 1).
 *
 * @param traceId 32 hexadecimal digits in lower case
 * @param spanId 16 of them, for this request
 * @param parentId the caller's span; null: the trace begins here
 * @param sampled whether the trace is kept
 */
record TraceContext(String traceId, String spanId, @Nullable String parentId, boolean sampled) {
    /** The header, in requests and answers. */
    static final String HEADER = "traceparent";

    // A later version may add fields; version ff is forbidden, and so are ids of zeros (§3.2.2).
    private static final Pattern FORM =
            Pattern.compile("(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    /** Continues the caller's trace; begins one when the header is missing or not well-formed. */
    static TraceContext of(@Nullable String traceparent) {
        if (traceparent != null) {
            var form = FORM.matcher(traceparent.strip());
            if (form.matches() && (form.group(5) == null || !"00".equals(form.group(1)))) {
                var sampled = (Integer.parseInt(form.group(4), 16) & 1) == 1;
                return new TraceContext(form.group(2), id(), form.group(3), sampled);
            }
        }
        return new TraceContext(id() + id(), id(), null, true);
    }

    /** The same trace with another id for this request. */
    TraceContext span(String id) {
        return new TraceContext(traceId, id, parentId, sampled);
    }

    /** As a header's value. */
    String header() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }

    private static String id() {
        long id;
        do {
            id = ThreadLocalRandom.current().nextLong();
        } while (id == 0);
        return HexFormat.of().toHexDigits(id);
    }
}
