package dev.seamwright.recorder;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A statement of any kind, recorded when it is executed. */
final class RecordedStatement extends Recorded {
    private final Connection connection;
    private final RecordedConnection owner;
    private final @Nullable Sql prepared;

    /** As JDBC says, a statement is used by one thread at a time. */
    private final Map<Sql, Long> batch = new LinkedHashMap<>();

    /** @param prepared what it was made for; null: it gets its texts when it is executed */
    RecordedStatement(Statement target, Connection connection, RecordedConnection owner, @Nullable Sql prepared) {
        super(target);
        this.connection = connection;
        this.owner = owner;
        this.prepared = prepared;
    }

    @Override
    @Nullable
    Object call(Object proxy, Method method, @Nullable Object[] arguments) throws Throwable {
        return switch (method.getName()) {
            case "execute", "executeQuery", "executeUpdate", "executeLargeUpdate" -> {
                var sql = sql(arguments);
                yield execute(sql == null ? Map.of() : Map.of(sql, 1L), method, arguments);
            }
            case "executeBatch", "executeLargeBatch" -> {
                var all = new LinkedHashMap<>(batch);
                batch.clear();
                yield execute(all, method, arguments);
            }
            case "addBatch" -> {
                var result = forward(method, arguments);
                var sql = sql(arguments);
                if (sql != null) {
                    batch.merge(sql, 1L, Long::sum);
                }
                yield result;
            }
            case "clearBatch" -> {
                batch.clear();
                yield forward(method, arguments);
            }
            case "getConnection" -> {
                var result = forward(method, arguments);
                yield result == null ? null : connection;
            }
            default -> forward(method, arguments);
        };
    }

    private @Nullable Sql sql(@Nullable Object[] arguments) {
        return arguments.length == 0 ? prepared : RecordedConnection.sql(Sql.Way.STATEMENT, arguments);
    }

    private @Nullable Object execute(Map<Sql, Long> texts, Method method, @Nullable Object[] arguments)
            throws Throwable {
        Object result;
        try {
            result = forward(method, arguments);
        } catch (Throwable failure) {
            texts.forEach((sql, times) -> owner.ran(sql, times, failure));
            throw failure;
        }
        texts.forEach((sql, times) -> owner.ran(sql, times, null));
        return result;
    }
}
