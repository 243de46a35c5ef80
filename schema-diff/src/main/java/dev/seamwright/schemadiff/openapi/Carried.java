package dev.seamwright.schemadiff.openapi;

import dev.seamwright.contracts.openapi.Header;
import dev.seamwright.contracts.openapi.MediaType;
import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.contracts.openapi.Parameter;
import dev.seamwright.contracts.openapi.Parameter.In;
import dev.seamwright.contracts.openapi.Parameter.Style;
import dev.seamwright.contracts.openapi.Schema;
import java.util.Map;

/** A value that travels as text: a parameter, or a header of an answer. */
record Carried(
        Node node, String name, In in, Style style, boolean explode, Schema schema, Map<String, MediaType> content) {
    static Carried of(Parameter parameter) {
        return new Carried(
                parameter.node(),
                parameter.name(),
                parameter.in(),
                parameter.style(),
                parameter.explode(),
                parameter.schema().orElseGet(Schema::anything),
                parameter.content());
    }

    static Carried of(Header header) {
        return new Carried(
                header.node(),
                header.name(),
                In.HEADER,
                Style.SIMPLE,
                header.explode(),
                header.schema().orElseGet(Schema::anything),
                header.content());
    }

    /** How it looks on the wire with that text. */
    String with(String text) {
        return switch (in) {
            case PATH -> "path with %s for {%s}".formatted(text, name);
            case QUERY -> "query %s=%s".formatted(name, text);
            case QUERYSTRING -> "query " + text;
            case HEADER -> "header %s: %s".formatted(name, text);
            case COOKIE -> "cookie %s=%s".formatted(name, text);
        };
    }

    /** How two values, or two members, look on the wire. */
    String withTwo(boolean object) {
        if (explode && in == In.QUERY) {
            return object ? "query a=1&b=2" : "query %s=1&%s=2".formatted(name, name);
        }
        var delimiter = switch (style) {
            case SPACE_DELIMITED -> "%20";
            case PIPE_DELIMITED -> "|";
            case TAB_DELIMITED -> "%09";
            case LABEL -> explode ? "." : ",";
            case MATRIX -> explode ? ";" : ",";
            default -> ",";
        };
        var pair = style == Style.DEEP_OBJECT
                ? "[a]=1"
                : object ? (explode ? "a=1" : "a,1") + delimiter + (explode ? "b=2" : "b,2") : "1" + delimiter + "2";
        return with(pair);
    }
}
