package dev.seamwright.broker.mcp;

/**
 * Who asks, as it says itself: for the audit log, never for a decision.
 *
 * @param name with its version; empty: it does not say
 * @param onBehalfOf the human; empty: it does not say
 */
record Agent(String name, String onBehalfOf) {
    private static final int LONGEST = 200;

    Agent {
        name = line(name);
        onBehalfOf = line(onBehalfOf);
    }

    private static String line(String text) {
        var line = text.replaceAll("[\\p{C}\\s]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST);
    }
}
