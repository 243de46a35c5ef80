package dev.seamwright.schemadiff.postgres.shadow;

import java.sql.SQLException;

/** A candidate needs an extension that the shadow's server does not have, or that it gives to no candidate. */
public final class ExtensionMissing extends Rejected {
    private static final long serialVersionUID = 1L;

    private final String name;

    ExtensionMissing(String name, boolean available, String script, Script.Statement statement, SQLException refusal) {
        super(message(name, available, script, place(statement)), script, statement, refusal);
        this.name = name;
    }

    private static String message(String name, boolean available, String script, String place) {
        return available
                ? "The %s needs the extension %s at %s. The shadow does not give it to candidates, because its functions lead out of the database."
                        .formatted(script, name, place)
                : "The %s needs the extension %s at %s, which the shadow's PostgreSQL does not have. Let the broker use a server that has it, with --shadow-url; or have what does not need it checked without it."
                        .formatted(script, name, place);
    }

    /** The extension. */
    public String name() {
        return name;
    }
}
