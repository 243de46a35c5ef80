package dev.seamwright.contracts.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.seamwright.contracts.InvalidInput;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void every_digit_of_a_number_survives() {
        for (var number : List.of(
                "1.0",
                "1.10",
                "0",
                "-0.0",
                "0.00",
                "12345678901234567890123.000",
                "9007199254740993",
                "1E+2",
                "1E-7",
                "-2147483649")) {
            assertEquals(number, print(number));
        }
    }

    @Test
    void an_exponent_is_kept_in_one_spelling() {
        assertEquals("1E+2", print("1e2"));
        assertEquals("1E+2", print("1e+02"));
    }

    @Test
    void keys_keep_their_order_when_written_and_are_sorted_by_code_point_in_the_canonical_form() {
        var json = Json.parse(bytes(
                "{\"b\":{\"z\":1,\"a\":2},\"\\ud800\\udc00\":1,\"\\ue000\":2,\"a\":[{\"y\":1,\"x\":2}],\"ab\":0}"));
        assertEquals(
                "{\"b\":{\"z\":1,\"a\":2},\"\uD800\uDC00\":1,\"\uE000\":2,\"a\":[{\"y\":1,\"x\":2}],\"ab\":0}",
                new String(Json.write(json), UTF_8));
        assertEquals(
                "{\"a\":[{\"x\":2,\"y\":1}],\"ab\":0,\"b\":{\"a\":2,\"z\":1},\"\uE000\":2,\"\uD800\uDC00\":1}",
                new String(Json.canonical(json), UTF_8));
    }

    @Test
    void only_what_must_be_escaped_is_escaped() {
        assertEquals(
                "\"\\u0000\\b\\t\\n\\f\\r\\u001f\\\"\\\\/\u007f\u00e9\u2028\uD83D\uDE00\"",
                print("\"\\u0000\\b\\t\\n\\f\\r\\u001F\\\"\\\\\\/\\u007f\\u00e9\\u2028\\ud83d\\ude00\""));
    }

    @Test
    void bytes_that_are_not_utf8_are_refused_with_byte_and_character_offset() {
        // "é" takes two bytes, so the bad byte is byte 6 and character 5
        var failure = refused(
                HexFormat.of().parseHex("7b22c3a9223aff7d"), "", "byte 0xFF at byte offset 6 (character offset 5)");
        assertTrue(failure.contains("UTF-8"), failure);
        refused(HexFormat.of().parseHex("22c322"), "", "byte offset 1"); // cut inside a character
        refused(HexFormat.of().parseHex("22c0af22"), "", "byte offset 1"); // overlong
        refused(HexFormat.of().parseHex("22eda08022"), "", "byte offset 1"); // encoded surrogate
        refused(HexFormat.of().parseHex("22f09f98"), "", "byte offset 1"); // truncated
    }

    @Test
    void a_byte_order_mark_is_refused() {
        refused(HexFormat.of().parseHex("efbbbf7b7d"), "", "byte order mark");
    }

    @Test
    void duplicate_keys_are_refused_wherever_they_are() {
        refused("{\"a\":{\"b\":1,\"b\":2}}", "/a/b", "Duplicate");
        refused("{\"a\":1,\"\\u0061\":1}", "/a", "line 1");
    }

    @Test
    void depth_is_limited_as_in_the_pact_broker() {
        assertEquals("[".repeat(50) + "]".repeat(50), print("[".repeat(50) + "]".repeat(50)));
        refused("[".repeat(51) + "]".repeat(51), "/0".repeat(50), "deeper than 50");
        refused("{\"a\":".repeat(60) + "1" + "}".repeat(60), "/a".repeat(50), "deeper than 50");
        refused("[".repeat(100_000), "/0".repeat(50), "deeper than 50");
        assertThrows(InvalidInput.class, () -> Json.parse(bytes("[[]]"), 1));
        assertThrows(IllegalArgumentException.class, () -> Json.parse(bytes("1"), 100_000));
    }

    @Test
    void huge_numbers_are_refused() {
        assertEquals("9".repeat(100), print("9".repeat(100)));
        var message = refused("[" + "9".repeat(101) + "]", "/0", "100");
        assertTrue(!message.contains("StreamReadConstraints"), message);
        refused("{\"n\":0." + "9".repeat(101) + "}", "/n", "100");
        refused("{\"n\":1e1001}", "/n", "send it as a string");
        refused("{\"n\":1e-99999999999999}", "/n", "send it as a string");
        refused("{\"n\":1e999999999999999999999}", "/n", "send it as a string");
    }

    @Test
    void half_surrogate_pairs_are_refused_in_values_and_in_keys() {
        refused("{\"a\":[\"x\\ud800\"]}", "/a/0", "\\ud800");
        refused("{\"a\":\"\\ud800\\ud800\\udc00\"}", "/a", "\\ud800");
        refused("{\"\\udc00\":1}", "", "low surrogate");
        refused("{\"a\\ud800\":1}", "", "surrogate");
    }

    @Test
    void what_is_not_one_document_is_refused_with_line_and_column() {
        refused("", "", "is empty");
        refused(" \n ", "", "is empty");
        refused("{} {}", "", "line 1, column 4");
        refused("{\"a\":1,\n \"b\":}", "/b", "line 2, column 6");
        refused("{\"a\":[1,2", "/a/1", "line 1");
        refused("{\"a\":[1,]}", "/a/1", "line 1");
        refused("{'a':1}", "", "line 1");
        refused("[1] // done", "", "line 1");
        refused("[NaN]", "/0", "line 1");
        refused("[01]", "/0", "line 1");
        refused("[\"a\nb\"]", "/0", "line");
        refused("\"abc", "", "line 1");
        refused("tru", "", "line 1");
    }

    @Test
    void long_strings_are_accepted_up_to_the_limit() {
        var text = "x".repeat(Json.MAX_STRING_LENGTH);
        assertEquals(text, Json.parse(bytes("\"" + text + "\"")).textValue());
        var message = refused("[\"" + text + "x\"]", "/0", "String value length");
        assertTrue(message.length() < 500, message);
    }

    private static String print(String json) {
        return new String(Json.write(Json.parse(bytes(json))), UTF_8);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(UTF_8);
    }

    private static String refused(String json, String pointer, String text) {
        return refused(bytes(json), pointer, text);
    }

    private static String refused(byte[] json, String pointer, String text) {
        var failure = assertThrows(InvalidInput.class, () -> Json.parse(json), text);
        var detail = failure.details().getFirst();
        assertEquals(pointer, detail.pointer(), detail.detail());
        assertTrue(detail.detail().contains(text), detail.detail());
        return detail.detail();
    }
}
