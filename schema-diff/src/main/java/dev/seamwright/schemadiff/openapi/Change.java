package dev.seamwright.schemadiff.openapi;

import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.schemadiff.Direction;
import org.jspecify.annotations.Nullable;

/**
 * A fact: something differs between two documents, at one of its uses.
 *
 * @param direction who writes what is concerned
 * @param keyword of the schema; empty when no schema is concerned
 * @param name what is called so: a parameter, a status, a property
 * @param before where it stood, or would have stood; null when it stood nowhere
 * @param after where it stands; null when it stands nowhere
 * @param detail what was and what is, in a few words
 */
public record Change(
        Subject subject,
        Edit edit,
        Direction direction,
        Use use,
        String keyword,
        String name,
        @Nullable Node before,
        @Nullable Node after,
        String detail,
        Effect effect) {
    /** What differs. */
    public enum Subject {
        OPERATION,
        ROUTE,
        SERVER,
        PARAMETER,
        PARAMETER_REQUIRED,
        PARAMETER_FORM,
        PARAMETER_EMPTY,
        PARAMETER_RESERVED,
        PARAMETER_DEFAULT,
        BODY,
        BODY_REQUIRED,
        MEDIA_TYPE,
        ENCODING,
        STATUS,
        HEADER,
        HEADER_REQUIRED,
        SECURITY,
        SECURITY_ADDRESS,
        CALLBACK,
        WEBHOOK,
        LINK,
        DEPRECATION,
        SUNSET,
        OPERATION_ID,
        TAG,
        COMPONENT,
        PARAMETER_ORDER,
        TITLE,
        ENUM_NAMES,
        DEFAULT,
        READ_ONLY,
        WRITE_ONLY,
        PROPERTY,
        SCHEMA,
        EXTENSIBLE_ENUM,
        STABILITY,
        DOCUMENT
    }

    /** What was done to it. */
    public enum Edit {
        ADDED,
        REMOVED,
        /** Less is allowed than before. */
        NARROWED,
        /** More is allowed than before. */
        WIDENED,
        CHANGED
    }
}
