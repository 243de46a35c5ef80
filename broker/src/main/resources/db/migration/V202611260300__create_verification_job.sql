SET LOCAL search_path = seamwright;

-- What is to be verified by somebody who can reach the provider: a consumer's content with a version of its provider, by one method, once,
-- whoever asked (reasons: [{code, text, at}]). Done: the pair has a result that decides; dead: given up.
--   ready    somebody may claim it now. Else due_at says from when on (waiting), or when its worker has lost it (running)
--   problem  why the last attempt had no result; log: what its worker told, deflated
CREATE TABLE verification_job (
    workspace_id        integer     NOT NULL DEFAULT current_workspace(),
    job_id              uuid        NOT NULL DEFAULT gen_random_uuid(),
    content_id          bigint      NOT NULL,
    provider_id         bigint      NOT NULL,
    provider_version_id bigint      NOT NULL,
    method              text        NOT NULL,
    state               text        NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'dead', 'cancelled')),
    ready               boolean     NOT NULL DEFAULT true,
    priority            integer     NOT NULL,
    reasons             jsonb       NOT NULL,
    attempts            integer     NOT NULL DEFAULT 0,
    max_attempts        integer     NOT NULL CHECK (max_attempts > 0),
    due_at              timestamptz NOT NULL,
    started_at          timestamptz,
    lease_token         uuid,
    worker_id           uuid,
    worker              text,
    problem             text,
    log                 bytea,
    verification_id     bigint,
    created_at          timestamptz NOT NULL,
    updated_at          timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, job_id),
    UNIQUE (workspace_id, content_id, provider_version_id, method),
    FOREIGN KEY (workspace_id, content_id) REFERENCES content ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, provider_id, provider_version_id)
        REFERENCES version (workspace_id, participant_id, version_id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, verification_id) REFERENCES verification ON DELETE SET NULL (verification_id),
    CHECK (NOT ready OR state = 'waiting'),
    CHECK (state <> 'running' OR lease_token IS NOT NULL)
);
-- the next one of a provider, or of one version of it, without looking at those behind it
CREATE INDEX claimable_job ON verification_job (workspace_id, provider_id, method, priority DESC, created_at, job_id) WHERE ready;
CREATE INDEX claimable_job_of_version
    ON verification_job (workspace_id, provider_version_id, method, priority DESC, created_at, job_id) WHERE ready;
CREATE INDEX due_job ON verification_job (workspace_id, due_at) WHERE NOT ready AND state IN ('waiting', 'running');
CREATE INDEX ON verification_job (workspace_id, state, created_at, job_id);
CREATE INDEX ON verification_job (workspace_id, created_at, job_id);
CREATE INDEX ON verification_job (workspace_id, provider_id, provider_version_id);
CREATE INDEX ON verification_job (workspace_id, verification_id);
ALTER TABLE verification_job ALTER COLUMN log SET STORAGE EXTERNAL; -- deflated already
CALL seamwright_ops.isolate('verification_job');

-- Who asks for jobs, so that it can be told when nobody serves a provider. providers: [{name, versions}], without versions: any of them.
CREATE TABLE worker (
    workspace_id integer     NOT NULL DEFAULT current_workspace() REFERENCES workspace ON DELETE CASCADE,
    worker_id    uuid        NOT NULL,
    name         text        NOT NULL,
    providers    jsonb       NOT NULL,
    methods      text[]      NOT NULL,
    first_seen_at timestamptz NOT NULL,
    seen_at      timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, worker_id)
);
CREATE INDEX ON worker (workspace_id, seen_at);
CALL seamwright_ops.isolate('worker');

-- A trigger, because results come from workers, from clients and from cross-checks, and a cross-check begins to count when evidence comes.
CREATE FUNCTION result_ends_job() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    UPDATE seamwright.verification_job j
       SET state = 'done', ready = false, lease_token = NULL, verification_id = NEW.verification_id, updated_at = NEW.verified_at
     WHERE j.workspace_id = NEW.workspace_id AND j.content_id = NEW.content_id
       AND j.provider_version_id = NEW.provider_version_id AND j.method = 'replay'
       AND (j.state <> 'done' OR j.verification_id IS DISTINCT FROM NEW.verification_id);
    RETURN NULL;
END $$;

CREATE TRIGGER result_ends_job AFTER INSERT OR UPDATE OF verification_id ON latest_verification
    FOR EACH ROW WHEN (NEW.decides) EXECUTE FUNCTION result_ends_job();

-- What no version publishes any more is verified for nobody.
CREATE FUNCTION drop_jobs_of_withdrawn() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM seamwright.verification_job j
     USING (SELECT DISTINCT workspace_id, content_id FROM gone) g
     WHERE j.workspace_id = g.workspace_id AND j.content_id = g.content_id
       AND NOT EXISTS (SELECT FROM seamwright.publication p
                        WHERE p.workspace_id = g.workspace_id AND p.content_id = g.content_id);
    RETURN NULL;
END $$;

CREATE TRIGGER drop_jobs_of_withdrawn AFTER DELETE ON publication
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION drop_jobs_of_withdrawn();
CREATE TRIGGER drop_jobs_of_replaced AFTER UPDATE ON publication
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION drop_jobs_of_withdrawn();
