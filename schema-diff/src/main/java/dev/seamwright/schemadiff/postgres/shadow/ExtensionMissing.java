package dev.seamwright.schemadiff.postgres.shadow;

import java.sql.SQLException;

/** A candidate needs an extension that the shadow's server does not have, or that it gives to no candidate. */
public final class ExtensionMissing extends Rejected {
    private static final long serialVersionUID = 1L;

    private final String name;

    ExtensionMissing(String name, boolean available, String script, int line, SQLException refusal) {
        super(message(name, available, script, line), script, line, refusal);
        this.name = name;
    }

    private static String message(String name, boolean available, String script, int line) {
        return available
                ? "The %s needs the extension %s at line %d. The shadow does not give it to candidates, because its functions lead out of the database."
                        .formatted(script, name, line)
                : "The %s needs the extension %s at line %d, which the shadow's PostgreSQL does not have. Let the broker use a server that has it, with --shadow-url; or have what does not need it checked without it."
                        .formatted(script, name, line);
    }

    /** The extension. */
    public String name() {
        return name;
    }
}
