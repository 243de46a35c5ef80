package dev.seamwright.broker.verdict;

import dev.seamwright.contracts.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Signs verdicts, so that they can be believed when the broker is away: HTTP message signatures (RFC 9421) over the question and the
 * digest of the answer (RFC 9530), by an Ed25519 key of the workspace, at whoever's wish. Another tenant of the broker has another key.
 */
public final class VerdictSigner {
    private static final int LENGTH = 32;

    private final Function<String, byte[]> secrets;
    private final Clock clock;
    private final Map<String, Key> keys = new ConcurrentHashMap<>();

    private record Key(KeyPair pair, String id, String publicKey) {}

    /**
     * A key as others are told of it.
     *
     * @param publicKey 32 bytes (RFC 8032 §5.1.5) in base 64 for URLs, without padding
     */
    public record Published(String id, String publicKey) {}

    /**
     * The headers of a signed answer.
     *
     * @param digest Content-Digest
     * @param input Signature-Input
     * @param signature Signature
     */
    public record Signed(String digest, String input, String signature) {}

    /** @param secrets makes 32 secret bytes of a purpose, the same for each broker and after each start */
    public VerdictSigner(Function<String, byte[]> secrets, Clock clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Whether a request asks for it (RFC 9421 §5.1). */
    public static boolean isWanted(@Nullable String acceptSignature) {
        return acceptSignature != null && acceptSignature.contains("tag=\"seamwright-verdict\"");
    }

    /** The workspace's key. */
    public Published published(String workspace) {
        var key = key(workspace);
        return new Published(key.id(), key.publicKey());
    }

    /** @param query of the request, as it came */
    public Signed sign(String workspace, String query, byte[] body) {
        var key = key(workspace);
        var digest = "sha-256=:%s:"
                .formatted(Base64.getEncoder()
                        .encodeToString(Sha256.ofContent(body).bytes()));
        var params =
                "(\"@query\";req \"content-digest\");created=%d;keyid=\"%s\";alg=\"ed25519\";tag=\"seamwright-verdict\""
                        .formatted(clock.instant().getEpochSecond(), key.id());
        var base = """
                "@query";req: ?%s
                "content-digest": %s
                "@signature-params": %s""".formatted(query, digest, params);
        try {
            var signer = Signature.getInstance("Ed25519");
            signer.initSign(key.pair().getPrivate());
            signer.update(base.getBytes(StandardCharsets.UTF_8));
            var signature = Base64.getEncoder().encodeToString(signer.sign());
            return new Signed(digest, "verdict=" + params, "verdict=:%s:".formatted(signature));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 is not available", e);
        }
    }

    private Key key(String workspace) {
        return keys.computeIfAbsent(workspace, name -> {
            var pair = pair(secrets.apply("seamwright verdict signature v1\n" + name));
            var raw = raw(pair.getPublic());
            return new Key(
                    pair,
                    Sha256.ofContent(raw).hex().substring(0, 16),
                    Base64.getUrlEncoder().withoutPadding().encodeToString(raw));
        });
    }

    /** The pair of a private key (RFC 8032 §5.1.5); a generator that is given it instead of random bytes computes the public one. */
    static KeyPair pair(byte[] secret) {
        try {
            var generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, new Given(secret));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Ed25519 is not available", e);
        }
    }

    /** The key itself: the end of its SubjectPublicKeyInfo (RFC 8410 §4). */
    static byte[] raw(PublicKey key) {
        var info = key.getEncoded();
        return Arrays.copyOfRange(info, info.length - LENGTH, info.length);
    }

    /** Not random at all: what it was given. */
    private static final class Given extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final byte[] secret;

        Given(byte[] secret) {
            this.secret = secret.clone();
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (bytes.length != secret.length) {
                throw new IllegalStateException("%d bytes are asked for".formatted(bytes.length));
            }
            System.arraycopy(secret, 0, bytes, 0, secret.length);
        }
    }
}
