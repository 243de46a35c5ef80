-- A seam is there as long as something is published across it. Checked at commit, because a publish and the deletion of the last
-- publication may run at once: the later of the two then fails, and is repeated.
SET LOCAL search_path = seamwright;

ALTER TABLE publication ADD CONSTRAINT publication_seam
    FOREIGN KEY (workspace_id, participant_id, provider_id, kind)
    REFERENCES seam (workspace_id, consumer_id, provider_id, kind) DEFERRABLE INITIALLY DEFERRED;

CREATE FUNCTION drop_empty_seams() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM seamwright.seam s
     USING (SELECT DISTINCT workspace_id, participant_id, provider_id, kind FROM gone) g
     WHERE s.workspace_id = g.workspace_id AND s.consumer_id = g.participant_id AND s.provider_id = g.provider_id AND s.kind = g.kind
       AND NOT EXISTS (SELECT FROM seamwright.publication p
                        WHERE p.workspace_id = g.workspace_id AND p.participant_id = g.participant_id
                          AND p.provider_id = g.provider_id AND p.kind = g.kind);
    RETURN NULL;
END $$;

-- a trigger, because publications also go with their version, their participant or their content
CREATE TRIGGER drop_empty_seams AFTER DELETE ON publication
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION drop_empty_seams();
