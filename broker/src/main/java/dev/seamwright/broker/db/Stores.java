package dev.seamwright.broker.db;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.extension.ExtensionContext;
import org.jdbi.v3.core.extension.ExtensionFactory;
import org.jdbi.v3.core.extension.ExtensionMetadata.ExtensionHandlerInvoker;
import org.jdbi.v3.core.extension.Extensions;
import org.jdbi.v3.core.extension.HandleSupplier;
import org.jdbi.v3.sqlobject.SqlObjectFactory;

/**
 * Stores (interfaces whose methods carry their SQL), each prepared once. {@link Handle#attach} would prepare all methods of
 * an interface for each handle, and a handle lives for one transaction: a quarter of what a publish cost the JVM.
 */
final class Stores {
    /** Whose statements a prepared method runs: the handle of the transaction on this thread. */
    private static final ScopedValue<HandleSupplier> CURRENT = ScopedValue.newInstance();

    private final Jdbi jdbi;
    private final Map<Class<?>, Map<Method, ExtensionHandlerInvoker>> prepared = new ConcurrentHashMap<>();

    Stores(Jdbi jdbi) {
        this.jdbi = jdbi;
        jdbi.configure(Extensions.class, extensions -> extensions.register(new OfHandle.Factory()));
    }

    /** The store, on {@code handle}. */
    <S> S on(Handle handle, Class<S> store) {
        var methods = prepared.computeIfAbsent(store, this::prepare);
        var supplier = handle.attach(OfHandle.class).get();
        return proxy(
                store,
                (_, method, arguments) ->
                        ScopedValue.where(CURRENT, supplier).call(() -> invoke(methods, store, method, arguments)));
    }

    private Map<Method, ExtensionHandlerInvoker> prepare(Class<?> store) {
        var extensions = jdbi.getConfig(Extensions.class);
        var metadata = extensions.findMetadata(
                store, extensions.findFactory(SqlObjectFactory.class).orElseThrow());
        var configuration = metadata.createInstanceConfiguration(jdbi.getConfig());
        var methods = new HashMap<Method, ExtensionHandlerInvoker>();
        // a default method calls the others on this
        var self = proxy(store, (_, method, arguments) -> invoke(methods, store, method, arguments));
        var current = new Current(jdbi);
        for (var method : metadata.getExtensionMethods()) {
            methods.put(method, metadata.createExtensionHandlerInvoker(self, method, current, configuration));
        }
        return methods;
    }

    private static Object invoke(
            Map<Method, ExtensionHandlerInvoker> methods, Class<?> store, Method method, Object[] arguments)
            throws ReflectiveOperationException {
        var prepared = methods.get(method);
        // equals, hashCode and toString
        return prepared == null ? method.invoke(store, arguments) : prepared.invoke(arguments);
    }

    private static <S> S proxy(Class<S> store, InvocationHandler handler) {
        return store.cast(Proxy.newProxyInstance(store.getClassLoader(), new Class<?>[] {store}, handler));
    }

    /** What Jdbi gives to extensions alone: the way to a handle that gives it a method's configuration while the method runs. */
    private interface OfHandle extends Supplier<HandleSupplier> {
        final class Factory implements ExtensionFactory {
            @Override
            public boolean accepts(Class<?> type) {
                return type == OfHandle.class;
            }

            @Override
            public <E> E attach(Class<E> type, HandleSupplier supplier) {
                OfHandle found = () -> supplier;
                return type.cast(found);
            }

            @Override
            public Set<FactoryFlag> getFactoryFlags() {
                return Set.of(FactoryFlag.DONT_USE_PROXY);
            }
        }
    }

    private record Current(Jdbi jdbi) implements HandleSupplier {
        @Override
        public Handle getHandle() {
            return CURRENT.get().getHandle();
        }

        @Override
        public Jdbi getJdbi() {
            return jdbi;
        }

        @Override
        public ConfigRegistry getConfig() {
            return CURRENT.isBound() ? CURRENT.get().getConfig() : jdbi.getConfig();
        }

        @Override
        public <V> V invokeInContext(ExtensionContext context, Callable<V> task) throws Exception {
            return CURRENT.get().invokeInContext(context, task);
        }
    }
}
