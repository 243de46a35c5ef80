package dev.seamwright.cli.http;

/** A query string that keeps the order in which its parameters are added, which {@code /matrix} depends on. */
public final class Query {
    private final StringBuilder text = new StringBuilder();

    public Query add(String name, String value) {
        text.append(text.isEmpty() ? '?' : '&')
                .append(Urls.encode(name))
                .append('=')
                .append(Urls.encode(value));
        return this;
    }

    /** Empty, or the query with its question mark. */
    @Override
    public String toString() {
        return text.toString();
    }
}
