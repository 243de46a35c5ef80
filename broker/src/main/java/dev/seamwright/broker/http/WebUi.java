package dev.seamwright.broker.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The web UI, from the jar of the module web. It has the URLs of the Pact API: a GET that accepts HTML, and none of the API's own
 * types, gets the UI's page, which then asks the API. The page holds no data, so it needs no credentials.
 */
public final class WebUi {
    private static final String PAGE = "/public/index.html";
    private static final String ASSETS = "/assets/";
    private static final Pattern ASSET = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*\\.(js|css|svg|png)");
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " font-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
    private static final List<String> API_TYPES = List.of(
            "application/hal+json", "application/problem+json", "application/json", "text/csv", "yaml", "text/plain");

    private final WebFile page;
    private final Map<String, WebFile> assets = new ConcurrentHashMap<>();

    private WebUi(WebFile page) {
        this.page = page;
    }

    /** To be called before the first route. */
    public static void register(JavalinConfig config) {
        var page = WebFile.read(PAGE)
                .orElseThrow(() -> new IllegalStateException("The module web is missing on the class path: " + PAGE));
        config.routes.before(new WebUi(page)::serve);
    }

    private void serve(Context ctx) {
        if (!ctx.method().equals(HandlerType.GET) && !ctx.method().equals(HandlerType.HEAD)) {
            return;
        }
        if (ctx.path().startsWith(ASSETS)) {
            asset(ctx.path().substring(ASSETS.length())).ifPresent(file -> {
                // their names hold a hash of what is in them
                ctx.header("Cache-Control", "public, max-age=31536000, immutable")
                        .header("Vary", "Accept-Encoding");
                file.send(ctx);
                ctx.skipRemainingHandlers();
            });
        } else if (wantsPage(String.valueOf(ctx.header("Accept"))) && isPage(ctx.path())) {
            ctx.header("Content-Security-Policy", POLICY)
                    .header("Referrer-Policy", "same-origin")
                    .header("Vary", "Accept, Accept-Encoding");
            page.send(ctx);
            ctx.skipRemainingHandlers();
        }
    }

    private Optional<WebFile> asset(String name) {
        var known = assets.get(name);
        if (known != null || !ASSET.matcher(name).matches()) {
            return Optional.ofNullable(known);
        }
        var file = WebFile.read("/public" + ASSETS + name);
        file.ifPresent(found -> assets.put(name, found));
        return file;
    }

    private static boolean wantsPage(String accept) {
        return accept.contains("text/html") && API_TYPES.stream().noneMatch(accept::contains);
    }

    /** Our own API, the probes and images are for a browser what they are for everybody. */
    private static boolean isPage(String path) {
        return !path.startsWith("/api/") && !path.startsWith("/diagnostic/") && !path.endsWith("/badge");
    }
}
