package dev.seamwright.verifier.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;

/** A provider that takes connections, sends some bytes whatever it is asked, and hangs up. */
public final class RawProvider implements AutoCloseable {
    private final ServerSocket server;

    public RawProvider(String bytes) {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.ofVirtual().start(() -> serve(bytes));
    }

    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** A port at which nothing listens. */
    public static String nowhere() {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + free.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void serve(String bytes) {
        while (!server.isClosed()) {
            try (var connection = server.accept()) {
                var in = connection.getInputStream();
                var seen = new StringBuilder();
                while (!seen.toString().endsWith("\r\n\r\n")) {
                    seen.append((char) in.read());
                }
                connection.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
                connection.getOutputStream().flush();
            } catch (IOException _) {
                // closed, from here or there
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
