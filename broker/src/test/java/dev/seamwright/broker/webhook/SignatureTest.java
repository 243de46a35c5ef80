package dev.seamwright.broker.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SignatureTest {
    /** The example of the Standard Webhooks specification's libraries. */
    @Test
    void the_published_example_is_signed_as_published() {
        assertEquals(
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                Signature.of(
                        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        1614265330,
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_secret_of_another_form_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> Signature.key("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
        assertThrows(IllegalArgumentException.class, () -> Signature.key("whsec_c2hvcnQ="));
        assertThrows(IllegalArgumentException.class, () -> Signature.key("whsec_***"));
    }
}
