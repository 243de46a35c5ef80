package dev.seamwright.broker.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class VerdictSignerTest {
    private static final Instant NOW = Instant.parse("2026-11-26T09:00:00Z");
    private static final byte[] BODY = "{\"summary\":{\"deployable\":true}}".getBytes(StandardCharsets.UTF_8);

    private static VerdictSigner signer(String secret) {
        return new VerdictSigner(
                purpose -> Sha256.ofContent((secret + purpose).getBytes(StandardCharsets.UTF_8))
                        .bytes(),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    /** RFC 8032 §7.1, test 1: should a JDK compute another pair, brokers of one database would not have one key. */
    @Test
    void a_secret_has_the_public_key_of_the_specification() {
        var pair = VerdictSigner.pair(
                HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
        assertEquals(
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                HexFormat.of().formatHex(VerdictSigner.raw(pair.getPublic())));
    }

    @Test
    void whoever_has_the_key_can_check_question_answer_and_time() throws Exception {
        var signed = signer("a").sign("default", "q=1", BODY);
        var key = signer("a").published("default");
        assertTrue(signed.input().contains(";created=%d;keyid=\"%s\"".formatted(NOW.getEpochSecond(), key.id())));
        var base = "\"@query\";req: ?q=1\n\"content-digest\": %s\n\"@signature-params\": %s"
                .formatted(signed.digest(), signed.input().substring("verdict=".length()));
        assertTrue(isSigned(key.publicKey(), base, signed.signature()));
        assertFalse(isSigned(key.publicKey(), base.replace("q=1", "q=2"), signed.signature()));
        assertFalse(isSigned(signer("b").published("default").publicKey(), base, signed.signature()));
    }

    private static boolean isSigned(String publicKey, String base, String signature) throws Exception {
        var info = HexFormat.of().formatHex(Base64.getUrlDecoder().decode(publicKey));
        var verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex("302a300506032b6570032100" + info))));
        verifier.update(base.getBytes(StandardCharsets.UTF_8));
        return verifier.verify(Base64.getDecoder().decode(signature.replaceAll("verdict=:(.*):", "$1")));
    }

    @Test
    void each_workspace_and_each_broker_has_a_key_of_its_own() {
        assertEquals(signer("a").published("one"), signer("a").published("one"));
        assertNotEquals(signer("a").published("one"), signer("a").published("two"));
        assertNotEquals(signer("a").published("one"), signer("b").published("one"));
    }

    @Test
    void only_who_asks_for_it_gets_a_signature() {
        assertFalse(VerdictSigner.isWanted(null));
        assertFalse(VerdictSigner.isWanted("sig1=(\"@status\");tag=\"other\""));
        assertTrue(VerdictSigner.isWanted(
                "verdict=(\"@query\";req \"content-digest\");created;tag=\"seamwright-verdict\""));
    }
}
