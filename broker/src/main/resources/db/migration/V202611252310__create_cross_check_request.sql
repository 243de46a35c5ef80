SET LOCAL search_path = seamwright;

-- Pacts that are to be checked against the OpenAPI document of a provider's version. A row goes when its result is recorded; problem: why
-- there is none. base_url: what links in webhooks begin with; empty where no request tells it.
CREATE TABLE cross_check_request (
    workspace_id        integer     NOT NULL DEFAULT current_workspace(),
    provider_version_id bigint      NOT NULL,
    content_id          bigint      NOT NULL,
    problem             text,
    base_url            text        NOT NULL,
    requested_at        timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, provider_version_id, content_id),
    FOREIGN KEY (workspace_id, provider_version_id) REFERENCES version ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, content_id) REFERENCES content ON DELETE CASCADE
);
CREATE INDEX ON cross_check_request (workspace_id, content_id);
CALL seamwright_ops.isolate('cross_check_request');

-- Whether a verdict takes this result. A replay always decides; a cross-check where there is no replay, and the version has published
-- evidence that it keeps its document. Kept here by triggers, so that whoever reads results need not ask.
ALTER TABLE latest_verification ADD COLUMN decides boolean NOT NULL DEFAULT true;

ALTER TABLE latest_verification NO FORCE ROW LEVEL SECURITY; -- of every workspace
UPDATE latest_verification SET decides = false WHERE method = 'cross-check';
ALTER TABLE latest_verification FORCE ROW LEVEL SECURITY;

CREATE FUNCTION weigh_cross_check() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    -- evidence locks the version too: neither of the two can miss the other
    PERFORM FROM seamwright.version v
      WHERE v.workspace_id = NEW.workspace_id AND v.version_id = NEW.provider_version_id FOR SHARE;
    NEW.decides := EXISTS (
            SELECT FROM seamwright.publication p
              JOIN seamwright.evidence e ON e.workspace_id = p.workspace_id AND e.version_id = p.version_id AND e.content_id = p.content_id
             WHERE p.workspace_id = NEW.workspace_id AND p.version_id = NEW.provider_version_id AND p.kind = 'openapi' AND e.success)
        AND NOT EXISTS (
            SELECT FROM seamwright.latest_verification r
             WHERE r.workspace_id = NEW.workspace_id AND r.content_id = NEW.content_id
               AND r.provider_version_id = NEW.provider_version_id AND r.method = 'replay');
    RETURN NEW;
END $$;

CREATE TRIGGER weigh_cross_check BEFORE INSERT OR UPDATE OF verification_id ON latest_verification
    FOR EACH ROW WHEN (NEW.method = 'cross-check') EXECUTE FUNCTION weigh_cross_check();

CREATE FUNCTION replay_decides() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    UPDATE seamwright.latest_verification c SET decides = false
     WHERE c.workspace_id = NEW.workspace_id AND c.content_id = NEW.content_id
       AND c.provider_version_id = NEW.provider_version_id AND c.method = 'cross-check' AND c.decides;
    RETURN NULL;
END $$;

CREATE TRIGGER replay_decides AFTER INSERT ON latest_verification
    FOR EACH ROW WHEN (NEW.method = 'replay') EXECUTE FUNCTION replay_decides();

-- weighed anew: an update that says nothing new
CREATE FUNCTION replay_is_gone() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    UPDATE seamwright.latest_verification c SET verification_id = c.verification_id
     WHERE c.workspace_id = OLD.workspace_id AND c.content_id = OLD.content_id
       AND c.provider_version_id = OLD.provider_version_id AND c.method = 'cross-check';
    RETURN NULL;
END $$;

CREATE TRIGGER replay_is_gone AFTER DELETE ON latest_verification
    FOR EACH ROW WHEN (OLD.method = 'replay') EXECUTE FUNCTION replay_is_gone();

CREATE FUNCTION evidence_has_changed() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    UPDATE seamwright.latest_verification c SET verification_id = c.verification_id
     WHERE c.workspace_id = NEW.workspace_id AND c.provider_version_id = NEW.version_id AND c.method = 'cross-check';
    RETURN NULL;
END $$;

CREATE TRIGGER evidence_has_changed AFTER INSERT OR UPDATE ON evidence
    FOR EACH ROW EXECUTE FUNCTION evidence_has_changed();

-- what was said of another document holds no more
CREATE FUNCTION openapi_is_replaced() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM seamwright.latest_verification c
     WHERE c.workspace_id = NEW.workspace_id AND c.provider_version_id = NEW.version_id AND c.method = 'cross-check';
    RETURN NULL;
END $$;

CREATE TRIGGER openapi_is_replaced AFTER UPDATE OF content_id ON publication
    FOR EACH ROW WHEN (NEW.kind = 'openapi' AND NEW.content_id <> OLD.content_id) EXECUTE FUNCTION openapi_is_replaced();
