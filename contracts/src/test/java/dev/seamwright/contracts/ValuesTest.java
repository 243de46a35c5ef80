package dev.seamwright.contracts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ValuesTest {
    private static final Map<String, Function<String, Record>> NAMES = Map.of(
            "participant", ParticipantName::new,
            "version", VersionNumber::new,
            "branch", BranchName::new,
            "tag", TagName::new,
            "label", LabelName::new,
            "environment", EnvironmentName::new);

    @Test
    void names_keep_the_spelling_of_their_owner() {
        assertEquals("Foo Bar/é", new ParticipantName("Foo Bar/é").value());
        assertEquals("feat/x", new BranchName("feat/x").toString());
        assertEquals("10.0.0/A+b", new VersionNumber("10.0.0/A+b").value());
        assertEquals("\uD83D\uDE00".repeat(255), new TagName("\uD83D\uDE00".repeat(255)).value());
    }

    @Test
    void every_name_refuses_what_cannot_be_shown_or_stored_and_says_which_field() {
        var bad = List.of(
                "", "  ", "a\nb", "a\tb", "a\0b", "a\u0085b", "a\u2028b", "a\uD800", "\uDC00a", "x".repeat(256));
        NAMES.forEach((field, constructor) -> bad.forEach(value -> {
            var failure = assertThrows(InvalidInput.class, () -> constructor.apply(value), () -> field + " " + value);
            assertEquals(field, failure.details().getFirst().pointer());
        }));
    }

    @Test
    void an_environment_name_holds_no_white_space() {
        for (var value : List.of("a b", " a", "a ", "a\u00A0b", "a\u3000b")) {
            assertThrows(InvalidInput.class, () -> new EnvironmentName(value), value);
        }
        assertEquals("eu-west_1", new EnvironmentName("eu-west_1").value());
    }

    @Test
    void the_message_of_invalid_input_joins_its_details() {
        var failure = new InvalidInput(List.of(
                new InvalidInput.Detail("/a", "is missing; add it"), new InvalidInput.Detail("", "is too long")));
        assertEquals("/a: is missing; add it; is too long", failure.getMessage());
    }

    @Test
    void words_of_enums_read_back() {
        for (var kind : ContractKind.values()) {
            assertEquals(kind, ContractKind.of(kind.word()));
        }
        for (var method : Method.values()) {
            assertEquals(method, Method.of(method.word()));
        }
        for (var kind : ParticipantKind.values()) {
            assertEquals(kind, ParticipantKind.of(kind.word()));
        }
        var failure = assertThrows(InvalidInput.class, () -> ContractKind.of("PACT"));
        assertEquals("kind: is 'PACT'; use one of: pact, openapi, db-schema, db-usage", failure.getMessage());
    }

    @Test
    void a_sha256_is_its_32_bytes() {
        // FIPS 180-4 example: the hash of the empty message
        var empty = Sha256.ofContent(new byte[0]);
        assertEquals("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", empty.hex());
        assertEquals(empty, Sha256.of(empty.bytes()));
        assertEquals(empty, Sha256.parse(empty.hex()));
        assertEquals(empty.hashCode(), Sha256.parse(empty.hex()).hashCode());
        assertNotEquals(empty, Sha256.ofContent(new byte[1]));
        assertArrayEquals(Sha256.digest().digest(), empty.bytes());
        assertThrows(InvalidInput.class, () -> Sha256.of(new byte[31]));
        assertThrows(InvalidInput.class, () -> Sha256.parse("e3"));
        assertThrows(InvalidInput.class, () -> Sha256.parse("g".repeat(64)));
    }
}
