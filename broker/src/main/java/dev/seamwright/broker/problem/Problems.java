package dev.seamwright.broker.problem;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.contracts.InvalidInput;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where a failure becomes an answer: {@code application/problem+json} (RFC 9457) under {@code /api/} and for
 * whoever accepts it, else the Pact API's {@code {"error": …}} or {@code {"errors": …}} bodies.
 */
public final class Problems {
    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    /** The place of what is wrong with a query as a whole: the Pact API lists that without fields. */
    public static final String QUERY = "query";

    private Problems() {}

    /**
     * What went wrong, for the caller.
     *
     * @param code end of the {@code type} URI, stable: {@code not-found}
     * @param errors the places, for bad input; else empty
     */
    public record Problem(String code, String title, int status, String detail, List<InvalidInput.Detail> errors) {}

    /** Registers the handlers for every failure. */
    public static void register(RoutesConfig routes) {
        routes.exception(InvalidInput.class, (failure, ctx) -> answer(ctx, of(failure)));
        routes.exception(BrokerException.class, Problems::expected);
        // of the statements outside of a workspace; the Transactor translates its own
        routes.exception(JdbiException.class, (failure, ctx) -> {
            if (isOutage(failure)) {
                expected(
                        new BrokerException.Unavailable("The database cannot be reached just now; try again shortly."),
                        ctx);
            } else {
                unexpected(failure, ctx);
            }
        });
        routes.exception(HttpResponseException.class, (failure, ctx) -> answer(ctx, of(failure)));
        routes.exception(Exception.class, Problems::unexpected);
    }

    /** There is no connection, or it broke: PostgreSQL, Appendix A, class 08 and 57P. */
    private static boolean isOutage(JdbiException failure) {
        for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                var state = String.valueOf(sql.getSQLState());
                return failure instanceof ConnectionException || state.startsWith("08") || state.startsWith("57P");
            }
        }
        return failure instanceof ConnectionException;
    }

    private static void expected(BrokerException failure, Context ctx) {
        if (failure instanceof BrokerException.Unauthorized) {
            ctx.header("WWW-Authenticate", challenge(ctx));
        }
        if (failure instanceof BrokerException.Unavailable) {
            ctx.header("Retry-After", "5");
        }
        answer(ctx, of(failure));
    }

    /** Browsers open a window of their own for Basic, also when a script asked; the web UI has a page for that. */
    private static String challenge(Context ctx) {
        var asksByScript = "empty".equals(ctx.header("Sec-Fetch-Dest"));
        return asksByScript ? "Bearer realm=\"Seamwright\"" : "Basic realm=\"Seamwright\", charset=\"UTF-8\"";
    }

    private static void unexpected(Exception failure, Context ctx) {
        var reference = UUID.randomUUID().toString();
        log.error(
                "request failed method={} route={} reference={}",
                ctx.method().name(),
                ctx.endpoints().current().path,
                reference,
                failure);
        answer(
                ctx,
                new Problem(
                        "internal",
                        "Internal error",
                        500,
                        "Something failed on our side; nothing was changed. Give the operator the reference "
                                + reference + ".",
                        List.of()));
    }

    static Problem of(InvalidInput failure) {
        return new Problem(
                "invalid-input", "Invalid input", 400, String.valueOf(failure.getMessage()), failure.details());
    }

    /** What a failure is to a client. */
    public static Problem of(BrokerException failure) {
        return switch (failure) {
            case BrokerException.NotFound f -> problem("not-found", "Not found", 404, f);
            case BrokerException.Conflict f -> problem("conflict", "Conflict", 409, f);
            case BrokerException.Unauthorized f -> problem("unauthorized", "Unauthorized", 401, f);
            case BrokerException.Forbidden f -> problem("forbidden", "Forbidden", 403, f);
            case BrokerException.UnsupportedMediaType f ->
                problem("unsupported-media-type", "Unsupported media type", 415, f);
            case BrokerException.Unprocessable f ->
                new Problem("unprocessable", "Unprocessable", 422, f.detail(), f.errors());
            case BrokerException.TooMuchWork f -> problem("too-much-work", "Too much work", 408, f);
            case BrokerException.Unavailable f -> problem("unavailable", "Unavailable", 503, f);
        };
    }

    private static Problem problem(String code, String title, int status, BrokerException failure) {
        return new Problem(code, title, status, failure.detail(), List.of());
    }

    private static Problem of(HttpResponseException failure) {
        return switch (failure.getStatus()) {
            case 404 ->
                new Problem(
                        "not-found",
                        "Not found",
                        404,
                        "The requested document was not found on this server.",
                        List.of());
            case 405 ->
                new Problem(
                        "method-not-allowed",
                        "Method not allowed",
                        405,
                        "This resource does not take that method.",
                        List.of());
            case 413 ->
                new Problem(
                        "too-large",
                        "Too large",
                        413,
                        "The body is larger than this broker reads; its setting max-body-bytes can be raised.",
                        List.of());
            default ->
                new Problem(
                        "http-" + failure.getStatus(),
                        "Refused",
                        failure.getStatus(),
                        String.valueOf(failure.getMessage()),
                        List.of());
        };
    }

    /** An answer in the form that the client reads. */
    @SuppressWarnings("ArrayRecordComponent") // written once, never compared
    public record Written(int status, String contentType, byte[] body) {}

    /** Writes the problem in the form that the client reads. */
    public static void answer(Context ctx, Problem problem) {
        var written = written(problem, ctx.path(), ctx.header("Accept"), ctx.attribute("traceId"));
        ctx.status(written.status()).contentType(written.contentType()).result(written.body());
    }

    /** The answer to input that is refused before there is a {@link Context}. */
    public static Written written(InvalidInput failure, String path, @Nullable String accept) {
        return written(of(failure), path, accept, null);
    }

    /** The answer to what is refused before its path is known: the clients of both APIs can read it. */
    public static Written unread(int status, String detail) {
        var json = json(new Problem("http-" + status, "Refused", status, detail, List.of()), "", null);
        return new Written(status, Answers.PROBLEM, Answers.print(json.put("error", detail)));
    }

    private static Written written(Problem problem, String path, @Nullable String accept, @Nullable String trace) {
        return path.startsWith("/api/") || (accept != null && accept.contains("application/problem+json"))
                ? new Written(problem.status(), Answers.PROBLEM, Answers.print(json(problem, path, trace)))
                : new Written(problem.status(), Answers.HAL, Answers.print(pactStyle(problem)));
    }

    /** The body of {@code application/problem+json}. */
    public static ObjectNode json(Context ctx, Problem problem) {
        return json(problem, ctx.path(), ctx.attribute("traceId"));
    }

    private static ObjectNode json(Problem problem, String path, @Nullable String trace) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("type", "/problems/" + problem.code());
        json.put("title", problem.title());
        json.put("status", problem.status());
        json.put("detail", problem.detail());
        json.put("instance", path);
        if (trace != null) {
            json.put("traceId", trace);
        }
        if (!problem.errors().isEmpty()) {
            var errors = json.putArray("errors");
            for (var error : problem.errors()) {
                errors.addObject().put("pointer", error.pointer()).put("detail", error.detail());
            }
        }
        return json;
    }

    /** {@code {"errors": {field: [message]}}} for input by field, {@code {"errors": [message]}} for queries, else {@code {"error": …}}. */
    private static ObjectNode pactStyle(Problem problem) {
        var json = JsonNodeFactory.instance.objectNode();
        if (problem.errors().isEmpty()) {
            if (problem.status() >= 500) {
                json.putObject("error").put("message", problem.detail());
            } else {
                json.put("error", problem.detail());
            }
            return json;
        }
        if (problem.errors().stream().allMatch(error -> error.pointer().equals(QUERY))) {
            var errors = json.putArray("errors");
            problem.errors().forEach(error -> errors.add(error.detail()));
            return json;
        }
        if (problem.errors().stream().allMatch(error -> error.pointer().isEmpty())) {
            return json.put("error", problem.detail());
        }
        var errors = json.putObject("errors");
        for (var error : problem.errors()) {
            var field = error.pointer().startsWith("/")
                    ? error.pointer().substring(1).replace('/', '.')
                    : error.pointer();
            errors.withArray("/" + field.replace("~", "~0").replace("/", "~1")).add(error.detail());
        }
        return json;
    }
}
