package dev.seamwright.broker.telemetry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.broker.db.IsolationWatch;
import dev.seamwright.broker.http.Answers;
import dev.seamwright.broker.http.Api;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /livez}: the process answers; restart it when it does not. {@code /readyz}: it can serve; send it no requests while it
 * cannot. Both are open to everyone and tell causes, never names, addresses or secrets.
 */
public final class Health {
    private static final Logger log = LoggerFactory.getLogger(Health.class);
    private static final int TIMEOUT_SECONDS = 2;
    /** For how long an answer of the database counts: every open page of the web UI asks each second. */
    private static final long FRESH_NANOS = Duration.ofMillis(250).toNanos();

    private static final String SCHEMA =
            "SELECT max(version), bool_and(success), pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean FROM seamwright_ops.flyway_schema_history WHERE version IS NOT NULL";

    private final DataSource database;
    private final IsolationWatch isolation;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile boolean draining;
    private @Nullable Asked last;

    /** What the database has answered, and when by the clock of {@link System#nanoTime}. */
    private record Asked(long at, boolean whole, ObjectNode checks) {}

    public Health(DataSource database, IsolationWatch isolation) {
        this.database = database;
        this.isolation = isolation;
    }

    public void register(Api routes) {
        routes.open(HandlerType.GET, "/livez", ctx -> Answers.json(ctx, 200, status(true)));
        routes.open(HandlerType.GET, "/readyz", this::ready);
    }

    /** From now on not ready. */
    public void drain() {
        draining = true;
    }

    private void ready(Context ctx) {
        var checks = JsonNodeFactory.instance.objectNode();
        var serving = process(checks);
        var reachable = database(checks);
        var isolated = isolation(checks);
        var ready = serving && reachable && isolated;
        var answer = status(ready);
        answer.set("checks", checks);
        Answers.json(ctx, ready ? 200 : 503, answer);
    }

    private boolean process(ObjectNode checks) {
        var check = checks.set("process", status(!draining)).withObject("/process");
        if (draining) {
            check.put("cause", "it is stopping");
        }
        return !draining;
    }

    /** Asks the database; those who ask at the same time, or right after, share the answer, so that they hold one connection in all. */
    private boolean database(ObjectNode checks) {
        asking.lock();
        try {
            var known = last;
            if (known == null || System.nanoTime() - known.at() > FRESH_NANOS) {
                var answer = JsonNodeFactory.instance.objectNode();
                var whole = ask(answer);
                known = new Asked(System.nanoTime(), whole, answer);
                last = known;
            }
            checks.setAll(known.checks().deepCopy());
            return known.whole();
        } finally {
            asking.unlock();
        }
    }

    private boolean ask(ObjectNode checks) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.setQueryTimeout(TIMEOUT_SECONDS);
            try (var row = statement.executeQuery(SCHEMA)) {
                row.next();
                var whole = row.getBoolean(2);
                checks.set("database", status(true).put("writable", !row.getBoolean(3)));
                var schema = status(whole).put("version", row.getString(1));
                checks.set("schema", whole ? schema : schema.put("cause", "a migration has failed"));
                return whole;
            }
        } catch (SQLException failure) {
            log.debug("the database is not ready", failure);
            checks.set("database", status(false).put("cause", "PostgreSQL does not answer"));
            return false;
        }
    }

    private boolean isolation(ObjectNode checks) {
        var causes = isolation.causes();
        var check = status(causes.isEmpty());
        if (!causes.isEmpty()) {
            check.put("cause", "tenants would not be kept apart; the causes are in the log");
        }
        checks.set("isolation", check);
        return causes.isEmpty();
    }

    private static ObjectNode status(boolean up) {
        return JsonNodeFactory.instance.objectNode().put("status", up ? "up" : "down");
    }
}
