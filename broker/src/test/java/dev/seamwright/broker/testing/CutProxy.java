package dev.seamwright.broker.testing;

import dev.seamwright.broker.db.DatabaseSettings;
import dev.seamwright.broker.db.DatabaseSettings.Login;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Passes bytes between a broker and its database, until it is cut: then all connections end, and new ones end at once. */
public final class CutProxy implements AutoCloseable {
    private final ServerSocket server;
    private final InetSocketAddress database;
    private final DatabaseSettings settings;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean isCut;

    private CutProxy(ServerSocket server, InetSocketAddress database, DatabaseSettings settings) {
        this.server = server;
        this.database = database;
        this.settings = settings;
    }

    public static CutProxy before(DatabaseSettings direct, int poolSize) {
        var url = URI.create(direct.server().url().substring("jdbc:".length()));
        try {
            var server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
            var login = new Login(
                    "jdbc:postgresql://127.0.0.1:%d%s".formatted(server.getLocalPort(), url.getPath()),
                    direct.server().user(),
                    direct.server().password());
            var proxy = new CutProxy(
                    server,
                    new InetSocketAddress(url.getHost(), url.getPort()),
                    new DatabaseSettings(login, null, poolSize, direct.preparedStatements()));
            Thread.ofVirtual().start(proxy::accept);
            return proxy;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The same database through it. */
    public DatabaseSettings settings() {
        return settings;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                if (isCut) {
                    client.close();
                    continue;
                }
                var upstream = new Socket();
                upstream.connect(database);
                open.add(client);
                open.add(upstream);
                if (isCut) {
                    cut();
                }
                Thread.ofVirtual().start(() -> pass(client, upstream));
                Thread.ofVirtual().start(() -> pass(upstream, client));
            } catch (IOException ended) {
                if (server.isClosed()) {
                    return;
                }
            }
        }
    }

    private void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException cut) {
            open.remove(from); // both ends are closed, and whoever used them learns it from them
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    /** Ends every connection. */
    public void cut() {
        isCut = true;
        for (var socket : open) {
            try {
                socket.close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    /** Lets new connections through again. */
    public void mend() {
        isCut = false;
    }

    @Override
    public void close() throws IOException {
        cut();
        server.close();
    }
}
