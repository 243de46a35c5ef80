package dev.seamwright.broker.telemetry;

import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.http.TxHandler;
import dev.seamwright.broker.problem.BrokerException.Forbidden;
import dev.seamwright.broker.token.Authenticator;
import dev.seamwright.broker.token.Caller;
import io.javalin.http.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /metrics}: for a Prometheus, which says so in its Accept header, the series; for everybody else the Pact API's counts.
 * The series cover all workspaces, so they are the operator's when there is authentication.
 */
public final class MetricsRoute {
    private static final List<String> PROMETHEUS = List.of("text/plain", "application/openmetrics-text");

    private final Metrics metrics;
    private final Authenticator authenticator;
    private final @Nullable TxHandler counts;

    /** @param counts the Pact API's answer; null: there is none, and everybody gets the series */
    public MetricsRoute(Metrics metrics, Authenticator authenticator, @Nullable TxHandler counts) {
        this.metrics = metrics;
        this.authenticator = authenticator;
        this.counts = counts;
    }

    public void register(Api routes) {
        routes.stream("/metrics", ctx -> answer(routes, ctx));
    }

    private void answer(Api routes, Context ctx) {
        var header = ctx.header("Accept");
        var accept = header == null ? "" : header;
        if (counts != null && PROMETHEUS.stream().noneMatch(accept::contains)) {
            var json = counts;
            routes.inRead(ctx, tx -> {
                json.handle(tx, ctx);
                return ctx;
            });
            return;
        }
        if (!(authenticator.credentials(ctx) instanceof Caller caller && caller.operator())) {
            throw new Forbidden(
                    "Prometheus metrics cover all workspaces: send the operator's token, 'Authorization: Bearer …'.");
        }
        var series = metrics.scrape(accept);
        ctx.contentType(series.type()).result(series.text());
    }
}
