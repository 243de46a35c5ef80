-- migrate:up
ALTER TABLE orders ADD COLUMN kind text;

-- migrate:down
SELECT 1;
