package dev.seamwright.recorder;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection whose statements are recorded. */
final class RecordedConnection extends Recorded {
    private final Connection target;
    private final Recorder recorder;
    private volatile @Nullable User user;

    /** What tells a recorded connection, also behind the wrappers of a pool. */
    interface Mark {}

    private record User(@Nullable String name) {}

    RecordedConnection(Connection target, Recorder recorder) {
        super(target);
        this.target = target;
        this.recorder = recorder;
    }

    @Override
    @Nullable
    Object call(Object proxy, Method method, @Nullable Object[] arguments) throws Throwable {
        var result = forward(method, arguments);
        if (!(proxy instanceof Connection connection)) {
            return result;
        }
        return switch (method.getName()) {
            case "createStatement" -> recorded(connection, Statement.class, result, null);
            case "prepareStatement" ->
                recorded(connection, PreparedStatement.class, result, sql(Sql.Way.PREPARED, arguments));
            case "prepareCall" ->
                recorded(connection, CallableStatement.class, result, sql(Sql.Way.CALLABLE, arguments));
            case "setSchema" -> {
                if (arguments[0] instanceof String schema) {
                    var set = "SET search_path TO \"%s\"".formatted(schema.replace("\"", "\"\""));
                    ran(new Sql(set, Sql.Way.STATEMENT, List.of()), 1, null);
                }
                yield result;
            }
            default -> result;
        };
    }

    private @Nullable Object recorded(
            Connection connection, Class<? extends Statement> type, @Nullable Object made, @Nullable Sql sql) {
        return made instanceof Statement statement
                ? Proxy.newProxyInstance(
                        Recorded.class.getClassLoader(),
                        new Class<?>[] {type},
                        new RecordedStatement(statement, connection, this, sql))
                : made;
    }

    void ran(Sql sql, long times, @Nullable Throwable failure) {
        recorder.ran(sql, user(), times, failure);
    }

    private @Nullable String user() {
        var known = user;
        if (known == null) {
            known = new User(ask());
            user = known;
        }
        return known.name();
    }

    private @Nullable String ask() {
        try {
            return target.getMetaData().getUserName();
        } catch (SQLException unknown) {
            // closed meanwhile, or a driver that cannot say; the statement is recorded all the same
            return null;
        }
    }

    /** The statement in the arguments of a method; null: there is none. */
    static @Nullable Sql sql(Sql.Way way, @Nullable Object[] arguments) {
        if (arguments.length == 0 || !(arguments[0] instanceof String text)) {
            return null;
        }
        var keys = arguments.length == 2 ? arguments[1] : null;
        if (keys instanceof String[] names) {
            return new Sql(text, way, List.of(names));
        }
        return new Sql(
                text,
                way,
                keys instanceof Integer wanted && wanted == Statement.RETURN_GENERATED_KEYS ? List.of("*") : List.of());
    }
}
