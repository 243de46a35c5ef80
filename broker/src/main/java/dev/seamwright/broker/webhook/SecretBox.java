package dev.seamwright.broker.webhook;

import dev.seamwright.contracts.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts secrets at rest with AES-256-GCM (NIST SP 800-38D): twelve random bytes, then the ciphertext and its tag. What a secret
 * belongs to is authenticated with it, so a copied value does not open elsewhere. The first key encrypts; the others
 * still decrypt, so a key is rotated by putting a new one in front.
 */
public final class SecretBox {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY = 32;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOMNESS = new SecureRandom();

    private final String current;
    private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();

    /**
     * Encrypted text.
     *
     * @param keyId the key that opens it
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Sealed(String keyId, byte[] bytes) {}

    /** @param keys 32 bytes each, at least one; the first one encrypts */
    public SecretBox(List<byte[]> keys) {
        for (var key : keys) {
            if (key.length != KEY) {
                throw new IllegalArgumentException("A key has %d bytes instead of 32.".formatted(key.length));
            }
            this.keys.put(idOf(key), new SecretKeySpec(key, "AES"));
        }
        this.current = this.keys.keySet().stream()
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no key."));
    }

    /**
     * With the keys in a file, one a line in base 64, the newest first; made with a random key, for its owner alone, when it is not there.
     * Brokers that share a database need the same file.
     */
    public static SecretBox in(Path file) {
        try {
            if (Files.notExists(file)) {
                create(file);
            }
            return new SecretBox(Files.readAllLines(file, StandardCharsets.US_ASCII).stream()
                    .map(String::trim)
                    .filter(line -> !line.isEmpty())
                    .map(Base64.getDecoder()::decode)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException("The key file " + file + " cannot be read or made.", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The key file " + file + " is damaged: it holds 32 bytes in base 64 on each line.", e);
        }
    }

    private static void create(Path file) throws IOException {
        var key = new byte[KEY];
        RANDOMNESS.nextBytes(key);
        Files.createDirectories(file.toAbsolutePath().getParent());
        // written aside and linked into place: nobody reads half a key, and of two brokers that start at once one wins
        var draft = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "key",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(
                    draft,
                    Base64.getEncoder().encodeToString(key) + "\n",
                    StandardCharsets.US_ASCII,
                    StandardOpenOption.SYNC);
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException anotherBrokerWasFirst) {
            return;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /**
     * A key for another purpose, made of the current one (HMAC-SHA256, as HKDF's expansion of one block, RFC 5869 §2.3): brokers with the
     * same file have the same, and it says nothing about the file.
     */
    public byte[] derived(String purpose) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(currentKey().getEncoded(), "HmacSHA256"));
            mac.update(purpose.getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(new byte[] {1});
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 is not available", e);
        }
    }

    private SecretKeySpec currentKey() {
        var key = keys.get(current);
        if (key == null) {
            throw new IllegalStateException("The current key is among the keys.");
        }
        return key;
    }

    private static String idOf(byte[] key) {
        return HexFormat.of().formatHex(Sha256.ofContent(key).bytes(), 0, 8);
    }

    Sealed seal(String secret, String owner) {
        var nonce = new byte[NONCE];
        RANDOMNESS.nextBytes(nonce);
        var key = currentKey();
        try {
            var cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
            var text = cipher.doFinal(secret.getBytes(StandardCharsets.UTF_8));
            return new Sealed(
                    current,
                    ByteBuffer.allocate(NONCE + text.length)
                            .put(nonce)
                            .put(text)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not available", e);
        }
    }

    /** @throws Unreadable when the key is missing, or the bytes were changed or belong to another owner */
    String open(Sealed sealed, String owner) {
        var key = keys.get(sealed.keyId());
        if (key == null) {
            throw new Unreadable("The key %s is not in the broker's key file; add it, or enter the secrets again."
                    .formatted(sealed.keyId()));
        }
        try {
            var cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed.bytes(), 0, NONCE));
            cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
            return new String(
                    cipher.doFinal(sealed.bytes(), NONCE, sealed.bytes().length - NONCE), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Unreadable("The stored secrets were changed from outside; enter them again.");
        }
    }

    /** Secrets that cannot be decrypted; the message says what to do. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }
}
