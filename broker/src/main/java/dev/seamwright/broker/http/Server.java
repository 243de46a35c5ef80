package dev.seamwright.broker.http;

import dev.seamwright.broker.problem.Problems;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.function.Consumer;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.jspecify.annotations.Nullable;

/** Javalin, set up for the Pact API's habits: encoded slashes in names, raw brackets in queries, suffixes that stand for Accept. */
public final class Server {
    /** The largest body that is read, in bytes. */
    public static final long MAX_BODY = 10L * 1024 * 1024;

    /** How long {@code stop()} waits for requests in flight. */
    private static final long STOP_TIMEOUT_MILLIS = 8_000;

    private Server() {}

    /**
     * A server that is not started yet.
     *
     * @param baseUrl what links begin with; null: what the client used
     * @param features registers the routes
     */
    public static Javalin create(
            String host, int port, @Nullable String baseUrl, String version, Consumer<JavalinConfig> features) {
        return Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.concurrency.useVirtualThreads = true;
            config.jetty.host = host;
            config.jetty.port = port;
            config.http.maxRequestSize = MAX_BODY;
            config.http.prefer405over404 = true;
            config.http.generateEtags = false;
            config.jetty.modifyHttpConfiguration(http -> {
                http.setUriCompliance(UriCompliance.UNSAFE); // PathHandler refuses in words what this lets through
                http.setSendServerVersion(false);
                http.setRequestHeaderSize(16 * 1024);
            });
            config.jetty.modifyServletContextHandler(
                    context -> context.getServletHandler().setDecodeAmbiguousURIs(true));
            config.jetty.modifyServer(server -> {
                server.insertHandler(new SuffixHandler());
                server.insertHandler(new PathHandler());
                server.insertHandler(new GracefulHandler()); // stop() waits for the requests in flight
                server.setErrorHandler(new UnreadRequests());
                server.setStopTimeout(STOP_TIMEOUT_MILLIS);
            });
            config.routes.before(ctx -> prepare(ctx, baseUrl, version));
            Problems.register(config.routes);
            features.accept(config);
        });
    }

    private static void prepare(Context ctx, @Nullable String baseUrl, String version) {
        ctx.header("X-Pact-Broker-Version", "2.120.0")
                .header("Seamwright-Version", version)
                .header("Vary", "Accept")
                .header("Cache-Control", "no-cache")
                .header("X-Content-Type-Options", "nosniff");
        if (baseUrl != null) {
            ctx.attribute(Links.BaseUrl.ATTRIBUTE, new Links.BaseUrl(baseUrl));
        }
    }
}
