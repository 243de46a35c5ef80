package dev.seamwright.contracts.openapi;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.seamwright.contracts.InvalidInput;
import dev.seamwright.contracts.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/** Strict JSON as a tree of places. */
final class JsonTreeReader extends TreeReader {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH + 1)
                    .maxStringLength(MAX_STRING_LENGTH)
                    .maxNumberLength(Json.MAX_NUMBER_LENGTH)
                    .build())
            .build();

    private final JsonParser parser;

    JsonTreeReader(char[] text, int length) {
        try {
            parser = FACTORY.createParser(text, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory cannot fail", e);
        }
    }

    @Override
    Node read() {
        try {
            if (parser.nextToken() == null) {
                throw new InvalidInput("", "is empty; send an OpenAPI document (line 1, column 1)");
            }
            var node = value(0);
            if (parser.nextToken() != null) {
                var at = parser.currentTokenLocation();
                throw refused("goes on after the end of the document", at.getLineNr(), at.getColumnNr());
            }
            return node;
        } catch (JsonProcessingException e) {
            var at = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
            var message = e.getOriginalMessage().replaceAll(",? from `[^`]*`|\\(from `[^`]*`\\)", "");
            throw refused("is not acceptable JSON: %s".formatted(message), at.getLineNr(), at.getColumnNr());
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory cannot fail", e);
        }
    }

    private Node value(int depth) throws IOException {
        var at = parser.currentTokenLocation();
        var line = at.getLineNr();
        var column = at.getColumnNr();
        count(1, line, column);
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(depth + 1, line, column);
            case START_ARRAY -> array(depth + 1, line, column);
            case VALUE_STRING -> new Node.Scalar(line, column, text(parser.getText(), line, column));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                new Node.Scalar(line, column, number(parser.getText(), line, column));
            case VALUE_TRUE -> new Node.Scalar(line, column, true);
            case VALUE_FALSE -> new Node.Scalar(line, column, false);
            case VALUE_NULL -> new Node.Scalar(line, column, null);
            default -> throw new IllegalStateException("no value starts with " + parser.currentToken());
        };
    }

    private Node object(int depth, int line, int column) throws IOException {
        checkDepth(depth, line, column);
        var members = new LinkedHashMap<String, Node>();
        for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            var at = parser.currentTokenLocation();
            text(name, at.getLineNr(), at.getColumnNr());
            if (members.containsKey(name)) {
                throw refused("stands here twice; keep one of them", at.getLineNr(), at.getColumnNr());
            }
            parser.nextToken();
            members.put(name, value(depth));
        }
        return new Node.Members(line, column, members);
    }

    private Node array(int depth, int line, int column) throws IOException {
        checkDepth(depth, line, column);
        var items = new ArrayList<Node>();
        while (!parser.nextToken().isStructEnd()) {
            items.add(value(depth));
        }
        return new Node.Items(line, column, items);
    }

    @Override
    String pointer() {
        return parser.getParsingContext().pathAsPointer().toString();
    }
}
