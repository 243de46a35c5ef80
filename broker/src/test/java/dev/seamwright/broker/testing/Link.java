package dev.seamwright.broker.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A loopback connection to a PostgreSQL that a test can cut and mend. */
public final class Link implements AutoCloseable {
    private final int target;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocket listener;

    private Link(int target, ServerSocket listener) {
        this.target = target;
        this.port = listener.getLocalPort();
        this.listener = listener;
    }

    /** To the port of this machine. */
    public static Link to(int target) {
        try {
            var link = new Link(target, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            link.serve();
            return link;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /** Ends all connections and refuses new ones, as a PostgreSQL that is gone. */
    public synchronized void cut() {
        try {
            if (listener != null) {
                listener.close();
                listener = null;
            }
            for (var socket : open) {
                socket.close();
            }
            open.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public synchronized void mend() {
        try {
            listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
            serve();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve() {
        var accepting = java.util.Objects.requireNonNull(listener);
        Thread.ofVirtual().start(() -> {
            while (!accepting.isClosed()) {
                try {
                    var client = accepting.accept();
                    var server = new Socket(InetAddress.getLoopbackAddress(), target);
                    open.add(client);
                    open.add(server);
                    pump(client, server);
                    pump(server, client);
                } catch (IOException cut) {
                    return;
                }
            }
        });
    }

    private void pump(Socket from, Socket to) {
        Thread.ofVirtual().start(() -> {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException cut) {
                open.remove(from);
            }
        });
    }

    @Override
    public void close() {
        cut();
    }
}
