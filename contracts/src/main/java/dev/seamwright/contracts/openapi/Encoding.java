package dev.seamwright.contracts.openapi;

import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** The characters of a document: those of UTF-8, without a mark in front. */
final class Encoding {
    private Encoding() {}

    /** @throws InvalidInput with the place where it is not UTF-8 */
    static CharBuffer decode(byte[] bytes) {
        var other = other(bytes);
        if (!other.isEmpty()) {
            throw new InvalidInput("", "is %s; send the document as UTF-8 (line 1, column 1)".formatted(other));
        }
        try {
            return Json.decode(bytes);
        } catch (InvalidInput notUtf8) {
            throw new InvalidInput(
                    "",
                    notUtf8.details().stream()
                            .findFirst()
                            .map(InvalidInput.Detail::detail)
                            .orElse("is not UTF-8")
                            .concat(place(bytes)));
        }
    }

    /** What the first bytes look like, if that is an encoding of wider characters: they start with a mark or with ASCII. */
    private static String other(byte[] bytes) {
        var a = at(bytes, 0);
        var b = at(bytes, 1);
        var c = at(bytes, 2);
        var d = at(bytes, 3);
        if ((a == 0xFF && b == 0xFE && c == 0 && d == 0) || (a > 0 && b == 0 && c == 0 && d == 0)) {
            return "UTF-32 (little endian)";
        }
        if ((a == 0 && b == 0 && c == 0xFE && d == 0xFF) || (a == 0 && b == 0 && c == 0 && d > 0)) {
            return "UTF-32 (big endian)";
        }
        if ((a == 0xFF && b == 0xFE) || (a > 0 && b == 0 && c > 0 && d == 0)) {
            return "UTF-16 (little endian)";
        }
        if ((a == 0xFE && b == 0xFF) || (a == 0 && b > 0 && c == 0 && d > 0)) {
            return "UTF-16 (big endian)";
        }
        return "";
    }

    private static int at(byte[] bytes, int index) {
        return index < bytes.length ? Byte.toUnsignedInt(bytes[index]) : -1;
    }

    /** Where the part ends that is UTF-8. */
    private static String place(byte[] bytes) {
        // what is no UTF-8 is replaced, and stands for itself nowhere else in a document that is refused
        var text = new String(bytes, StandardCharsets.UTF_8);
        var good = text.startsWith("\uFEFF") ? 0 : Math.max(0, text.indexOf('\uFFFD'));
        var line =
                1 + (int) text.substring(0, good).chars().filter(c -> c == '\n').count();
        var column = good - text.lastIndexOf('\n', good - 1);
        return " (line %d, column %d)".formatted(line, column);
    }
}
