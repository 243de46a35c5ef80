package dev.seamwright.broker.http;

import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** On the Pact API's paths a suffix at the end stands for the Accept header: {@code …/badge.svg} asks for an SVG of {@code …/badge}. */
final class SuffixHandler extends Handler.Wrapper {
    private static final Map<String, String> TYPES = Map.of(
            ".csv",
            "text/csv",
            ".svg",
            "image/svg+xml",
            ".json",
            "application/hal+json, application/json",
            ".yaml",
            "application/yaml");

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        var path = request.getHttpURI().getPath();
        var dot = path == null ? -1 : path.lastIndexOf('.');
        if (path == null || dot < 0 || path.startsWith("/api/") || path.startsWith("/assets/")) {
            return super.handle(request, response, callback);
        }
        var type = TYPES.get(path.substring(dot));
        if (type == null) {
            return super.handle(request, response, callback);
        }
        var uri =
                HttpURI.build(request.getHttpURI()).path(path.substring(0, dot)).asImmutable();
        var headers = HttpFields.build(request.getHeaders())
                .put(new HttpField(HttpHeader.ACCEPT, type))
                .asImmutable();
        return super.handle(
                new Request.Wrapper(request) {
                    @Override
                    public HttpURI getHttpURI() {
                        return uri;
                    }

                    @Override
                    public HttpFields getHeaders() {
                        return headers;
                    }
                },
                response,
                callback);
    }
}
