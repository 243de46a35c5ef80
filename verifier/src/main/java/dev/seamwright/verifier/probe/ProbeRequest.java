package dev.seamwright.verifier.probe;

import dev.seamwright.contracts.openapi.Operation;
import dev.seamwright.verifier.replay.ProviderHttp.Header;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request made of a document.
 *
 * @param kind whether the document allows it
 * @param what sets it apart; empty for a plain one
 * @param target path and query, encoded, behind the base URL
 * @param isMadeUp whether its path names something that the provider need not have
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ProbeRequest(
        Operation operation,
        Sample.Kind kind,
        String what,
        String target,
        List<Header> headers,
        byte @Nullable [] body,
        boolean isMadeUp) {
    private static final int SHOWN = 300;

    ProbeRequest {
        headers = List.copyOf(headers);
    }

    /** The request in a line, with the beginning of its body. */
    String shown() {
        var line = operation.method() + " " + (target.length() > SHOWN ? target.substring(0, SHOWN) + "…" : target);
        if (body == null) {
            return line;
        }
        var text = new String(body, StandardCharsets.UTF_8);
        return line + " " + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text);
    }
}
