SET LOCAL search_path = seamwright;

-- An event that is about no single pact (a job that was given up, a verdict, drift) carries what it tells: data. Its sides say which webhooks
-- hear of it; what is about one participant has it on both. Its deliveries are in a queue of their own, webhook-event, which a broker of
-- before does not know and leaves alone.
ALTER TABLE webhook_delivery
    ADD COLUMN data json,
    ALTER COLUMN consumer_version_id DROP NOT NULL,
    ALTER COLUMN content_id DROP NOT NULL;
ALTER TABLE webhook_delivery ADD CONSTRAINT webhook_delivery_tells
    CHECK (data IS NOT NULL OR (consumer_version_id IS NOT NULL AND content_id IS NOT NULL)) NOT VALID;
ALTER TABLE webhook_delivery VALIDATE CONSTRAINT webhook_delivery_tells;

-- How verdicts stood when they were compared last, in workspaces where a webhook waits for a change: up to which entry of the audit log ...
CREATE TABLE verdict_watch (
    workspace_id integer     PRIMARY KEY DEFAULT current_workspace() REFERENCES workspace ON DELETE CASCADE,
    audit_seq    bigint      NOT NULL,
    compared_at  timestamptz NOT NULL
);
CALL seamwright_ops.isolate('verdict_watch');

-- ... and the answers: of what runs of a participant in an environment (on both sides, kind ''), and of a seam there.
CREATE TABLE verdict_state (
    workspace_id   integer     NOT NULL DEFAULT current_workspace(),
    environment_id uuid        NOT NULL,
    consumer_id    bigint      NOT NULL,
    provider_id    bigint      NOT NULL,
    kind           text        NOT NULL,
    answer         text        NOT NULL CHECK (answer IN ('yes', 'no', 'unknown')),
    since          timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, environment_id, consumer_id, provider_id, kind),
    FOREIGN KEY (workspace_id, environment_id) REFERENCES environment ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, consumer_id) REFERENCES participant ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, provider_id) REFERENCES participant ON DELETE CASCADE
);
CREATE INDEX ON verdict_state (workspace_id, consumer_id);
CREATE INDEX ON verdict_state (workspace_id, provider_id);
CALL seamwright_ops.isolate('verdict_state');
