package dev.seamwright.contracts.openapi;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What kinds of objects an OpenAPI document is made of: where references are references, and where what looks like one is data. */
enum Structure {
    DOCUMENT,
    COMPONENTS,
    PATH_ITEM,
    OPERATION,
    PARAMETER("parameters"),
    REQUEST_BODY("requestBodies"),
    RESPONSE("responses"),
    HEADER("headers"),
    MEDIA_TYPE,
    ENCODING,
    EXAMPLE("examples"),
    LINK("links"),
    CALLBACK("callbacks"),
    SECURITY_SCHEME("securitySchemes"),
    SCHEMA("schemas"),
    /** Something else that references may stand for, although the specification has none there. */
    OTHER,
    /** Values of somebody else, in which nothing refers to anything. */
    DATA;

    private final @Nullable String section;

    Structure() {
        this(null);
    }

    Structure(@Nullable String section) {
        this.section = section;
    }

    /** How often something stands in a member. */
    enum Shape {
        ONE,
        LIST,
        MAP
    }

    /** What stands in a member. */
    record Member(Shape shape, Structure kind) {}

    /** Where components of this kind stand, as the steps of a pointer; empty if there is no such place. */
    Optional<String> section(Dialect dialect) {
        if (section == null) {
            return Optional.empty();
        }
        if (dialect != Dialect.SWAGGER_2_0) {
            return Optional.of("/components/" + section);
        }
        return switch (this) {
            case SCHEMA -> Optional.of("/definitions");
            case PARAMETER -> Optional.of("/parameters");
            case RESPONSE -> Optional.of("/responses");
            default -> Optional.empty();
        };
    }

    /** Whether a reference may stand in the place of one. */
    boolean mayBeReferredTo(Dialect dialect) {
        return this == PATH_ITEM || section(dialect).isPresent();
    }

    private static final Map<String, Member> OF_DOCUMENTS = Map.of(
            "paths", map(PATH_ITEM),
            "webhooks", map(PATH_ITEM),
            "components", one(COMPONENTS),
            "definitions", map(SCHEMA),
            "parameters", map(PARAMETER),
            "responses", map(RESPONSE),
            "securityDefinitions", map(SECURITY_SCHEME));
    private static final Map<String, Member> OF_COMPONENTS = Map.ofEntries(
            Map.entry("schemas", map(SCHEMA)),
            Map.entry("responses", map(RESPONSE)),
            Map.entry("parameters", map(PARAMETER)),
            Map.entry("examples", map(EXAMPLE)),
            Map.entry("requestBodies", map(REQUEST_BODY)),
            Map.entry("headers", map(HEADER)),
            Map.entry("securitySchemes", map(SECURITY_SCHEME)),
            Map.entry("links", map(LINK)),
            Map.entry("callbacks", map(CALLBACK)),
            Map.entry("pathItems", map(PATH_ITEM)),
            Map.entry("mediaTypes", map(MEDIA_TYPE)));
    private static final Map<String, Member> OF_OPERATIONS = Map.of(
            "parameters", list(PARAMETER),
            "requestBody", one(REQUEST_BODY),
            "responses", map(RESPONSE),
            "callbacks", map(CALLBACK));
    private static final Map<String, Member> OF_PARAMETERS = Map.of(
            "schema", one(SCHEMA),
            "items", one(SCHEMA),
            "content", map(MEDIA_TYPE),
            "examples", map(EXAMPLE),
            "example", one(DATA),
            "default", one(DATA),
            "enum", one(DATA));
    private static final Map<String, Member> OF_RESPONSES = Map.of(
            "headers", map(HEADER),
            "content", map(MEDIA_TYPE),
            "links", map(LINK),
            "schema", one(SCHEMA),
            "examples", one(DATA));
    private static final Map<String, Member> OF_MEDIA_TYPES = Map.of(
            "schema", one(SCHEMA),
            "itemSchema", one(SCHEMA),
            "examples", map(EXAMPLE),
            "example", one(DATA),
            "encoding", map(ENCODING),
            "itemEncoding", one(ENCODING),
            "prefixEncoding", list(ENCODING));
    private static final Map<String, Member> OF_SCHEMAS = Map.ofEntries(
            Map.entry("allOf", list(SCHEMA)),
            Map.entry("anyOf", list(SCHEMA)),
            Map.entry("oneOf", list(SCHEMA)),
            Map.entry("prefixItems", list(SCHEMA)),
            Map.entry("not", one(SCHEMA)),
            Map.entry("if", one(SCHEMA)),
            Map.entry("then", one(SCHEMA)),
            Map.entry("else", one(SCHEMA)),
            Map.entry("items", one(SCHEMA)),
            Map.entry("contains", one(SCHEMA)),
            Map.entry("additionalProperties", one(SCHEMA)),
            Map.entry("propertyNames", one(SCHEMA)),
            Map.entry("unevaluatedItems", one(SCHEMA)),
            Map.entry("unevaluatedProperties", one(SCHEMA)),
            Map.entry("contentSchema", one(SCHEMA)),
            Map.entry("properties", map(SCHEMA)),
            Map.entry("patternProperties", map(SCHEMA)),
            Map.entry("dependentSchemas", map(SCHEMA)),
            Map.entry("$defs", map(SCHEMA)),
            Map.entry("definitions", map(SCHEMA)));

    /** What stands in the member of that name. */
    Member member(String name) {
        if (name.startsWith("x-")) {
            return one(DATA);
        }
        return switch (this) {
            case DOCUMENT -> OF_DOCUMENTS.getOrDefault(name, one(OTHER));
            case COMPONENTS -> OF_COMPONENTS.getOrDefault(name, one(DATA));
            case PATH_ITEM -> ofPathItem(name);
            case OPERATION -> OF_OPERATIONS.getOrDefault(name, one(OTHER));
            case PARAMETER, HEADER -> OF_PARAMETERS.getOrDefault(name, one(OTHER));
            case REQUEST_BODY -> name.equals("content") ? map(MEDIA_TYPE) : one(OTHER);
            case RESPONSE -> OF_RESPONSES.getOrDefault(name, one(OTHER));
            case MEDIA_TYPE -> OF_MEDIA_TYPES.getOrDefault(name, one(OTHER));
            case ENCODING -> name.equals("headers") ? map(HEADER) : one(OTHER);
            case CALLBACK -> one(PATH_ITEM);
            case SCHEMA -> OF_SCHEMAS.getOrDefault(name, one(DATA));
            case OTHER -> one(OTHER);
            case EXAMPLE, LINK, SECURITY_SCHEME, DATA -> one(DATA);
        };
    }

    private static Member ofPathItem(String name) {
        return switch (name) {
            case "parameters" -> list(PARAMETER);
            case "servers" -> one(OTHER);
            case "additionalOperations" -> map(OPERATION);
            case "get", "put", "post", "delete", "options", "head", "patch", "trace", "query" -> one(OPERATION);
            default -> one(DATA);
        };
    }

    private static Member one(Structure kind) {
        return new Member(Shape.ONE, kind);
    }

    private static Member list(Structure kind) {
        return new Member(Shape.LIST, kind);
    }

    private static Member map(Structure kind) {
        return new Member(Shape.MAP, kind);
    }
}
