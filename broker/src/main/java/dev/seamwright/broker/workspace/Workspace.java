package dev.seamwright.broker.workspace;

import java.time.Instant;

/**
 * A tenant.
 *
 * @param id internal, never sent out
 */
public record Workspace(int id, WorkspaceName name, Instant createdAt) {}
