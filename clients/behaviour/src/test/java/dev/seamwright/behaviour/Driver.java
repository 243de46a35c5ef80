package dev.seamwright.behaviour;

import com.fasterxml.jackson.databind.JsonNode;

/** Makes the calls of the table with the client of one language. */
interface Driver extends AutoCloseable {
    /**
     * Makes a call.
     *
     * @param job {@code url}, {@code client} and {@code call}, as in cases.yaml
     * @return {@code value}, or {@code failure} with what is known of it; and {@code pauses} in milliseconds
     */
    JsonNode play(JsonNode job);

    @Override
    void close();
}
