package dev.seamwright.broker.http;

import dev.seamwright.broker.db.Transactor;
import dev.seamwright.broker.db.Tx;
import dev.seamwright.broker.token.Authenticator;
import dev.seamwright.broker.token.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where features register their routes. Each names the scope that it needs and gets a transaction in the caller's workspace, so
 * there is no route without authentication or outside a workspace but those that say so ({@link #open}).
 */
public final class Api {
    /** Attribute of a request: the name of the caller's workspace, once it is known. */
    public static final String WORKSPACE_ATTRIBUTE = "workspace";

    /**
     * A registered route.
     *
     * @param path Javalin's path template
     * @param scope null: open to everyone
     */
    public record Route(
            HandlerType method, String path, @Nullable Scope scope, boolean writes) {}

    private final RoutesConfig routes;
    private final Transactor transactor;
    private final Authenticator authenticator;
    private final Idempotency idempotency = new Idempotency();
    private final List<Route> registered = new ArrayList<>();
    private final Map<String, Set<String>> methods = new LinkedHashMap<>();

    public Api(RoutesConfig routes, Transactor transactor, Authenticator authenticator) {
        this.routes = routes;
        this.transactor = transactor;
        this.authenticator = authenticator;
    }

    /** A read on one snapshot; needs {@link Scope#READ}. */
    public void get(String path, TxHandler handler) {
        read(HandlerType.GET, path, Scope.READ, handler);
    }

    /** A read whose question comes in a body. */
    public void ask(String path, TxHandler handler) {
        read(HandlerType.POST, path, Scope.READ, handler);
    }

    /** A read that needs more than {@link Scope#READ}: the audit log, tokens. */
    public void read(HandlerType method, String path, Scope scope, TxHandler handler) {
        add(
                new Route(method, path, scope, false),
                ctx -> transactor.read(authenticator.credentials(ctx), tx -> {
                    admit(tx, ctx, scope);
                    handler.handle(tx, ctx);
                    return ctx;
                }));
    }

    public void post(String path, Scope scope, TxHandler handler) {
        write(HandlerType.POST, path, scope, handler);
    }

    public void put(String path, Scope scope, TxHandler handler) {
        write(HandlerType.PUT, path, scope, handler);
    }

    public void patch(String path, Scope scope, TxHandler handler) {
        write(HandlerType.PATCH, path, scope, handler);
    }

    public void delete(String path, Scope scope, TxHandler handler) {
        write(HandlerType.DELETE, path, scope, handler);
    }

    private void write(HandlerType method, String path, Scope scope, TxHandler handler) {
        add(
                new Route(method, path, scope, true),
                ctx -> transactor.write(authenticator.credentials(ctx), tx -> {
                    admit(tx, ctx, scope);
                    idempotency.once(tx, ctx, handler);
                    return ctx;
                }));
    }

    /** Not in a workspace and open to everyone: probes, and the API's own description. */
    public void open(HandlerType method, String path, Handler handler) {
        add(new Route(method, path, null, false), handler);
    }

    /** For answers that outlive a transaction, such as streams; the handler opens its own with {@link #inRead}. */
    public void stream(String path, Handler handler) {
        add(new Route(HandlerType.GET, path, Scope.READ, false), handler);
    }

    /** A transaction for a {@link #stream} handler, authenticated anew. */
    public <T> T inRead(Context ctx, java.util.function.Function<Tx, T> work) {
        return transactor.read(authenticator.credentials(ctx), tx -> {
            admit(tx, ctx, Scope.READ);
            return work.apply(tx);
        });
    }

    /** A POST that computes from its body alone: the caller is checked, and then no connection is held. */
    public void compute(String path, Handler handler) {
        add(new Route(HandlerType.POST, path, Scope.READ, false), ctx -> {
            inRead(ctx, tx -> tx.caller());
            handler.handle(ctx);
        });
    }

    private static void admit(Tx tx, Context ctx, Scope scope) {
        ctx.attribute(WORKSPACE_ATTRIBUTE, tx.caller().workspace());
        tx.caller().require(scope);
    }

    /** A POST that does slow work between its transactions: it holds no connection meanwhile. The handler opens them with {@link #inWrite}. */
    public void work(String path, Scope scope, Handler handler) {
        add(new Route(HandlerType.POST, path, scope, true), handler);
    }

    /** A transaction for a {@link #work} handler. */
    public <T> T inWrite(Context ctx, Scope scope, java.util.function.Function<Tx, T> work) {
        return transactor.write(authenticator.credentials(ctx), tx -> {
            admit(tx, ctx, scope);
            return work.apply(tx);
        });
    }

    private void add(Route route, Handler handler) {
        registered.add(route);
        methods.computeIfAbsent(route.path(), p -> new LinkedHashSet<>())
                .add(route.method().name());
        routes.addHttpHandler(route.method(), route.path(), handler);
    }

    /** Every route so far: what the isolation tests walk. */
    public List<Route> registered() {
        return List.copyOf(registered);
    }

    /** Adds OPTIONS to each path; call after the last feature. */
    public void options() {
        methods.forEach((path, allowed) -> routes.addHttpHandler(HandlerType.OPTIONS, path, ctx -> {
            ctx.header("Allow", String.join(", ", allowed) + ", OPTIONS");
            ctx.status(200);
        }));
    }
}
