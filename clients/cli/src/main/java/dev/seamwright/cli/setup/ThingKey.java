package dev.seamwright.cli.setup;

/**
 * What tells a thing from all others.
 *
 * @param name in the broker; the id of a webhook
 */
record ThingKey(Kind kind, String name) implements Comparable<ThingKey> {
    @Override
    public int compareTo(ThingKey other) {
        var byKind = kind.compareTo(other.kind);
        return byKind == 0 ? name.compareTo(other.name) : byKind;
    }
}
