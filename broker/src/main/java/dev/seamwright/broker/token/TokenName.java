package dev.seamwright.broker.token;

import dev.seamwright.contracts.InvalidInput;
import java.util.regex.Pattern;

/** What people call a token, and what the audit log names it by. */
public record TokenName(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._@/-]{0,99}");

    /** @throws InvalidInput when it has another form */
    public TokenName {
        if (!FORM.matcher(value).matches()) {
            throw new InvalidInput(
                    "/name",
                    "Use 1 to 100 ASCII letters, digits, spaces and ._@/- for a token's name, a letter or digit first.");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
