SET LOCAL search_path = seamwright;

-- Whether a version keeps the document that it published: what its own verification said, the newest in place of the one before.
-- results is what the verifier wrote, deflated.
CREATE TABLE evidence (
    workspace_id     integer     NOT NULL DEFAULT current_workspace(),
    version_id       bigint      NOT NULL,
    content_id       bigint      NOT NULL,
    success          boolean     NOT NULL,
    verifier         text,
    verifier_version text,
    format           text,
    content_type     text,
    results          bytea,
    created_at       timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, version_id, content_id),
    FOREIGN KEY (workspace_id, version_id) REFERENCES version ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, content_id) REFERENCES content ON DELETE CASCADE
);
CREATE INDEX ON evidence (workspace_id, content_id);
ALTER TABLE evidence ALTER COLUMN results SET STORAGE EXTERNAL; -- deflated already
CALL seamwright_ops.isolate('evidence');
