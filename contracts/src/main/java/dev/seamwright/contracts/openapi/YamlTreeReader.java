package dev.seamwright.contracts.openapi;

import dev.seamwright.contracts.InvalidInput;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * YAML 1.2 with the core schema as a tree of places; keys are read as the texts that they are. What YAML 1.1 would have read otherwise
 * ({@code on}, {@code 012}) is noted.
 */
final class YamlTreeReader extends TreeReader {
    static final int MAX_ALIASES = 50;

    private static final int MAX_AMBIGUOUS = 40;
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern OTHER_IN_1_1 = Pattern.compile(
            "(?i:y|n|yes|no|on|off)|[-+]?0[0-7]+|[-+]?0b[01_]+|[-+]?[0-9][0-9_]*_[0-9_]*|[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+");

    private final String text;
    private final Iterator<Event> events;
    private final List<Note> notes;
    private final Map<String, Node> anchors = new HashMap<>();
    private final Deque<String> path = new ArrayDeque<>();
    private int aliases;
    private @Nullable Mark at;

    YamlTreeReader(String text, List<Note> notes) {
        var options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        options.setNestingDepthLimit(MAX_DEPTH + 1);
        this.text = text;
        this.events = new Yaml(options).parse(new StringReader(text)).iterator();
        this.notes = notes;
    }

    @Override
    Node read() {
        try {
            next(); // the stream
            var first = next();
            if (first.is(Event.ID.StreamEnd)) {
                throw new InvalidInput("", "is empty; send an OpenAPI document (line 1, column 1)");
            }
            var node = node(next(), 0);
            next(); // the end of the document
            var last = next();
            if (!last.is(Event.ID.StreamEnd)) {
                throw refused("goes on with another document; send one", line(last), column(last));
            }
            return node;
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            throw refused(
                    "is not acceptable YAML: %s".formatted(e.getProblem()),
                    mark == null ? 1 : mark.getLine() + 1,
                    mark == null ? 1 : mark.getColumn() + 1);
        } catch (ReaderException e) {
            throw unreadable(e);
        } catch (YAMLException e) {
            throw refused("is not acceptable YAML: " + e.getMessage(), line(at), at == null ? 1 : at.getColumn() + 1);
        }
    }

    /** A character that YAML does not have (YAML 1.2.2 §5.1). */
    private InvalidInput unreadable(ReaderException e) {
        var place = text.offsetByCodePoints(0, Math.min(e.getPosition(), text.codePointCount(0, text.length())));
        var line = 1
                + (int) text.substring(0, place).chars().filter(c -> c == '\n').count();
        return refused(
                "is not acceptable YAML: it has the character U+%04X".formatted(e.getCodePoint()),
                line,
                place - text.lastIndexOf('\n', place - 1));
    }

    private Event next() {
        var event = events.next();
        at = event.getEndMark();
        return event;
    }

    private Node node(Event event, int depth) {
        if (event instanceof AliasEvent alias) {
            return alias(alias);
        }
        count(1, line(event), column(event));
        var anchor = ((NodeEvent) event).getAnchor();
        var node = switch (event) {
            case ScalarEvent scalar -> scalar(scalar);
            case MappingStartEvent start -> mapping(start, depth + 1);
            case SequenceStartEvent start -> sequence(start, depth + 1);
            default -> throw new IllegalStateException("no value starts with " + event);
        };
        if (anchor != null) {
            anchors.put(anchor, node);
        }
        return node;
    }

    private Node alias(AliasEvent alias) {
        aliases++;
        if (aliases > MAX_ALIASES) {
            throw refused(
                    "is one alias too many; at most %d are read".formatted(MAX_ALIASES), line(alias), column(alias));
        }
        var target = anchors.get(alias.getAnchor());
        if (target == null) {
            throw refused(
                    "is an alias of &%s, which does not end before it".formatted(alias.getAnchor()),
                    line(alias),
                    column(alias));
        }
        count(target.size(), line(alias), column(alias));
        return target.copy();
    }

    private Node mapping(MappingStartEvent start, int depth) {
        untagged(start.getTag(), start);
        checkDepth(depth, line(start), column(start));
        var members = new LinkedHashMap<String, Node>();
        var merged = new ArrayList<Node>();
        for (var event = next(); !event.is(Event.ID.MappingEnd); event = next()) {
            if (!(event instanceof ScalarEvent key)) {
                throw refused("has a key that is no text", line(event), column(event));
            }
            untagged(key.getTag(), key);
            var name = text(key.getValue(), line(key), column(key));
            path.addLast(name);
            if (members.containsKey(name)) {
                throw refused("stands here twice; keep one of them", line(key), column(key));
            }
            var value = node(next(), depth);
            if (key.isPlain() && name.equals("<<")) {
                merged.add(value);
            } else {
                members.put(name, value);
            }
            path.removeLast();
        }
        for (var source : merged) {
            merge(members, source);
        }
        return new Node.Members(line(start), column(start), members);
    }

    /** YAML 1.1's merge key: members that are not there yet, the first source first. */
    private void merge(Map<String, Node> members, Node source) {
        if (source.isObject()) {
            source.members().forEach(member -> members.putIfAbsent(member.step(), member.copy()));
        } else if (source instanceof Node.Items) {
            source.items().forEach(item -> merge(members, item));
        } else {
            throw refused("merges what is no object", source.line(), source.column());
        }
    }

    private Node sequence(SequenceStartEvent start, int depth) {
        untagged(start.getTag(), start);
        checkDepth(depth, line(start), column(start));
        var items = new ArrayList<Node>();
        for (var event = next(); !event.is(Event.ID.SequenceEnd); event = next()) {
            path.addLast(Integer.toString(items.size()));
            items.add(node(event, depth));
            path.removeLast();
        }
        return new Node.Items(line(start), column(start), items);
    }

    private Node scalar(ScalarEvent scalar) {
        untagged(scalar.getTag(), scalar);
        return new Node.Scalar(line(scalar), column(scalar), value(scalar));
    }

    private @Nullable Object value(ScalarEvent scalar) {
        var text = scalar.getValue();
        if (!scalar.isPlain()) {
            return text(text, line(scalar), column(scalar));
        }
        if (text.length() <= MAX_AMBIGUOUS && OTHER_IN_1_1.matcher(text).matches()) {
            notes.add(new Note(
                    Note.Kind.AMBIGUOUS,
                    new Place(pointer(), line(scalar), column(scalar)),
                    "%s means something else in YAML 1.1; put a text in quotes, and write a number in decimal"
                            .formatted(text)));
        }
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> null;
            case "true", "True", "TRUE" -> true;
            case "false", "False", "FALSE" -> false;
            case ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "-.inf" ->
                throw refused("is %s, which JSON does not have".formatted(text), line(scalar), column(scalar));
            default -> numberOrText(text, scalar);
        };
    }

    private Object numberOrText(String text, ScalarEvent scalar) {
        if (INTEGER.matcher(text).matches() || FLOAT.matcher(text).matches()) {
            return number(text.startsWith("+") ? text.substring(1) : text, line(scalar), column(scalar));
        }
        if (text.matches("0o[0-7]{1,60}")) {
            return new BigDecimal(new BigInteger(text.substring(2), 8));
        }
        if (text.matches("0x[0-9a-fA-F]{1,60}")) {
            return new BigDecimal(new BigInteger(text.substring(2), 16));
        }
        return text(text, line(scalar), column(scalar));
    }

    private void untagged(@Nullable String tag, Event event) {
        // "!" says: a text, as the quotes do too
        if (tag != null && !tag.equals("!")) {
            throw refused("has the tag %s; leave tags out".formatted(tag), line(event), column(event));
        }
    }

    private static int line(Event event) {
        return line(event.getStartMark());
    }

    private static int line(@Nullable Mark mark) {
        return mark == null ? 1 : mark.getLine() + 1;
    }

    private static int column(Event event) {
        var mark = event.getStartMark();
        return mark == null ? 1 : mark.getColumn() + 1;
    }

    @Override
    String pointer() {
        var pointer = new StringBuilder();
        path.forEach(step -> pointer.append('/').append(step.replace("~", "~0").replace("/", "~1")));
        return pointer.toString();
    }
}
