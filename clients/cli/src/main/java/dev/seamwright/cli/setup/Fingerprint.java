package dev.seamwright.cli.setup;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Tells whether a secret is the one of before, and not what it is: a salted, slow hash (PBKDF2, RFC 8018 §5.2). */
final class Fingerprint {
    private static final String METHOD = "pbkdf2-sha256";
    private static final int ROUNDS = 120_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;
    private static final SecureRandom RANDOMNESS = new SecureRandom();

    private Fingerprint() {}

    /** {@code pbkdf2-sha256:120000:salt:hash}, another one each time. */
    static String of(String secret) {
        var salt = new byte[SALT_BYTES];
        RANDOMNESS.nextBytes(salt);
        var hex = HexFormat.of();
        return "%s:%d:%s:%s".formatted(METHOD, ROUNDS, hex.formatHex(salt), hex.formatHex(hash(secret, salt)));
    }

    /** Whether the fingerprint is one of the secret; one that this build does not know is not. */
    static boolean matches(String fingerprint, String secret) {
        var parts = fingerprint.split(":", -1);
        if (parts.length != 4 || !parts[0].equals(METHOD) || !parts[1].equals(Integer.toString(ROUNDS))) {
            return false;
        }
        try {
            var hash = hash(secret, HexFormat.of().parseHex(parts[2]));
            return MessageDigest.isEqual(hash, HexFormat.of().parseHex(parts[3]));
        } catch (IllegalArgumentException noHexadecimalDigits) {
            return false;
        }
    }

    private static byte[] hash(String secret, byte[] salt) {
        // hexadecimal digits: a password may be any text, and providers differ in what they make of letters beyond
        // ASCII
        var letters = HexFormat.of()
                .formatHex(secret.getBytes(StandardCharsets.UTF_8))
                .toCharArray();
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(letters, salt, ROUNDS, HASH_BITS))
                    .getEncoded();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has PBKDF2", impossible);
        }
    }
}
