package dev.seamwright.schemadiff.openapi;

/**
 * Where something that changed is used.
 *
 * @param operation {@code GET /orders/{id}} for example
 * @param place {@code request body application/json} for example; empty for the operation itself
 */
public record Use(String operation, String place) {
    Use at(String inner) {
        return new Use(operation, place.isEmpty() ? inner : place + ", " + inner);
    }

    @Override
    public String toString() {
        return place.isEmpty() ? operation : operation + ": " + place;
    }
}
