package dev.seamwright.broker.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.problem.BrokerException.Conflict;
import dev.seamwright.broker.problem.BrokerException.Unprocessable;
import dev.seamwright.broker.problem.Problems;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.Sha256;
import dev.seamwright.contracts.json.Json;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code Idempotency-Key} on writes: the first answer is stored in the transaction of its effect and replayed to a retry. A retry
 * that arrives while the first request runs waits for it; the same key with another request is refused with 422. An answer that holds a
 * secret is not stored: its retry is told so, with 409.
 */
public final class Idempotency {
    private static final int LONGEST_KEY = 255;

    private static final String CLAIM = """
            INSERT INTO idempotency (principal, key, fingerprint, created_at) VALUES (:principal, :key, :fingerprint, :now)
            ON CONFLICT DO NOTHING
            """;
    private static final String FIND =
            "SELECT fingerprint, status, content_type, location, body FROM idempotency WHERE principal = :principal AND key = :key";
    private static final String KEEP = """
            UPDATE idempotency SET status = :status, content_type = :contentType, location = :location, body = :body
             WHERE principal = :principal AND key = :key
            """;

    void once(Tx tx, Context ctx, TxHandler handler) {
        var key = ctx.header("Idempotency-Key");
        if (key == null) {
            handler.handle(tx, ctx);
            return;
        }
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            throw new InvalidInput(
                    "Idempotency-Key", "Use 1 to %d characters, a uuid for example.".formatted(LONGEST_KEY));
        }
        var principal = tx.caller().principal();
        var fingerprint = fingerprint(ctx);
        var claimed = tx.handle()
                .createUpdate(CLAIM)
                .bind("principal", principal)
                .bind("key", key)
                .bind("fingerprint", fingerprint)
                .bind("now", tx.now())
                .execute();
        if (claimed == 1) {
            handler.handle(tx, ctx);
            keep(tx, ctx, key);
            return;
        }
        tx.handle()
                .createQuery(FIND)
                .bind("principal", principal)
                .bind("key", key)
                .map((row, c) -> replay(row, fingerprint, ctx))
                .one();
    }

    /**
     * The same for work whose request and answer are JSON, outside of a request of its own.
     *
     * @param request what a retry has to send again
     */
    public static ObjectNode once(Tx tx, String key, JsonNode request, Supplier<ObjectNode> work) {
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            throw new InvalidInput(
                    "/idempotency_key", "Use 1 to %d characters, a uuid for example.".formatted(LONGEST_KEY));
        }
        var principal = tx.caller().principal();
        var fingerprint = Sha256.ofContent(Json.canonical(request)).bytes();
        var claimed = tx.handle()
                .createUpdate(CLAIM)
                .bind("principal", principal)
                .bind("key", key)
                .bind("fingerprint", fingerprint)
                .bind("now", tx.now())
                .execute();
        if (claimed != 1) {
            return tx.handle()
                    .createQuery(FIND)
                    .bind("principal", principal)
                    .bind("key", key)
                    .map((row, c) -> replay(row, fingerprint))
                    .one();
        }
        var answer = work.get();
        tx.handle()
                .createUpdate(KEEP)
                .bind("principal", principal)
                .bind("key", key)
                .bind("status", 200)
                .bind("contentType", Answers.JSON)
                .bind("location", (String) null)
                .bind("body", Answers.print(answer))
                .execute();
        return answer;
    }

    private static ObjectNode replay(ResultSet first, byte[] fingerprint) throws SQLException {
        if (!Arrays.equals(first.getBytes("fingerprint"), fingerprint)
                || !(Json.parse(first.getBytes("body")) instanceof ObjectNode answer)) {
            throw new Unprocessable(
                    "The idempotency_key was used for another request: send a new key, or the same request again.");
        }
        return answer;
    }

    private static Context replay(ResultSet first, byte[] fingerprint, Context ctx) throws SQLException {
        if (!Arrays.equals(first.getBytes("fingerprint"), fingerprint)) {
            throw new Unprocessable(
                    "The Idempotency-Key was used for another request: send a new key, or the same request again.");
        }
        ctx.status(first.getInt("status"))
                .header("Idempotency-Replayed", "true")
                .result(first.getBytes("body"));
        var contentType = first.getString("content_type");
        if (contentType != null) {
            ctx.contentType(contentType);
        }
        var location = first.getString("location");
        if (location != null) {
            ctx.header("Location", location);
        }
        return ctx;
    }

    private static void keep(Tx tx, Context ctx, String key) {
        @Nullable String shownOnce = ctx.attribute(Answers.SHOWN_ONCE);
        var retry = shownOnce == null ? null : Problems.of(new Conflict(shownOnce));
        tx.handle()
                .createUpdate(KEEP)
                .bind("principal", tx.caller().principal())
                .bind("key", key)
                .bind("status", retry == null ? ctx.statusCode() : retry.status())
                .bind("contentType", retry == null ? ctx.res().getContentType() : Answers.PROBLEM)
                .bind("location", ctx.res().getHeader("Location"))
                .bind("body", retry == null ? Answers.bytes(ctx) : Answers.print(Problems.json(ctx, retry)))
                .execute();
    }

    private static byte[] fingerprint(Context ctx) {
        var digest = Sha256.digest();
        digest.update((ctx.method().name() + ' ' + ctx.path() + '?' + ctx.queryString() + '\n')
                .getBytes(StandardCharsets.UTF_8));
        return digest.digest(ctx.bodyAsBytes());
    }
}
