package dev.seamwright.contracts.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A value in a document, which knows where it stands. Two nodes are the same only if they are the same place. */
public abstract sealed class Node {
    private final int line;
    private final int column;
    private @Nullable Node parent;
    private String step = "";

    private Node(int line, int column) {
        this.line = line;
        this.column = column;
    }

    /** What this node is a member of; empty for the document itself. */
    public final Optional<Node> parent() {
        return Optional.ofNullable(parent);
    }

    /** The name of the member that this node is, or its index; empty for the document itself. */
    public final String step() {
        return step;
    }

    final int line() {
        return line;
    }

    final int column() {
        return column;
    }

    public final Place place() {
        return new Place(pointer(), line, column, file());
    }

    /** The file where this node stands, of those that were bundled; null if there is one, which nobody has to name. */
    private @Nullable String file() {
        for (var node = this; node.parent != null; node = node.parent) {
            var file = node.parent.file(node.step);
            if (file != null) {
                return file;
            }
        }
        return null;
    }

    /** Where a member is from, if that is another file than the one of this node. */
    @Nullable
    String file(String member) {
        return null;
    }

    /** An object that was put together from several files. */
    static Node object(int line, int column, Map<String, Node> members, Map<String, String> files) {
        var object = new Members(line, column, members);
        object.files = files.isEmpty() ? null : Map.copyOf(files);
        return object;
    }

    /** An array that was put together from several files, given by index. */
    static Node array(int line, int column, List<Node> items, Map<String, String> files) {
        var array = new Items(line, column, items);
        array.files = files.isEmpty() ? null : Map.copyOf(files);
        return array;
    }

    /** The way to this node, as RFC 6901 writes it. */
    public final String pointer() {
        var steps = new ArrayList<String>();
        for (Node node = this; node.parent != null; node = node.parent) {
            steps.add(node.step);
        }
        var pointer = new StringBuilder();
        for (var name : steps.reversed()) {
            pointer.append('/').append(name.replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }

    /** The member of that name, or the item of that index. */
    public Optional<Node> get(String name) {
        return Optional.empty();
    }

    /** The text, if this is a string. */
    public Optional<String> text() {
        return Optional.empty();
    }

    /** The number, if this is one. */
    public Optional<BigDecimal> number() {
        return Optional.empty();
    }

    /** Whether this is {@code true}. */
    public boolean isTrue() {
        return false;
    }

    /** Whether this is {@code true} or {@code false}. */
    public boolean isBoolean() {
        return false;
    }

    /** The items, if this is an array. */
    public List<Node> items() {
        return List.of();
    }

    /** The members in the order of the document, if this is an object. */
    public List<Node> members() {
        return List.of();
    }

    public final boolean isObject() {
        return this instanceof Members;
    }

    /** The value alone, without places; numbers are decimals. */
    public abstract JsonNode toJson();

    private static void adopt(Node parent, Node child, String step) {
        child.parent = parent;
        child.step = step;
    }

    /** The same value at another place: what an alias stands for. */
    abstract Node copy();

    /** How many nodes there are, this one included. */
    abstract int size();

    /** An object. */
    static final class Members extends Node {
        private static final int SMALL = 8;

        private final Node[] values;
        private final @Nullable Map<String, Node> index;
        private @Nullable Map<String, String> files;

        Members(int line, int column, Map<String, Node> members) {
            super(line, column);
            this.values = members.values().toArray(Node[]::new);
            this.index = values.length > SMALL ? HashMap.newHashMap(values.length) : null;
            for (var member : members.entrySet()) {
                adopt(this, member.getValue(), member.getKey());
                if (index != null) {
                    index.put(member.getKey(), member.getValue());
                }
            }
        }

        @Override
        @Nullable
        String file(String member) {
            return files == null ? null : files.get(member);
        }

        @Override
        public Optional<Node> get(String name) {
            if (index != null) {
                return Optional.ofNullable(index.get(name));
            }
            for (var value : values) {
                if (value.step().equals(name)) {
                    return Optional.of(value);
                }
            }
            return Optional.empty();
        }

        @Override
        public List<Node> members() {
            return Collections.unmodifiableList(Arrays.asList(values));
        }

        @Override
        public JsonNode toJson() {
            var json = JsonNodeFactory.instance.objectNode();
            for (var value : values) {
                json.set(value.step(), value.toJson());
            }
            return json;
        }

        @Override
        Node copy() {
            var copies = new LinkedHashMap<String, Node>();
            for (var value : values) {
                copies.put(value.step(), value.copy());
            }
            return new Members(line(), column(), copies);
        }

        @Override
        int size() {
            return 1 + Arrays.stream(values).mapToInt(Node::size).sum();
        }
    }

    /** An array. */
    static final class Items extends Node {
        private static final int MAX_INDEX_DIGITS = 9;

        private final List<Node> items;
        private @Nullable Map<String, String> files;

        Items(int line, int column, List<Node> items) {
            super(line, column);
            this.items = List.copyOf(items);
            for (var i = 0; i < this.items.size(); i++) {
                adopt(this, this.items.get(i), Integer.toString(i));
            }
        }

        @Override
        @Nullable
        String file(String member) {
            return files == null ? null : files.get(member);
        }

        @Override
        public Optional<Node> get(String name) {
            var isIndex = !name.isEmpty()
                    && name.length() <= MAX_INDEX_DIGITS
                    && name.chars().allMatch(c -> c >= '0' && c <= '9')
                    && (name.length() == 1 || name.charAt(0) != '0');
            var index = isIndex ? Integer.parseInt(name) : items.size();
            return index < items.size() ? Optional.of(items.get(index)) : Optional.empty();
        }

        @Override
        public List<Node> items() {
            return items;
        }

        @Override
        public JsonNode toJson() {
            var json = JsonNodeFactory.instance.arrayNode(items.size());
            items.forEach(item -> json.add(item.toJson()));
            return json;
        }

        @Override
        Node copy() {
            return new Items(line(), column(), items.stream().map(Node::copy).toList());
        }

        @Override
        int size() {
            return 1 + items.stream().mapToInt(Node::size).sum();
        }
    }

    /** A string, number, boolean or null. */
    static final class Scalar extends Node {
        private final @Nullable Object value;

        Scalar(int line, int column, @Nullable Object value) {
            super(line, column);
            this.value = value;
        }

        @Override
        public Optional<String> text() {
            return value instanceof String text ? Optional.of(text) : Optional.empty();
        }

        @Override
        public Optional<BigDecimal> number() {
            return value instanceof BigDecimal number ? Optional.of(number) : Optional.empty();
        }

        @Override
        public boolean isTrue() {
            return Boolean.TRUE.equals(value);
        }

        @Override
        public boolean isBoolean() {
            return value instanceof Boolean;
        }

        @Override
        public JsonNode toJson() {
            return switch (value) {
                case null -> NullNode.instance;
                case String text -> TextNode.valueOf(text);
                case BigDecimal number -> DecimalNode.valueOf(number);
                case Boolean bool -> BooleanNode.valueOf(bool);
                default -> throw new IllegalStateException("a scalar is no " + value.getClass());
            };
        }

        @Override
        Node copy() {
            return new Scalar(line(), column(), value);
        }

        @Override
        int size() {
            return 1;
        }
    }
}
