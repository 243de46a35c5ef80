package dev.seamwright.cli.verdict;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seamwright.cli.http.Answers;
import dev.seamwright.cli.http.BrokerClient.Answered;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A verdict as a broker signed it (RFC 9421): the question, the answer byte by byte, and the time. What holds it needs no trust; the key
 * that it is checked with does.
 *
 * @param query the question, as it was sent
 * @param body the answer
 * @param input the header Signature-Input
 * @param signature the header Signature
 */
record SignedVerdict(String query, String body, String input, String signature) {
    /** What is to be signed, as a request says it. */
    static final String WANTED =
            "verdict=(\"@query\";req \"content-digest\");created;keyid;alg=\"ed25519\";tag=\"seamwright-verdict\"";

    private static final int DEEPEST_ANSWER = 200;
    private static final Duration SKEW = Duration.ofMinutes(5);

    /** Exactly what a broker writes: another selection of parts would be another statement. */
    private static final Pattern INPUT = Pattern.compile(
            "verdict=(\\(\"@query\";req \"content-digest\"\\);created=([0-9]{1,12});keyid=\"([0-9a-f]{16})\";alg=\"ed25519\";tag=\"seamwright-verdict\")");

    private static final Pattern SIGNATURE = Pattern.compile("verdict=:([A-Za-z0-9+/]+=*):");

    /** Why a remembered verdict does not count; the message is a sentence. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    /** A verdict of the past that counts. */
    record Proved(Verdict verdict, Instant at, Duration age) {}

    /** Nothing, if the broker does not sign. */
    static Optional<SignedVerdict> of(Answered answered) {
        return answered.signatureInput().isEmpty() || answered.signature().isEmpty()
                ? Optional.empty()
                : Optional.of(new SignedVerdict(
                        answered.query(),
                        new String(answered.body(), StandardCharsets.UTF_8),
                        answered.signatureInput(),
                        answered.signature()));
    }

    static SignedVerdict read(byte[] file) throws Unusable {
        try {
            var json = Json.parse(file, DEEPEST_ANSWER);
            return new SignedVerdict(
                    Answers.text(json, "question"),
                    Answers.text(json, "answer"),
                    Answers.text(json, "signatureInput"),
                    Answers.text(json, "signature"));
        } catch (InvalidInput damaged) {
            throw new Unusable("it is damaged");
        }
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("question", query)
                .put("answer", body)
                .put("signatureInput", input)
                .put("signature", signature);
    }

    /**
     * Holds it against a question, keys, and the time.
     *
     * @param asked the question that is asked now
     */
    Proved prove(String asked, VerdictKeys keys, Instant now, Duration maxAge) throws Unusable {
        var params = INPUT.matcher(input);
        var value = SIGNATURE.matcher(signature);
        if (!params.matches() || !value.matches()) {
            throw new Unusable("it is not signed as a verdict is, or damaged");
        }
        var key = keys.find(params.group(3))
                .orElseThrow(() -> new Unusable(
                        "it is signed with the key %s, which is none of --verdict-key".formatted(params.group(3))));
        if (!isSignedBy(key, params.group(1), value.group(1))) {
            throw new Unusable("its signature is wrong: it was changed after it was signed");
        }
        if (!query.equals(asked)) {
            throw new Unusable("it is the answer to another question");
        }
        var at = Instant.ofEpochSecond(Long.parseLong(params.group(2)));
        var age = Duration.between(at, now);
        if (age.compareTo(SKEW.negated()) < 0) {
            throw new Unusable("it was given at %s, which is still to come: one of both clocks is wrong".formatted(at));
        }
        if (age.compareTo(maxAge) > 0) {
            throw new Unusable("it is %s old, and --max-age allows %s".formatted(Ages.words(age), Ages.words(maxAge)));
        }
        var verdict = Verdict.ofMatrix(
                "The remembered answer", Json.parse(body.getBytes(StandardCharsets.UTF_8), DEEPEST_ANSWER));
        return new Proved(verdict, at, age.isNegative() ? Duration.ZERO : age);
    }

    private boolean isSignedBy(PublicKey key, String params, String value) {
        try {
            var verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(base(query, body.getBytes(StandardCharsets.UTF_8), params));
            return verifier.verify(Base64.getDecoder().decode(value));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return false; // no 64 bytes, or no point of the curve
        }
    }

    /** What is signed (RFC 9421 §2.5, with the digest of RFC 9530). */
    static byte[] base(String query, byte[] body, String params) throws GeneralSecurityException {
        var digest = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(body));
        return """
                "@query";req: ?%s
                "content-digest": sha-256=:%s:
                "@signature-params": %s""".formatted(query, digest, params).getBytes(StandardCharsets.UTF_8);
    }
}
