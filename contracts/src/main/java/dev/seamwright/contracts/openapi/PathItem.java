package dev.seamwright.contracts.openapi;

import java.util.List;

/** The operations of a path, of a webhook, or of an expression of a callback. */
public record PathItem(Node node, String path, List<Operation> operations) {}
