package dev.seamwright.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Answers one request a connection, each as the next line of a script says, and remembers what it was asked. */
final class ScriptedServer implements AutoCloseable {
    private static final String HALF =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 200\r\n\r\n{\"name\":";

    private final ServerSocket listener;
    private final Iterator<JsonNode> script;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<String> surprises = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** What was asked; names of headers are in lower case. */
    record Request(String line, Map<String, String> headers, String body) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    /** @param script as {@code answers} in cases.yaml */
    ScriptedServer(JsonNode script) throws IOException {
        this.script = script.iterator();
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::listen);
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Requests that the script did not expect, and what else went wrong here. */
    List<String> surprises() {
        return List.copyOf(surprises);
    }

    private void listen() {
        while (!listener.isClosed()) {
            try {
                var socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException failure) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(failure);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var request = read(new BufferedInputStream(socket.getInputStream()));
            if (request.isEmpty()) {
                return; // opened and not used
            }
            requests.add(request.get());
            answer(next(request.get()), socket);
        } catch (IOException failure) {
            if (closed.getCount() > 0) {
                surprises.add(failure.toString());
            }
        }
    }

    private synchronized JsonNode next(Request request) throws IOException {
        if (!script.hasNext()) {
            throw new IOException("nothing was to be asked any more, but was: " + request.line());
        }
        return script.next();
    }

    private void answer(JsonNode step, Socket socket) throws IOException {
        var out = socket.getOutputStream();
        switch (step.asText()) {
            case "cut" -> socket.setSoLinger(true, 0);
            case "cut-half" -> write(out, HALF);
            case "silent" -> await();
            case "silent-half" -> {
                write(out, HALF);
                await();
            }
            case "noise" -> write(out, "+OK who is there?\r\n\r\n");
            default -> answer(step, out);
        }
    }

    private void await() throws IOException {
        try {
            closed.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private static void answer(JsonNode step, OutputStream out) throws IOException {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Connection", "close");
        var body = step.path("text").asText("");
        for (var kind : List.of("json", "problem")) {
            if (step.has(kind)) {
                headers.put("Content-Type", "application/" + (kind.equals("json") ? "json" : "problem+json"));
                body = step.get(kind).toString();
            }
        }
        step.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        var status = step.path("status").asInt();
        if (status != 204) {
            headers.put("Content-Length", Integer.toString(body.getBytes(StandardCharsets.UTF_8).length));
        }
        var head = new StringBuilder("HTTP/1.1 " + status + " Said\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        write(out, head + "\r\n" + body);
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static Optional<Request> read(InputStream in) throws IOException {
        var line = line(in);
        if (line.isEmpty()) {
            return Optional.empty();
        }
        var headers = new TreeMap<String, String>();
        for (var header = line(in); !header.isEmpty(); header = line(in)) {
            var colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        var length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        var body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return Optional.of(new Request(line.replaceAll(" HTTP/1\\.1$", ""), Map.copyOf(headers), body));
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (var octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            if (octet != '\r') {
                line.write(octet);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** A port on which nobody listens. */
    static String nobody() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
    }
}
