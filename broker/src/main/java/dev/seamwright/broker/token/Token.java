package dev.seamwright.broker.token;

import dev.seamwright.contracts.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The text of an API token: {@code swt_}, six base-62 digits for the workspace, thirty random ones (178 bits), and six for the
 * CRC-32 of all before them, so that a scanner can tell a real token from look-alikes without asking anyone. Recognised by
 * {@code swt_[0-9A-Za-z]{42}}.
 */
public final class Token {
    private static final String PREFIX = "swt_";
    private static final int WORKSPACE = 6;
    private static final int RANDOM = 30;
    private static final int CHECKSUM = 6;
    private static final int LENGTH = PREFIX.length() + WORKSPACE + RANDOM + CHECKSUM;
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final SecureRandom RANDOMNESS = new SecureRandom();

    private final String text;

    private Token(String text) {
        this.text = text;
    }

    static Token generate(int workspaceId) {
        var body = new StringBuilder(LENGTH).append(PREFIX).append(base62(workspaceId, WORKSPACE));
        for (var i = 0; i < RANDOM; i++) {
            body.append(DIGITS.charAt(RANDOMNESS.nextInt(DIGITS.length())));
        }
        return new Token(body.append(checksum(body)).toString());
    }

    /** The token, when the text has its form and its checksum is right. */
    public static Optional<Token> parse(String text) {
        if (text.length() != LENGTH || !text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        for (var i = PREFIX.length(); i < LENGTH; i++) {
            if (DIGITS.indexOf(text.charAt(i)) < 0) {
                return Optional.empty();
            }
        }
        var body = text.substring(0, LENGTH - CHECKSUM);
        var token = new Token(text);
        return text.endsWith(checksum(body)) && token.workspace() <= Integer.MAX_VALUE
                ? Optional.of(token)
                : Optional.empty();
    }

    private static String checksum(CharSequence body) {
        var crc = new CRC32();
        crc.update(body.toString().getBytes(StandardCharsets.US_ASCII));
        return base62(crc.getValue(), CHECKSUM);
    }

    private static String base62(long value, int digits) {
        var out = new char[digits];
        var rest = value;
        for (var i = digits - 1; i >= 0; i--) {
            out[i] = DIGITS.charAt((int) (rest % DIGITS.length()));
            rest /= DIGITS.length();
        }
        return new String(out);
    }

    private long workspace() {
        var value = 0L;
        for (var i = PREFIX.length(); i < PREFIX.length() + WORKSPACE; i++) {
            value = value * DIGITS.length() + DIGITS.indexOf(text.charAt(i));
        }
        return value;
    }

    int workspaceId() {
        return (int) workspace();
    }

    Sha256 hash() {
        return Sha256.ofContent(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The secret itself: shown once, when it is made. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
