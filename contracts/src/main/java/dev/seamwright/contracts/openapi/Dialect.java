package dev.seamwright.contracts.openapi;

import java.util.Optional;

/** A version of the specification. */
public enum Dialect {
    SWAGGER_2_0,
    OPENAPI_3_0,
    OPENAPI_3_1,
    OPENAPI_3_2;

    /** Whether schemas are JSON Schema 2020-12, where a reference has siblings, and null is a type. */
    public boolean jsonSchema() {
        return compareTo(OPENAPI_3_1) >= 0;
    }

    static Optional<Dialect> of(String version) {
        if (version.equals("2.0")) {
            return Optional.of(SWAGGER_2_0);
        }
        if (!version.matches("3\\.[012](\\.[0-9A-Za-z.-]{1,40})?")) {
            return Optional.empty();
        }
        return Optional.of(
                switch (version.charAt(2)) {
                    case '0' -> OPENAPI_3_0;
                    case '1' -> OPENAPI_3_1;
                    default -> OPENAPI_3_2;
                });
    }
}
