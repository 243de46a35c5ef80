SET LOCAL search_path = seamwright;

-- What was applied from a file that people keep in git, by the name of the set-up: the members that are its own, and nobody else's, may be
-- deleted when they are no longer in the file. The revision counts the changes, so that two who apply at once do not lose each other's members.
CREATE TABLE setup (
    workspace_id integer     NOT NULL DEFAULT current_workspace() REFERENCES workspace ON DELETE CASCADE,
    name         text        NOT NULL CHECK (name ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
    revision     integer     NOT NULL CHECK (revision > 0),
    members      jsonb       NOT NULL,
    updated_at   timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, name)
);
CALL seamwright_ops.isolate('setup');
