package dev.seamwright.cli.testing;

import com.sun.net.httpserver.HttpExchange;
import dev.seamwright.cli.testing.StubBroker.Handler;
import dev.seamwright.contracts.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Supplier;

/** A broker's key, and answers that are signed with it. */
public final class Signer {
    private final KeyPair pair;

    public Signer() {
        try {
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] raw() {
        var info = pair.getPublic().getEncoded();
        return Arrays.copyOfRange(info, info.length - 32, info.length);
    }

    /** As {@code verdict-key} prints it. */
    public String key() {
        return "ed25519:" + Base64.getUrlEncoder().withoutPadding().encodeToString(raw());
    }

    /** Answers with this body, signed at this time if the request wants that. */
    public Handler answering(String body, Supplier<Instant> now) {
        return (exchange, request) -> {
            if (exchange.getRequestHeaders().getFirst("Accept-Signature") != null) {
                sign(exchange, request.target(), body, now.get());
            }
            StubBroker.answer(exchange, 200, "application/hal+json", body);
        };
    }

    private void sign(HttpExchange exchange, String target, String body, Instant at) throws IOException {
        var params =
                "(\"@query\";req \"content-digest\");created=%d;keyid=\"%s\";alg=\"ed25519\";tag=\"seamwright-verdict\""
                        .formatted(
                                at.getEpochSecond(),
                                Sha256.ofContent(raw()).hex().substring(0, 16));
        var digest = Base64.getEncoder()
                .encodeToString(
                        Sha256.ofContent(body.getBytes(StandardCharsets.UTF_8)).bytes());
        var base = "\"@query\";req: %s\n\"content-digest\": sha-256=:%s:\n\"@signature-params\": %s"
                .formatted(target.substring(target.indexOf('?')), digest, params);
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(base.getBytes(StandardCharsets.UTF_8));
            exchange.getResponseHeaders().set("Signature-Input", "verdict=" + params);
            exchange.getResponseHeaders()
                    .set(
                            "Signature",
                            "verdict=:%s:".formatted(Base64.getEncoder().encodeToString(signature.sign())));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
