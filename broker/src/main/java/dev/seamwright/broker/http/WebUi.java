package dev.seamwright.broker.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.staticfiles.Location;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * The web UI, from the jar of the module web. It has the URLs of the Pact API: a GET that accepts HTML, and none of the API's own
 * types, gets the UI's page, which then asks the API. The page holds no data, so it needs no credentials.
 */
public final class WebUi {
    private static final String PAGE = "/public/index.html";
    private static final String ASSETS = "/public/assets";
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " font-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
    private static final List<String> API_TYPES = List.of(
            "application/hal+json", "application/problem+json", "application/json", "text/csv", "yaml", "text/plain");

    private final byte[] page;

    private WebUi(byte[] page) {
        this.page = page;
    }

    /** To be called before the first route. */
    public static void register(JavalinConfig config) {
        var ui = new WebUi(read());
        config.routes.before(ui::serve);
        if (WebUi.class.getResource(ASSETS) != null) {
            config.staticFiles.add(files -> {
                files.hostedPath = "/assets";
                files.directory = ASSETS;
                files.location = Location.CLASSPATH;
                // their names hold a hash of what is in them
                files.headers = Map.of("Cache-Control", "public, max-age=31536000, immutable");
            });
        }
    }

    private static byte[] read() {
        try (var stream = WebUi.class.getResourceAsStream(PAGE)) {
            if (stream == null) {
                throw new IllegalStateException("The module web is missing on the class path: " + PAGE);
            }
            return stream.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void serve(Context ctx) {
        if ((ctx.method().equals(HandlerType.GET) || ctx.method().equals(HandlerType.HEAD))
                && wantsPage(String.valueOf(ctx.header("Accept")))
                && isPage(ctx.path())) {
            ctx.header("Content-Security-Policy", POLICY)
                    .header("Referrer-Policy", "same-origin")
                    .contentType("text/html;charset=utf-8")
                    .result(page);
            ctx.skipRemainingHandlers();
        }
    }

    private static boolean wantsPage(String accept) {
        return accept.contains("text/html") && API_TYPES.stream().noneMatch(accept::contains);
    }

    /** Our own API, the probes and images are for a browser what they are for everybody. */
    private static boolean isPage(String path) {
        return !path.startsWith("/api/")
                && !path.startsWith("/assets/")
                && !path.startsWith("/diagnostic/")
                && !path.endsWith("/badge");
    }
}
