SET LOCAL search_path = seamwright;

-- What the OpenAPI document of a version (content_id) changes against that of an earlier one on the main branch. findings: the review as the
-- API tells it, deflated; breaking: how many of them are.
CREATE TABLE document_change (
    workspace_id      integer     NOT NULL DEFAULT current_workspace(),
    version_id        bigint      NOT NULL,
    content_id        bigint      NOT NULL,
    before_version_id bigint      NOT NULL,
    breaking          integer     NOT NULL,
    findings          bytea       NOT NULL,
    created_at        timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, version_id),
    FOREIGN KEY (workspace_id, version_id) REFERENCES version ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, content_id) REFERENCES content ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, before_version_id) REFERENCES version ON DELETE CASCADE
);
CREATE INDEX ON document_change (workspace_id, content_id);
CREATE INDEX ON document_change (workspace_id, before_version_id);
ALTER TABLE document_change ALTER COLUMN findings SET STORAGE EXTERNAL; -- deflated already
CALL seamwright_ops.isolate('document_change');
