package dev.seamwright.schemadiff.openapi.containment;

/**
 * What an object holds under names that its own schema neither declares nor says anything about, while it leaves {@code additionalProperties}
 * out: strictly, anything.
 */
public enum Undeclared {
    /** Anything, as JSON Schema has it: to declare one more property of an open object narrows it. */
    ANYTHING,
    /**
     * Nothing that the other schema declares: who keeps to the one schema does not use a name by chance that the other gives a meaning. Where the
     * other schema is closed, other names count all the same.
     */
    NOT_DECLARED_ELSEWHERE
}
