package dev.seamwright.broker.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Spans for an OpenTelemetry collector, OTLP over HTTP: one a request and one a transaction, named by OpenTelemetry's semantic
 * conventions for HTTP. Loaded only when there is a collector. Spans are dropped, never waited for, when it does not keep up.
 */
final class OtlpTraces implements Traces {
    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("db.system.name");
    private static final AttributeKey<Boolean> WRITABLE = AttributeKey.booleanKey("seamwright.transaction.writable");

    private static final org.slf4j.Logger log = LoggerFactory.getLogger(OtlpTraces.class);

    private final Logger library =
            Logger.getLogger("io.opentelemetry"); // held: java.util.logging holds its loggers weakly
    private final Handler forward = new Forward();
    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private static final ThreadLocal<@Nullable Span> CURRENT = new ThreadLocal<>();

    /** OpenTelemetry logs to java.util.logging; its news belong into our log, in our form. */
    private static final class Forward extends Handler {
        @Override
        public void publish(LogRecord news) {
            if (news.getLevel().intValue() >= Level.WARNING.intValue()) {
                log.warn(
                        "traces: {}",
                        String.valueOf(news.getMessage()).lines().findFirst().orElse(""));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /** @param endpoint the collector's base address; spans go to {@code /v1/traces} below it */
    OtlpTraces(URI endpoint, String version) {
        library.setUseParentHandlers(false);
        library.addHandler(forward);
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint.toString().replaceFirst("/+$", "") + "/v1/traces")
                .setTimeout(Duration.ofSeconds(5))
                .build();
        this.provider = SdkTracerProvider.builder()
                .setResource(Resource.create(Attributes.builder()
                        .put("service.name", "seamwright")
                        .put("service.version", version)
                        .build()))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setScheduleDelay(Duration.ofSeconds(1))
                        .build())
                .build();
        this.tracer = provider.get("dev.seamwright.broker", version);
    }

    @Override
    public Traces.Request begin(TraceContext trace, String method) {
        var builder = tracer.spanBuilder(method).setSpanKind(SpanKind.SERVER).setAttribute(METHOD, method);
        if (trace.parentId() == null) {
            builder.setNoParent();
        } else {
            var parent = SpanContext.createFromRemoteParent(
                    trace.traceId(),
                    trace.parentId(),
                    trace.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                    TraceState.getDefault());
            builder.setParent(Context.root().with(Span.wrap(parent)));
        }
        var span = builder.startSpan();
        CURRENT.set(span);
        var id = span.getSpanContext();
        return new Open(
                span, new TraceContext(id.getTraceId(), id.getSpanId(), trace.parentId(), id.isSampled()), method);
    }

    @Override
    public void transaction(boolean writable, boolean committed, long nanos) {
        var request = CURRENT.get();
        if (request == null || !request.isRecording()) {
            return;
        }
        var end = now();
        var span = tracer.spanBuilder(writable ? "write transaction" : "read transaction")
                .setParent(Context.root().with(request))
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(SYSTEM, "postgresql")
                .setAttribute(WRITABLE, writable)
                .setStartTimestamp(end - nanos, TimeUnit.NANOSECONDS)
                .startSpan();
        if (!committed) {
            span.setStatus(StatusCode.ERROR, "rolled back");
        }
        span.end(end, TimeUnit.NANOSECONDS);
    }

    private static long now() {
        var now = java.time.Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    @Override
    public void close() {
        provider.shutdown().join(3, TimeUnit.SECONDS);
        library.removeHandler(forward);
    }

    private static final class Open implements Traces.Request {
        private final Span span;
        private final TraceContext trace;
        private final String method;

        Open(Span span, TraceContext trace, String method) {
            this.span = span;
            this.trace = trace;
            this.method = method;
        }

        @Override
        public TraceContext trace() {
            return trace;
        }

        @Override
        public void end(String route, int status) {
            CURRENT.remove();
            span.updateName(method + " " + route).setAttribute(ROUTE, route).setAttribute(STATUS, (long) status);
            if (status >= 500) {
                span.setStatus(StatusCode.ERROR);
            }
            span.end();
        }
    }
}
