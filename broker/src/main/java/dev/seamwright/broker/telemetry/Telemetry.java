package dev.seamwright.broker.telemetry;

import dev.seamwright.broker.db.Database;
import dev.seamwright.broker.db.Transactor;
import dev.seamwright.broker.http.Api;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Watches requests and transactions: one access line, one measurement and, with a collector, one span for each request. */
public final class Telemetry implements AutoCloseable, Transactor.Observer {
    private static final Logger access = LoggerFactory.getLogger("access");
    private static final String TRACE_ATTRIBUTE = "traceId"; // read by Problems
    private static final String STATE_ATTRIBUTE = "telemetry";
    private static final String UNMATCHED = "unmatched";
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final Metrics metrics = new Metrics();
    private final Traces traces;

    private record State(Traces.Request span, long beganNanos) {}

    private Telemetry(Traces traces) {
        this.traces = traces;
    }

    /**
     * Ready to be registered.
     *
     * @param otlpEndpoint collector of traces; null: none
     * @param version of this build
     */
    public static Telemetry create(@Nullable URI otlpEndpoint, String version) {
        return new Telemetry(otlpEndpoint == null ? Traces.NONE : new OtlpTraces(otlpEndpoint, version));
    }

    /** Watches every request; call before the first route. */
    public void register(JavalinConfig javalin) {
        javalin.routes.before(this::begin);
        javalin.requestLogger.http((ctx, millis) -> end(ctx));
    }

    /** Watches the transactions and the pool of {@code database}. */
    public void watch(Database database) {
        database.transactor().observe(this);
        metrics.pool(database.pool());
    }

    public Metrics metrics() {
        return metrics;
    }

    private void begin(Context ctx) {
        var span = traces.begin(TraceContext.of(ctx.header(TraceContext.HEADER)), method(ctx));
        var trace = span.trace();
        ctx.attribute(STATE_ATTRIBUTE, new State(span, System.nanoTime()));
        ctx.attribute(TRACE_ATTRIBUTE, trace.traceId());
        ctx.header(TraceContext.HEADER, trace.header());
        MDC.put("trace_id", trace.traceId());
        MDC.put("span_id", trace.spanId());
        metrics.requestBegins();
    }

    private void end(Context ctx) {
        @Nullable State state = ctx.attribute(STATE_ATTRIBUTE);
        if (state == null) {
            return; // refused before the first handler
        }
        var nanos = System.nanoTime() - state.beganNanos();
        var route = route(ctx);
        var method = method(ctx);
        var status = ctx.statusCode();
        metrics.requestEnds(method, route, status, nanos);
        state.span().end(route, status);
        if (access.isInfoEnabled()) {
            var line = access.atInfo()
                    .addKeyValue("method", method)
                    .addKeyValue("route", route)
                    .addKeyValue("status", status)
                    .addKeyValue("duration_ms", Math.round(nanos / 1e3) / 1e3);
            @Nullable String workspace = ctx.attribute(Api.WORKSPACE_ATTRIBUTE);
            if (workspace != null) {
                line = line.addKeyValue("workspace", workspace);
            }
            line.addKeyValue("trace_id", state.span().trace().traceId()).log("request");
        }
        MDC.clear();
    }

    /** The template, never the path: a path has names in it, and there is no end of them. */
    private static String route(Context ctx) {
        var matched = ctx.endpoints().matchedHttpEndpoint();
        return matched == null ? UNMATCHED : matched.path;
    }

    private static String method(Context ctx) {
        var method = ctx.method().name().toUpperCase(Locale.ROOT);
        return METHODS.contains(method) ? method : "OTHER";
    }

    @Override
    public void ended(boolean writable, boolean committed, long nanos) {
        metrics.transaction(writable, committed, nanos);
        traces.transaction(writable, committed, nanos);
    }

    @Override
    public void close() {
        traces.close();
        metrics.close();
    }
}
