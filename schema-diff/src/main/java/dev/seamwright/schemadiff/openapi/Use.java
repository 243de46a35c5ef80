package dev.seamwright.schemadiff.openapi;

/**
 * Where something that changed is used.
 *
 * @param operation {@code GET /orders/{id}} for example
 * @param place {@code request body application/json} for example; empty for the operation itself
 */
public record Use(String operation, String place) {
    static final String WEBHOOK = "webhook ";
    static final String CALLBACK = " callback ";

    Use at(String inner) {
        return new Use(operation, place.isEmpty() ? inner : place + ", " + inner);
    }

    /** Whether the provider begins the exchange: a webhook or a callback. */
    public boolean isBegunByProvider() {
        return operation.startsWith(WEBHOOK) || operation.contains(CALLBACK);
    }

    @Override
    public String toString() {
        return place.isEmpty() ? operation : operation + ": " + place;
    }
}
