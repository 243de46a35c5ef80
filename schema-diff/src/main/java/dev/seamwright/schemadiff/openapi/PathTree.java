package dev.seamwright.schemadiff.openapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Routes by the segments of their paths, so that those which meet are found without looking at all. */
final class PathTree {
    private static final String ANY = "{}";

    private final Map<String, PathTree> below = new LinkedHashMap<>();
    private final List<Route> here = new ArrayList<>();

    void add(Route route) {
        var at = this;
        for (var segment : route.segments()) {
            at = at.below.computeIfAbsent(segment, any -> new PathTree());
        }
        at.here.add(route);
    }

    /** As {@link Route#covers} has it: the routes that cover one. */
    List<Route> covering(Route route) {
        var level = List.of(this);
        for (var segment : route.segments()) {
            var next = new ArrayList<PathTree>();
            for (var tree : level) {
                tree.step(segment, next);
                if (!segment.equals(ANY) && !segment.isEmpty()) {
                    tree.step(ANY, next);
                }
            }
            level = next;
        }
        return routes(level);
    }

    /** The routes that one covers. */
    List<Route> within(Route route) {
        var level = List.of(this);
        for (var segment : route.segments()) {
            var next = new ArrayList<PathTree>();
            for (var tree : level) {
                if (segment.equals(ANY)) {
                    tree.below.forEach((name, child) -> {
                        if (!name.isEmpty()) {
                            next.add(child);
                        }
                    });
                } else {
                    tree.step(segment, next);
                }
            }
            level = next;
        }
        return routes(level);
    }

    private void step(String segment, List<PathTree> into) {
        var child = below.get(segment);
        if (child != null) {
            into.add(child);
        }
    }

    private static List<Route> routes(List<PathTree> level) {
        return level.stream().flatMap(tree -> tree.here.stream()).toList();
    }
}
