SET LOCAL search_path = seamwright;

-- A trigger on each statement ran at every publication, because one that exists already would be updated.
DROP TRIGGER drop_jobs_of_replaced ON publication;

CREATE FUNCTION drop_jobs_of_replaced() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM seamwright.verification_job j
     WHERE j.workspace_id = OLD.workspace_id AND j.content_id = OLD.content_id
       AND NOT EXISTS (SELECT FROM seamwright.publication p
                        WHERE p.workspace_id = OLD.workspace_id AND p.content_id = OLD.content_id);
    RETURN NULL;
END $$;

CREATE TRIGGER drop_jobs_of_replaced AFTER UPDATE OF content_id ON publication
    FOR EACH ROW WHEN (NEW.content_id <> OLD.content_id) EXECUTE FUNCTION drop_jobs_of_replaced();

-- Few jobs have a verification; the others need no place in its index.
DROP INDEX verification_job_workspace_id_verification_id_idx;
CREATE INDEX ON verification_job (workspace_id, verification_id) WHERE verification_id IS NOT NULL;
