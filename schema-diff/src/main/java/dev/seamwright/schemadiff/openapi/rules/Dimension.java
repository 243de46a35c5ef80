package dev.seamwright.schemadiff.openapi.rules;

import dev.seamwright.schemadiff.Level;
import dev.seamwright.schemadiff.openapi.Change;
import java.util.Locale;
import java.util.Optional;

/** Who is concerned by a change. */
public enum Dimension {
    /** Those who send requests and read answers. */
    WIRE,
    /** Those who generate code from the document: it has other names, or another order of arguments. */
    CODEGEN;

    /** The spelling in the API and on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return word();
    }

    /** How much a change weighs for those who generate code; empty if they alone are not concerned. */
    static Optional<Level> codegen(Change change) {
        return switch (change.subject()) {
            case OPERATION_ID, COMPONENT, PARAMETER_ORDER, ENUM_NAMES -> Optional.of(Level.BREAKING);
            case TAG, TITLE -> Optional.of(Level.RISKY);
            default -> Optional.empty();
        };
    }
}
