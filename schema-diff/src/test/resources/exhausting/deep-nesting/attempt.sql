DO $$ BEGIN EXECUTE 'SELECT ' || repeat('(', 200000) || '1' || repeat(')', 200000); END $$;
