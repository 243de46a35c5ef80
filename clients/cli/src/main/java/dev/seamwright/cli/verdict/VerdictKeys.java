package dev.seamwright.cli.verdict;

import dev.seamwright.cli.UsageFailure;
import dev.seamwright.contracts.Sha256;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Public keys of workspaces, which sign verdicts: Ed25519, 32 bytes each (RFC 8032). */
public final class VerdictKeys {
    private static final String PREFIX = "ed25519:";

    /** Of a SubjectPublicKeyInfo with an Ed25519 key (RFC 8410 §4), before the key itself. */
    private static final byte[] HEADER = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int LENGTH = 32;

    private final Map<String, PublicKey> keys;

    private VerdictKeys(Map<String, PublicKey> keys) {
        this.keys = keys;
    }

    /**
     * Keys as {@code seamwright verdict-key} prints them, with white space or commas in between.
     *
     * @throws UsageFailure when one is none
     */
    public static VerdictKeys parse(String text) {
        var keys = new LinkedHashMap<String, PublicKey>();
        for (var word : text.strip().split("[\\s,]+", -1)) {
            if (!word.isEmpty()) {
                var bytes = bytes(word);
                keys.put(id(bytes), key(bytes));
            }
        }
        return new VerdictKeys(keys);
    }

    private static byte[] bytes(String word) {
        try {
            if (word.startsWith(PREFIX)) {
                var bytes = Base64.getUrlDecoder().decode(word.substring(PREFIX.length()));
                if (bytes.length == LENGTH) {
                    return bytes;
                }
            }
        } catch (IllegalArgumentException _) {
            // the message below says how one looks
        }
        throw new UsageFailure(
                "--verdict-key is none: it looks like ed25519:… with 43 characters more, as 'seamwright verdict-key' prints it");
    }

    private static PublicKey key(byte[] bytes) {
        var info = new byte[HEADER.length + LENGTH];
        System.arraycopy(HEADER, 0, info, 0, HEADER.length);
        System.arraycopy(bytes, 0, info, HEADER.length, LENGTH);
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(info));
        } catch (GeneralSecurityException e) {
            throw new UsageFailure("--verdict-key is no point of the curve: " + e.getMessage());
        }
    }

    /** What a key is called, in signatures: the beginning of its hash. */
    static String id(byte[] key) {
        return Sha256.ofContent(key).hex().substring(0, 16);
    }

    public boolean isEmpty() {
        return keys.isEmpty();
    }

    Optional<PublicKey> find(String id) {
        return Optional.ofNullable(keys.get(id));
    }
}
