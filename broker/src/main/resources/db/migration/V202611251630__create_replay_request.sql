SET LOCAL search_path = seamwright;

-- Usages that are to be replayed against a version of their database. A row goes when its result is recorded; problem: why there is none yet.
CREATE TABLE replay_request (
    workspace_id        integer     NOT NULL DEFAULT current_workspace(),
    provider_version_id bigint      NOT NULL,
    content_id          bigint      NOT NULL,
    problem             text,
    requested_at        timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, provider_version_id, content_id),
    FOREIGN KEY (workspace_id, provider_version_id) REFERENCES version ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, content_id) REFERENCES content ON DELETE CASCADE
);
CREATE INDEX ON replay_request (workspace_id, content_id);
CALL seamwright_ops.isolate('replay_request');
