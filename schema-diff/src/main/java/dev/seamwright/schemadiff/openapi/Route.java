package dev.seamwright.schemadiff.openapi;

import dev.seamwright.contracts.openapi.Operation;
import dev.seamwright.contracts.openapi.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How requests get to an operation.
 *
 * @param path without names of parameters: {@code /orders/{}}
 * @param segments the path between its slashes
 * @param addresses of the servers
 */
record Route(Operation operation, String path, List<String> segments, Addresses addresses) {
    private static final Pattern PARAMETER = Pattern.compile("\\{[^{}]*}");
    private static final int MOST_ADDRESSES = 64;

    /**
     * Where a server is.
     *
     * @param authority {@code https://example.com}; empty when the document does not say
     * @param base the path, without a slash at the end
     */
    record Address(String authority, String base, Server server) {}

    static Route of(Operation operation) {
        var addresses = new ArrayList<Address>();
        for (var server : operation.servers()) {
            for (var url : urls(server)) {
                addresses.add(address(url, server));
            }
        }
        var path = plain(operation.path());
        return new Route(operation, path, List.of(path.split("/", -1)), new Addresses(addresses));
    }

    static String plain(String path) {
        return PARAMETER.matcher(path).replaceAll("{}");
    }

    private static List<String> urls(Server server) {
        var urls = List.of(server.url());
        for (var variable : server.variables().entrySet()) {
            var next = new ArrayList<String>();
            for (var url : urls) {
                var values = variable.getValue().values();
                for (var value : values.isEmpty() ? List.of("{}") : values) {
                    if (next.size() < MOST_ADDRESSES) {
                        next.add(url.replace("{" + variable.getKey() + "}", value));
                    }
                }
            }
            urls = next;
        }
        return urls;
    }

    private static Address address(String url, Server server) {
        var authority = "";
        var base = url;
        var start = url.indexOf("//");
        if (start >= 0) {
            var end = url.indexOf('/', start + 2);
            authority = end < 0 ? url : url.substring(0, end);
            base = end < 0 ? "" : url.substring(end);
        }
        while (base.endsWith("/")) {
            base = base.substring(0, base.length() - 1);
        }
        return new Address(authority, base.isEmpty() || base.startsWith("/") ? base : "/" + base, server);
    }

    /** Whether a request to that address of the other route gets here by the same path. */
    boolean serves(Address address, String fullPath) {
        return fullPath.endsWith(path)
                && addresses.serve(address, fullPath.substring(0, fullPath.length() - path.length()));
    }

    /** Equal for routes of one method and one path. */
    String key() {
        return operation.method() + " " + path;
    }

    /** Whether every path of the other route is one of this. */
    boolean covers(Route other) {
        var own = segments();
        var others = other.segments();
        if (own.size() != others.size()) {
            return false;
        }
        for (var i = 0; i < own.size(); i++) {
            if (!own.get(i).equals(others.get(i))
                    && (!own.get(i).equals("{}") || others.get(i).isEmpty())) {
                return false;
            }
        }
        return true;
    }

    /** How many segments are written out: requests go where most are. */
    long literals() {
        return segments().stream().filter(segment -> !segment.contains("{}")).count();
    }

    String label() {
        return operation.method() + " " + operation.path();
    }

    /** A path that a request may have. */
    String example() {
        return path.replace("{}", "1");
    }
}
