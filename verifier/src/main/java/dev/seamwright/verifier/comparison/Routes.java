package dev.seamwright.verifier.comparison;

import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.contracts.openapi.OpenApiDocument;
import dev.seamwright.contracts.openapi.Operation;
import dev.seamwright.contracts.openapi.Server;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The operations of a document by the requests that reach them: what is literal comes before templates.
 *
 * <p>The paths of a pact begin where its consumer's base address ends, which is not known: with the path of a server, or behind it. Only 2.0's
 * {@code basePath} is taken to be a part of every path, as it is no part of an address there.
 */
final class Routes {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

    private final Map<String, List<Route>> literal = new HashMap<>();
    private final List<Route> templates = new ArrayList<>();
    private final boolean anyCase;

    /** A request that reached an operation, with the texts that stand for the parameters of its path. */
    record Match(Operation operation, Map<String, String> parameters) {}

    private record Route(Operation operation, Pattern pattern, List<String> names, String order) {}

    Routes(OpenApiDocument document) {
        this.anyCase = document.root()
                .get("info")
                .flatMap(info -> info.get("x-opc-config-case-insensitive"))
                .filter(Node::isTrue)
                .isPresent();
        var prefix = document.root()
                .get("info")
                .flatMap(info -> info.get("x-opc-config-base-path"))
                .flatMap(Node::text);
        document.operations().forEach(operation -> {
            for (var base : bases(document, operation, prefix)) {
                add(operation, base + operation.path());
            }
        });
        templates.sort(Comparator.comparing(Route::order));
    }

    private static Set<String> bases(OpenApiDocument document, Operation operation, Optional<String> prefix) {
        var bases = new LinkedHashSet<String>();
        if (prefix.isPresent()) {
            bases.add(withoutSlash(prefix.get()));
            return bases;
        }
        var two = document.root().get("swagger").isPresent();
        if (!two) {
            bases.add("");
        }
        for (var server : operation.servers()) {
            bases.add(withoutSlash(path(server)));
        }
        return bases;
    }

    private static String withoutSlash(String path) {
        var end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    /** The path of a server's address; variables that may be anything stay in braces. */
    private static String path(Server server) {
        var url = server.url();
        for (var variable : server.variables().entrySet()) {
            if (variable.getValue().values().size() <= 1) {
                url = url.replace(
                        "{" + variable.getKey() + "}", variable.getValue().defaultValue());
            }
        }
        var scheme = url.indexOf("://");
        if (scheme >= 0) {
            var slash = url.indexOf('/', scheme + 3);
            return slash < 0 ? "" : url.substring(slash);
        }
        if (url.startsWith("//")) {
            var slash = url.indexOf('/', 2);
            return slash < 0 ? "" : url.substring(slash);
        }
        return url.startsWith("/") ? url : "/" + url;
    }

    private void add(Operation operation, String template) {
        var names = new ArrayList<String>();
        var regex = new StringBuilder();
        var order = new StringBuilder();
        var placeholder = PLACEHOLDER.matcher(template);
        var at = 0;
        while (placeholder.find()) {
            regex.append(Pattern.quote(template.substring(at, placeholder.start())));
            order.append(template, at, placeholder.start()).append('\uffff');
            names.add(placeholder.group(1));
            regex.append("([^/]+?)");
            at = placeholder.end();
        }
        regex.append(Pattern.quote(template.substring(at)));
        order.append(template.substring(at));
        var pattern = Pattern.compile(regex.append("/?").toString(), anyCase ? Pattern.CASE_INSENSITIVE : 0);
        var route = new Route(operation, pattern, List.copyOf(names), order.toString());
        if (names.isEmpty() && !anyCase) {
            literal.computeIfAbsent(withoutSlash(template), any -> new ArrayList<>())
                    .add(route);
        } else {
            templates.add(route);
        }
    }

    /** The operations that a request may reach, the one that it does reach first. */
    List<Match> matches(String method, String path) {
        var matches = new ArrayList<Match>();
        for (var route : literal.getOrDefault(withoutSlash(path), List.of())) {
            if (route.operation().method().equals(method)) {
                matches.add(new Match(route.operation(), Map.of()));
            }
        }
        for (var route : templates) {
            if (route.operation().method().equals(method)) {
                var matcher = route.pattern().matcher(path);
                if (matcher.matches()) {
                    var parameters = new LinkedHashMap<String, String>();
                    for (var i = 0; i < route.names().size(); i++) {
                        parameters.put(route.names().get(i), decoded(matcher.group(i + 1)));
                    }
                    matches.add(new Match(route.operation(), parameters));
                }
            }
        }
        return matches;
    }

    /** The methods that a path has. */
    Set<String> methods(String path) {
        return literalAndTemplates(path).stream()
                .map(route -> route.operation().method())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private List<Route> literalAndTemplates(String path) {
        var routes = new ArrayList<>(literal.getOrDefault(withoutSlash(path), List.of()));
        templates.stream()
                .filter(route -> route.pattern().matcher(path).matches())
                .forEach(routes::add);
        return routes;
    }

    private static String decoded(String text) {
        try {
            var path = new URI(text.startsWith("/") ? text : "/" + text).getPath();
            return path == null ? text : path.substring(1);
        } catch (URISyntaxException e) {
            return text; // what is no address stands for itself
        }
    }
}
