-- The audit log names a token by its name, so no two that let somebody in share one.
CREATE UNIQUE INDEX token_name ON seamwright.token (workspace_id, name) WHERE revoked_at IS NULL;
