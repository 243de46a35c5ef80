package dev.seamwright.broker.setup;

import dev.seamwright.contracts.InvalidInput;
import java.util.regex.Pattern;

/** The name of a set-up, as its file says it. */
record SetupName(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    /** @throws InvalidInput when it is no name */
    SetupName {
        if (!FORM.matcher(value).matches()) {
            throw new InvalidInput(
                    "setup", "Must have 1 to 63 lower-case letters, digits and hyphens, and no hyphen at its ends.");
        }
    }
}
