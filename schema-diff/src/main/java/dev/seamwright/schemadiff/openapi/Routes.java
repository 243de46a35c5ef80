package dev.seamwright.schemadiff.openapi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The routes of a document. */
final class Routes {
    private static final PathTree EMPTY = new PathTree();

    private final List<Route> all;
    private final Map<String, Route> byPath = new HashMap<>();
    private final Map<String, List<Route>> byFullPath = new HashMap<>();
    private final Map<String, PathTree> byMethod = new HashMap<>();

    Routes(List<Route> all) {
        this.all = all;
        for (var route : all) {
            byPath.putIfAbsent(route.key(), route);
            for (var address : route.addresses().all()) {
                byFullPath
                        .computeIfAbsent(full(route, address, route.path()), any -> new ArrayList<>())
                        .add(route);
            }
            byMethod.computeIfAbsent(route.operation().method(), any -> new PathTree())
                    .add(route);
        }
    }

    private static String full(Route route, Route.Address address, String path) {
        return route.operation().method() + " " + address.base() + path;
    }

    List<Route> all() {
        return all;
    }

    /** What the requests of a route get to: the same path, the same path below the server, or a path with parameters. */
    Optional<Route> partner(Route route) {
        var same = byPath.get(route.key());
        if (same != null) {
            return Optional.of(same);
        }
        for (var address : route.addresses().all()) {
            for (var other : byFullPath.getOrDefault(full(route, address, route.path()), List.of())) {
                if (other.serves(address, address.base() + route.path())) {
                    return Optional.of(other);
                }
            }
        }
        return tree(route).covering(route).stream().max(Comparator.comparingLong(Route::literals));
    }

    /** Routes all of whose paths are paths of the route too. */
    List<Route> within(Route route) {
        return tree(route).within(route);
    }

    private PathTree tree(Route route) {
        return byMethod.getOrDefault(route.operation().method(), EMPTY);
    }
}
