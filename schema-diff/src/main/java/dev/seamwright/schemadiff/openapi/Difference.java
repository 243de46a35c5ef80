package dev.seamwright.schemadiff.openapi;

import dev.seamwright.contracts.openapi.Node;
import dev.seamwright.schemadiff.openapi.Change.Edit;
import dev.seamwright.schemadiff.openapi.Change.Subject;

/** What differs between two schemas at the place where it was edited, whoever uses them. */
record Difference(
        Subject subject,
        String keyword,
        Edit edit,
        String name,
        Node before,
        Node after,
        String detail,
        Effect effect) {}
