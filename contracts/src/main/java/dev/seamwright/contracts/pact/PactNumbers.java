package dev.seamwright.contracts.pact;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Spells decimals as the Pact Broker does: it reads them as IEEE 754 doubles and prints them with Ruby's
 * {@code Float#to_s} (the json gem before 2.10), so {@code 1.10} becomes {@code 1.1} and {@code 1e2} becomes {@code 100.0}.
 *
 * <p>Later json gems print the same from 0.0001 up to 10^15, and spell exponents without {@code .0} outside of it.
 */
final class PactNumbers {
    private static final int FIXED_DIGITS = 15;
    private static final int FIXED_ZEROS = 3;

    private PactNumbers() {}

    static String spell(JsonNode number) {
        double value = number.doubleValue();
        if (Double.isInfinite(value)) {
            // the Pact Broker refuses such a pact, so that any stable spelling will do
            return number.decimalValue().toString();
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        var shortest = shortest(Math.abs(value));
        var digits = shortest.unscaledValue().toString();
        int point = digits.length() - shortest.scale();
        return (value < 0 ? "-" : "") + spell(digits, point);
    }

    /** @param point how many digits stand before the decimal point */
    private static String spell(String digits, int point) {
        if (point < -FIXED_ZEROS || (point > FIXED_DIGITS && point >= digits.length())) {
            var fraction = digits.length() == 1 ? "0" : digits.substring(1);
            return "%c.%se%+03d".formatted(digits.charAt(0), fraction, point - 1);
        }
        if (point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        if (point < digits.length()) {
            return digits.substring(0, point) + "." + digits.substring(point);
        }
        return digits + "0".repeat(point - digits.length()) + ".0";
    }

    /** The shortest decimal that reads back as {@code value}; Java itself stops at two digits. */
    private static BigDecimal shortest(double value) {
        var decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (decimal.precision() == 2) {
            var single = decimal.round(new MathContext(1, RoundingMode.HALF_EVEN));
            if (single.doubleValue() == value) {
                return single.stripTrailingZeros();
            }
        }
        return decimal;
    }
}
