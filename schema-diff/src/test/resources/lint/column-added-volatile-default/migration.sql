ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid();
ALTER TABLE elsewhere ADD COLUMN token text DEFAULT made_by_us();
