DO $$ BEGIN EXECUTE 'CREATE ROLE other CREATEROLE'; END $$;
SET ROLE other;
DROP ROLE seamwright_candidate;
