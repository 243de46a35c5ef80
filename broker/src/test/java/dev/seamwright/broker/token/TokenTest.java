package dev.seamwright.broker.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TokenTest {
    private static final Pattern FORM = Pattern.compile("swt_[0-9A-Za-z]{42}");

    @Test
    void a_hundred_thousand_tokens_have_the_form_and_none_comes_twice() {
        var seen = new HashSet<String>();
        for (var i = 0; i < 100_000; i++) {
            var text = Token.generate(i).reveal();
            assertTrue(FORM.matcher(text).matches(), text);
            assertTrue(seen.add(text), text);
            assertEquals(Optional.of(i), Token.parse(text).map(Token::workspaceId));
        }
    }

    @Test
    void the_largest_workspace_fits_and_a_larger_one_is_no_token() {
        var text = Token.generate(Integer.MAX_VALUE).reveal();
        assertEquals(Optional.of(Integer.MAX_VALUE), Token.parse(text).map(Token::workspaceId));
    }

    @Test
    void a_change_of_any_single_character_breaks_the_checksum() {
        var text = Token.generate(7).reveal();
        for (var i = "swt_".length(); i < text.length(); i++) {
            for (var c = '0'; c <= 'z'; c++) {
                if (c != text.charAt(i)) {
                    var changed = text.substring(0, i) + c + text.substring(i + 1);
                    assertEquals(Optional.empty(), Token.parse(changed).map(Token::reveal), changed);
                }
            }
        }
    }

    @Test
    void the_checksum_is_the_crc_32_of_all_before_it_in_base_62() {
        var text = Token.generate(1).reveal();
        var crc = new java.util.zip.CRC32();
        crc.update(text.substring(0, 40).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        var digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        var value = 0L;
        for (var c : text.substring(40).toCharArray()) {
            value = value * 62 + digits.indexOf(c);
        }
        assertEquals(crc.getValue(), value);
    }

    @Test
    void what_is_shorter_longer_or_starts_otherwise_is_no_token() {
        var text = Token.generate(1).reveal();
        for (var other : new String[] {
            "", "swt_", text.substring(1), text + "0", text.substring(0, 45), "SWT_" + text.substring(4), " " + text
        }) {
            assertEquals(Optional.empty(), Token.parse(other).map(Token::reveal), other);
        }
    }

    @Test
    void a_token_does_not_print_its_secret() {
        assertEquals("swt_…", Token.generate(1).toString());
    }
}
