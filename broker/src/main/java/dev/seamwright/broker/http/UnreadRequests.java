package dev.seamwright.broker.http;

import dev.seamwright.broker.problem.Problems;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers for the server itself: to requests that cannot be read, and while it stops. */
final class UnreadRequests implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        send(Problems.unread(response.getStatus(), words(response.getStatus())), response, callback);
        return true;
    }

    private static String words(int status) {
        return switch (status) {
            case HttpStatus.BAD_REQUEST_400 ->
                "The request cannot be read: percent-encode its path, with two hexadecimal digits behind each % and without %00.";
            case HttpStatus.URI_TOO_LONG_414, HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
                "The URL and the headers are longer than this broker reads: shorten them.";
            case HttpStatus.SERVICE_UNAVAILABLE_503 -> "The broker stops: ask another one, or this one again shortly.";
            default -> "The request was refused: %s.".formatted(HttpStatus.getMessage(status));
        };
    }

    /** Ends a request that no route sees. */
    static void send(Problems.Written answer, Response response, Callback callback) {
        response.setStatus(answer.status());
        response.getHeaders()
                .put(HttpHeader.CONTENT_TYPE, answer.contentType())
                .put(HttpHeader.CACHE_CONTROL, "no-cache")
                .put("X-Content-Type-Options", "nosniff");
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }
}
