-- Webhooks, what they were triggered for, and what came of it. The rules at the head of V202611230900 hold here too.
SET LOCAL search_path = seamwright;

-- Each side is a participant, or a label, or anyone. headers keeps the order of the headers; the value of a secret one is null there.
-- secrets: AES-256-GCM of the password, the secret headers and the signing secret; key_id names the key.
CREATE TABLE webhook (
    workspace_id   integer     NOT NULL DEFAULT current_workspace() REFERENCES workspace ON DELETE CASCADE,
    webhook_id     text        NOT NULL,
    description    text,
    enabled        boolean     NOT NULL,
    consumer_id    bigint,
    consumer_label text,
    provider_id    bigint,
    provider_label text,
    events         text[]      NOT NULL CHECK (cardinality(events) > 0),
    method         text        NOT NULL,
    url            text        NOT NULL,
    headers        json        NOT NULL,
    body           json,
    username       text,
    has_password   boolean     NOT NULL,
    has_signing_secret boolean NOT NULL,
    secrets        bytea,
    key_id         text,
    created_at     timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, webhook_id),
    FOREIGN KEY (workspace_id, consumer_id) REFERENCES participant ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, provider_id) REFERENCES participant ON DELETE CASCADE,
    CHECK (consumer_id IS NULL OR consumer_label IS NULL),
    CHECK (provider_id IS NULL OR provider_label IS NULL),
    CHECK ((secrets IS NULL) = (key_id IS NULL))
);
CREATE INDEX ON webhook (workspace_id, consumer_id);
CREATE INDEX ON webhook (workspace_id, provider_id);

-- The outbox: one row for each webhook that an event triggered, written in the transaction of the event. It outlives its webhook.
-- run counts the first sending and each redelivery; attempts counts within the run.
CREATE TABLE webhook_delivery (
    workspace_id                  integer     NOT NULL DEFAULT current_workspace(),
    delivery_id                   uuid        NOT NULL DEFAULT gen_random_uuid(),
    webhook_id                    text        NOT NULL,
    event                         text        NOT NULL,
    consumer_id                   bigint      NOT NULL,
    provider_id                   bigint      NOT NULL,
    consumer_version_id           bigint      NOT NULL,
    content_id                    bigint      NOT NULL,
    provider_version_id           bigint,
    provider_version_descriptions text,
    verification_id               bigint,
    base_url                      text        NOT NULL,
    status                        text        NOT NULL DEFAULT 'not_run'
                                              CHECK (status IN ('not_run', 'retrying', 'success', 'failure')),
    run                           integer     NOT NULL DEFAULT 1,
    attempts                      integer     NOT NULL DEFAULT 0,
    next_attempt_at               timestamptz,
    created_at                    timestamptz NOT NULL,
    updated_at                    timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, delivery_id),
    FOREIGN KEY (workspace_id, consumer_id, consumer_version_id)
        REFERENCES version (workspace_id, participant_id, version_id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, content_id) REFERENCES content ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, provider_id, provider_version_id)
        REFERENCES version (workspace_id, participant_id, version_id) ON DELETE SET NULL (provider_version_id),
    FOREIGN KEY (workspace_id, verification_id) REFERENCES verification ON DELETE SET NULL (verification_id)
);
CREATE INDEX ON webhook_delivery (workspace_id, consumer_id, consumer_version_id);
CREATE INDEX ON webhook_delivery (workspace_id, provider_id, provider_version_id);
CREATE INDEX ON webhook_delivery (workspace_id, content_id);
CREATE INDEX ON webhook_delivery (workspace_id, verification_id);
CREATE INDEX ON webhook_delivery (workspace_id, status, created_at);

CREATE TABLE webhook_attempt (
    workspace_id integer     NOT NULL DEFAULT current_workspace(),
    delivery_id  uuid        NOT NULL,
    run          integer     NOT NULL,
    number       integer     NOT NULL,
    success      boolean     NOT NULL,
    log          text        NOT NULL,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, delivery_id, run, number),
    FOREIGN KEY (workspace_id, delivery_id) REFERENCES webhook_delivery ON DELETE CASCADE
);

CALL seamwright_ops.isolate('webhook');
CALL seamwright_ops.isolate('webhook_delivery');
CALL seamwright_ops.isolate('webhook_attempt');
