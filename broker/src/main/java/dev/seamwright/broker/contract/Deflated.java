package dev.seamwright.broker.contract;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** How bodies are kept: raw DEFLATE (RFC 1951). */
public final class Deflated {
    private Deflated() {}

    public static byte[] deflate(byte[] body) {
        try (var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
            deflater.setInput(body);
            deflater.finish();
            var out = new ByteArrayOutputStream(Math.max(64, body.length / 4));
            var buffer = new byte[8192];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        }
    }

    public static byte[] inflate(byte[] deflated) {
        try (var inflater = new Inflater(true);
                var in = new InflaterInputStream(new ByteArrayInputStream(deflated), inflater)) {
            return in.readAllBytes();
        } catch (IOException damaged) {
            throw new UncheckedIOException("A stored body cannot be read", damaged);
        }
    }
}
