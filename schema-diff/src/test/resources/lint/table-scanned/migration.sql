DO $$ BEGIN ALTER TABLE orders ADD CHECK (total >= 0); END $$;
