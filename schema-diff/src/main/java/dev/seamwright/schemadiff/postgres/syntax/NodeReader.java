package dev.seamwright.schemadiff.postgres.syntax;

import dev.seamwright.schemadiff.postgres.syntax.Value.Items;
import dev.seamwright.schemadiff.postgres.syntax.Value.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** Reads a parse tree from PostgreSQL's debugging output, which breaks long lines at spaces. */
final class NodeReader {
    private final String dump;
    private int at;

    private NodeReader(String dump) {
        this.dump = dump;
    }

    /** @throws IllegalArgumentException when {@code dump} does not begin with a node */
    static Node read(String dump) {
        var reader = new NodeReader(dump);
        if (reader.value() instanceof Node node) {
            return node;
        }
        throw new IllegalArgumentException("No parse tree: " + dump);
    }

    private void skipSpace() {
        while (at < dump.length() && Character.isWhitespace(dump.charAt(at))) {
            at++;
        }
    }

    private char next() {
        skipSpace();
        if (at >= dump.length()) {
            throw new IllegalArgumentException("The parse tree ends too early.");
        }
        return dump.charAt(at);
    }

    /** Null for {@code <>}. */
    private @Nullable Value value() {
        return switch (next()) {
            case '{' -> node();
            case '(' -> items();
            case '"' -> quoted();
            default -> word();
        };
    }

    private Node node() {
        at++;
        var type = token();
        var fields = new LinkedHashMap<String, Value>();
        while (next() != '}') {
            var name = token();
            var value = value();
            if (value != null) {
                fields.put(name.substring(1), value);
            }
            // the bytes of an analysed constant follow its length
            while (next() != ':' && next() != '}') {
                value();
            }
        }
        at++;
        return new Node(type, fields);
    }

    private Items items() {
        at++;
        var values = new ArrayList<Value>();
        while (next() != ')') {
            var value = value();
            if (value != null) {
                values.add(value);
            }
        }
        at++;
        return new Items(values);
    }

    private Text quoted() {
        at++;
        var text = new StringBuilder();
        while (dump.charAt(at) != '"' || !endsToken(at + 1)) {
            if (dump.charAt(at) == '\\') {
                at++;
                // a space at which the line was broken
                text.append(dump.charAt(at) == '\n' ? ' ' : dump.charAt(at));
            } else if (dump.charAt(at) != '\n') {
                text.append(dump.charAt(at));
            }
            at++;
        }
        at++;
        return new Text(text.toString(), true);
    }

    /** PostgreSQL puts a backslash before spaces and brackets in a string, and none before quotes. */
    private boolean endsToken(int place) {
        return place >= dump.length()
                || Character.isWhitespace(dump.charAt(place))
                || "(){}".indexOf(dump.charAt(place)) >= 0;
    }

    private @Nullable Text word() {
        var word = token();
        return word.equals("<>") ? null : new Text(word, false);
    }

    private String token() {
        skipSpace();
        var text = new StringBuilder();
        while (at < dump.length() && !Character.isWhitespace(dump.charAt(at)) && "(){}".indexOf(dump.charAt(at)) < 0) {
            if (dump.charAt(at) == '\\' && at + 1 < dump.length()) {
                at++;
            }
            text.append(dump.charAt(at) == '\n' ? ' ' : dump.charAt(at));
            at++;
        }
        if (text.isEmpty()) {
            throw new IllegalArgumentException("The parse tree has no word at " + at);
        }
        return text.toString();
    }
}
