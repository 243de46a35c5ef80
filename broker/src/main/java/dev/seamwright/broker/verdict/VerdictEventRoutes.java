package dev.seamwright.broker.verdict;

import dev.seamwright.broker.change.Changes;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import dev.seamwright.broker.matrix.MatrixQuery;
import dev.seamwright.broker.problem.BrokerException;
import dev.seamwright.broker.problem.BrokerException.Unavailable;
import io.javalin.http.Context;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A verdict that waits, as server-sent events (WHATWG HTML §9.2): told at once, and again whenever it has changed, until it is known. A
 * stream holds a connection of the client's, and none of the database's.
 */
public final class VerdictEventRoutes {
    private static final Logger log = LoggerFactory.getLogger(VerdictEventRoutes.class);
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
    private static final String COMMENT = ": waiting\n\n";

    private final VerdictService verdicts;
    private final Changes changes;
    private final Function<@Nullable String, MatrixQuery> questions;
    private final Work work;

    /** @param questions reads the query string of a request */
    public VerdictEventRoutes(
            VerdictService verdicts, Changes changes, Function<@Nullable String, MatrixQuery> questions, Work work) {
        this.work = work;
        this.verdicts = verdicts;
        this.changes = changes;
        this.questions = questions;
    }

    public void register(Api api) {
        api.stream("/api/v1/verdicts/events", ctx -> stream(api, ctx));
    }

    /** A verdict as it is told. */
    private record Told(int workspaceId, boolean known, String json) {}

    private void stream(Api api, Context ctx) throws IOException {
        var first = api.inRead(ctx, tx -> told(tx, ctx));
        if (first.known()) {
            write(begin(ctx), event(first));
            return;
        }
        try (var waiting = changes.watch(first.workspaceId())) {
            var out = begin(ctx);
            write(out, event(first));
            follow(api, ctx, out, waiting, first);
        } catch (IOException gone) {
            log.debug("a client has ended its stream", gone);
        }
    }

    private void follow(Api api, Context ctx, ServletOutputStream out, Changes.Waiting waiting, Told first)
            throws IOException {
        var last = first;
        while (true) {
            switch (waiting.await(KEEP_ALIVE)) {
                case DRAINING -> {
                    return;
                }
                case TIME_OUT -> write(out, COMMENT);
                case CHANGED -> {
                    var now = again(api, ctx, last);
                    if (!now.json().equals(last.json())) {
                        write(out, event(now));
                    }
                    if (now.known()) {
                        return;
                    }
                    last = now;
                }
            }
        }
    }

    /** The answer has begun, so a failure cannot be told any more. */
    private Told again(Api api, Context ctx, Told last) throws IOException {
        try {
            return api.inRead(ctx, tx -> told(tx, ctx));
        } catch (Unavailable outage) {
            return last;
        } catch (BrokerException ended) {
            throw new IOException("the verdict cannot be told any more: " + ended.detail(), ended);
        }
    }

    private Told told(Tx tx, Context ctx) {
        var verdict = verdicts.answer(tx, questions.apply(ctx.queryString()));
        var answers = List.of(verdict);
        var json = VerdictJson.of(answers, Witnesses.of(tx, answers), work.of(tx, Verdict.unknown(answers)));
        return new Told(
                tx.caller().workspaceId(),
                verdict.deployable() != Deployable.UNKNOWN,
                new String(Answers.print(json), StandardCharsets.UTF_8));
    }

    private static ServletOutputStream begin(Context ctx) throws IOException {
        ctx.status(200).contentType("text/event-stream").header("Cache-Control", "no-store");
        ctx.header("X-Accel-Buffering", "no"); // nginx passes events on at once
        return ctx.res().getOutputStream();
    }

    private static String event(Told told) {
        return "event: verdict\ndata: " + told.json() + "\n\n";
    }

    private static void write(ServletOutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
