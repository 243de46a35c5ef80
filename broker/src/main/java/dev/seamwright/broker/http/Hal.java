package dev.seamwright.broker.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Builds a HAL resource: members first, then {@code _embedded}, then {@code _links}. */
public final class Hal {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'+00:00'").withZone(ZoneOffset.UTC);

    private final ObjectNode members = JsonNodeFactory.instance.objectNode();
    private @Nullable ObjectNode embedded;
    private @Nullable ObjectNode links;

    /** A time as the Pact API writes it: ISO 8601 in UTC with {@code +00:00}, whole seconds. */
    public static String time(Instant instant) {
        return TIME.format(instant);
    }

    public Hal put(String member, @Nullable String value) {
        members.put(member, value);
        return this;
    }

    public Hal put(String member, boolean value) {
        members.put(member, value);
        return this;
    }

    public Hal put(String member, int value) {
        members.put(member, value);
        return this;
    }

    public Hal put(String member, JsonNode value) {
        members.set(member, value);
        return this;
    }

    public Hal putIfPresent(String member, @Nullable String value) {
        if (value != null) {
            members.put(member, value);
        }
        return this;
    }

    /** {@code createdAt}, and {@code updatedAt} when that is another time. */
    public Hal times(Instant createdAt, Instant updatedAt) {
        if (!updatedAt.equals(createdAt)) {
            members.put("updatedAt", time(updatedAt));
        }
        members.put("createdAt", time(createdAt));
        return this;
    }

    public Hal embed(String rel, JsonNode resource) {
        if (embedded == null) {
            embedded = JsonNodeFactory.instance.objectNode();
        }
        embedded.set(rel, resource);
        return this;
    }

    public Hal link(String rel, String href) {
        return link(rel, link(href));
    }

    public Hal link(String rel, String href, String title) {
        return link(rel, link(href).put("title", title));
    }

    /** A link whose {@code name} clients match on. */
    public Hal link(String rel, String href, String title, String name) {
        return link(rel, link(href).put("title", title).put("name", name));
    }

    /** A link object, or an array of them. */
    public Hal link(String rel, JsonNode link) {
        if (links == null) {
            links = JsonNodeFactory.instance.objectNode();
        }
        links.set(rel, link);
        return this;
    }

    public Hal templated(String rel, String href, String title) {
        return link(rel, link(href).put("title", title).put("templated", true));
    }

    /** The {@code pb} prefix of the Pact Broker's relations. */
    public Hal curies(Links base) {
        var curie = JsonNodeFactory.instance.objectNode();
        curie.put("name", "pb").put("href", base.template("/doc/{rel}")).put("templated", true);
        return link("curies", array().add(curie));
    }

    public static ObjectNode link(String href) {
        return JsonNodeFactory.instance.objectNode().put("href", href);
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    public ObjectNode build() {
        if (embedded != null) {
            members.set("_embedded", embedded);
        }
        if (links != null) {
            members.set("_links", links);
        }
        return members;
    }
}
