package dev.seamwright.contracts;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A SHA-256 hash: 32 bytes that name a content. */
public final class Sha256 {
    /** Bytes of a hash. */
    public static final int LENGTH = 32;

    private final byte[] bytes;

    private Sha256(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Wraps a hash that was computed elsewhere.
     *
     * @throws InvalidInput when there are not exactly 32 bytes
     */
    public static Sha256 of(byte[] hash) {
        if (hash.length != LENGTH) {
            throw new InvalidInput("sha256", "has " + hash.length + " bytes; a SHA-256 hash has " + LENGTH);
        }
        return new Sha256(hash.clone());
    }

    /** Hashes the content. */
    public static Sha256 ofContent(byte[] content) {
        return new Sha256(digest().digest(content));
    }

    /**
     * Reads 64 hexadecimal digits, of either case.
     *
     * @throws InvalidInput when the text is anything else
     */
    public static Sha256 parse(String hex) {
        if (hex.length() != 2 * LENGTH) {
            throw new InvalidInput("sha256", "has " + hex.length() + " characters; give 64 hexadecimal digits");
        }
        try {
            return new Sha256(HexFormat.of().parseHex(hex));
        } catch (IllegalArgumentException e) {
            throw new InvalidInput("sha256", "is not hexadecimal; give 64 digits of 0-9 and a-f");
        }
    }

    /** An empty SHA-256 digest to feed. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** 64 lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    /** A copy of the 32 bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Sha256 that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
