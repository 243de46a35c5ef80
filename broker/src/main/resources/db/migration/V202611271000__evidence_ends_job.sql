SET LOCAL search_path = seamwright;

-- Whether a version keeps its own document is known as soon as there is evidence, whoever published it.
CREATE FUNCTION evidence_ends_job() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    UPDATE seamwright.verification_job j
       SET state = 'done', ready = false, lease_token = NULL, updated_at = NEW.created_at
     WHERE j.workspace_id = NEW.workspace_id AND j.content_id = NEW.content_id
       AND j.provider_version_id = NEW.version_id AND j.method = 'conformance' AND j.state <> 'done';
    RETURN NULL;
END $$;

CREATE TRIGGER evidence_ends_job AFTER INSERT OR UPDATE ON evidence FOR EACH ROW EXECUTE FUNCTION evidence_ends_job();
