package dev.seamwright.schemadiff.postgres.recording;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** PostgreSQL's text form of a parse tree, {@code {A_CONST :val 1 :location 7}}, as far as names, fields and locations go. */
final class NodeTree {
    private final String text;
    private int at;

    private NodeTree(String text) {
        this.text = text;
    }

    /** What stands behind a field: a node, a list, or the words of a plain value. */
    sealed interface Item {}

    /** A node with its fields. */
    record Node(String name, Map<String, List<Item>> fields) implements Item {
        /** The nodes in a field, and in lists there. */
        List<Node> nodes(String field) {
            var nodes = new ArrayList<Node>();
            collect(fields.getOrDefault(field, List.of()), nodes);
            return nodes;
        }

        private static void collect(List<Item> items, List<Node> nodes) {
            for (var item : items) {
                switch (item) {
                    case Node node -> nodes.add(node);
                    case Items list -> collect(list.items(), nodes);
                    case Word _ -> {}
                }
            }
        }

        /** The number in a field; -1: there is none. */
        int number(String field) {
            var items = fields.getOrDefault(field, List.of());
            return !items.isEmpty() && items.getFirst() instanceof Word(var word) && word.matches("-?\\d+")
                    ? Integer.parseInt(word)
                    : -1;
        }
    }

    /** A list. */
    record Items(List<Item> items) implements Item {}

    /** A word of a plain value. */
    record Word(String text) implements Item {}

    static Node parse(String text) {
        var tree = new NodeTree(text);
        tree.space();
        tree.at++;
        return tree.node();
    }

    private Node node() {
        var name = word();
        var fields = new HashMap<String, List<Item>>();
        List<Item> current = new ArrayList<>();
        while (true) {
            space();
            if (at >= text.length() || text.charAt(at) == '}') {
                at++;
                return new Node(name, fields);
            }
            if (text.charAt(at) == ':') {
                at++;
                current = new ArrayList<>();
                fields.put(word(), current);
            } else {
                current.add(item());
            }
        }
    }

    private Item item() {
        return switch (text.charAt(at)) {
            case '{' -> {
                at++;
                yield node();
            }
            case '(' -> {
                at++;
                var items = new ArrayList<Item>();
                space();
                while (at < text.length() && text.charAt(at) != ')') {
                    items.add(item());
                    space();
                }
                at++;
                yield new Items(items);
            }
            default -> new Word(word());
        };
    }

    /** Up to a space or a bracket that no backslash precedes. */
    private String word() {
        var start = at;
        while (at < text.length()) {
            var c = text.charAt(at);
            if (c == '\\') {
                at++;
            } else if (Character.isWhitespace(c) || "{}()".indexOf(c) >= 0) {
                break;
            }
            at++;
        }
        if (at == start) {
            at++; // a bracket that closes nothing
        }
        return text.substring(start, Math.min(at, text.length()));
    }

    private void space() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
