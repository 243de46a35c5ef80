SET LOCAL search_path = seamwright;

-- What was seen to run, as whoever saw it told: a version need not be known. application_instance '' is the instance without a name.
CREATE TABLE observed_version (
    workspace_id         integer     NOT NULL DEFAULT current_workspace(),
    environment_id       uuid        NOT NULL,
    participant_id       bigint      NOT NULL,
    application_instance text        NOT NULL DEFAULT '',
    number               text        NOT NULL,
    observed_at          timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, environment_id, participant_id, application_instance),
    FOREIGN KEY (workspace_id, environment_id) REFERENCES environment ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, participant_id) REFERENCES participant ON DELETE CASCADE
);
CREATE INDEX ON observed_version (workspace_id, participant_id);
CALL seamwright_ops.isolate('observed_version');
