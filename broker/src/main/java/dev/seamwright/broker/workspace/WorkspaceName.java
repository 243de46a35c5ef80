package dev.seamwright.broker.workspace;

import dev.seamwright.contracts.InvalidInput;
import java.util.regex.Pattern;

/** The name of a workspace, for ever: in headers, in the operator's URLs and in the audit log. */
public record WorkspaceName(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    /** @throws InvalidInput when it has another form */
    public WorkspaceName {
        if (!FORM.matcher(value).matches()) {
            throw new InvalidInput(
                    "/name",
                    "Use 1 to 63 lower-case letters, digits and hyphens for a workspace's name, no hyphen at its ends.");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
