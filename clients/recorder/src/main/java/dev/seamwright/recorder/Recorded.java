package dev.seamwright.recorder;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.SQLException;
import java.sql.Wrapper;
import org.jspecify.annotations.Nullable;

/** Hands calls on to an object of the driver. A proxy of java.lang.reflect, so that what a newer JDBC adds is handed on, too. */
abstract class Recorded implements InvocationHandler {
    private static final Object[] NONE = {};

    private final Wrapper target;

    Recorded(Wrapper target) {
        this.target = target;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // equal is a proxy to itself alone
    public final @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] given)
            throws Throwable {
        var arguments = given == null ? NONE : given;
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> target.toString();
            };
        }
        if (method.getDeclaringClass() == Wrapper.class && arguments[0] instanceof Class<?> type) {
            return method.getName().equals("unwrap") ? unwrap(proxy, type) : isWrapperFor(proxy, type);
        }
        return call(proxy, method, arguments);
    }

    /** What the call of a method of JDBC gives. */
    abstract @Nullable Object call(Object proxy, Method method, @Nullable Object[] arguments) throws Throwable;

    /** The answer of the driver, or its exception as it is. */
    final @Nullable Object forward(Method method, @Nullable Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getTargetException();
        }
    }

    private Object unwrap(Object proxy, Class<?> type) throws SQLException {
        return type.isInstance(proxy) ? proxy : type.isInstance(target) ? target : target.unwrap(type);
    }

    private boolean isWrapperFor(Object proxy, Class<?> type) throws SQLException {
        return type.isInstance(proxy) || type.isInstance(target) || target.isWrapperFor(type);
    }
}
