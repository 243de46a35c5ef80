SET LOCAL search_path = seamwright;

-- Where a participant runs in an environment, and how often somebody looks whether that is what was recorded. name is what workers call it; how
-- to get there they alone know. due_at: when the next look is due, or until when a worker is at it (lease_token).
--   state    what the last look found; problem: why it is unknown
--   results  what the worker found, JSON, deflated; version_id: what it was compared with
CREATE TABLE drift_target (
    workspace_id     integer     NOT NULL DEFAULT current_workspace(),
    target_id        uuid        NOT NULL,
    environment_id   uuid        NOT NULL,
    participant_id   bigint      NOT NULL,
    kind             text        NOT NULL CHECK (kind IN ('api', 'database')),
    name             text        NOT NULL,
    interval_seconds integer     NOT NULL CHECK (interval_seconds > 0),
    state            text        NOT NULL DEFAULT 'unknown' CHECK (state IN ('in-sync', 'drifted', 'unknown')),
    problem          text,
    results          bytea,
    version_id       bigint,
    checked_at       timestamptz,
    due_at           timestamptz NOT NULL,
    lease_token      uuid,
    worker           text,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, target_id),
    UNIQUE (workspace_id, environment_id, participant_id),
    FOREIGN KEY (workspace_id, environment_id) REFERENCES environment ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, participant_id) REFERENCES participant ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, version_id) REFERENCES version ON DELETE SET NULL (version_id)
);
CREATE INDEX ON drift_target (workspace_id, name, due_at, target_id);
CREATE INDEX ON drift_target (workspace_id, participant_id);
CREATE INDEX ON drift_target (workspace_id, version_id);
CREATE INDEX ON drift_target (workspace_id, created_at, target_id);
ALTER TABLE drift_target ALTER COLUMN results SET STORAGE EXTERNAL; -- deflated already
CALL seamwright_ops.isolate('drift_target');

-- What runs is not what was recorded, since first_seen_at; ended_at: it is again, or nobody looks any more.
CREATE TABLE drift (
    workspace_id  integer     NOT NULL DEFAULT current_workspace(),
    drift_id      uuid        NOT NULL,
    target_id     uuid        NOT NULL,
    version_id    bigint,
    first_seen_at timestamptz NOT NULL,
    last_seen_at  timestamptz NOT NULL,
    ended_at      timestamptz,
    PRIMARY KEY (workspace_id, drift_id),
    FOREIGN KEY (workspace_id, target_id) REFERENCES drift_target ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, version_id) REFERENCES version ON DELETE SET NULL (version_id)
);
CREATE UNIQUE INDEX open_drift ON drift (workspace_id, target_id) WHERE ended_at IS NULL;
CREATE INDEX ON drift (workspace_id, target_id, first_seen_at);
CREATE INDEX ON drift (workspace_id, version_id);
CALL seamwright_ops.isolate('drift');
