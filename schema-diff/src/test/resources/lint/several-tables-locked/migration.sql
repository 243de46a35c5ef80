BEGIN;
ALTER TABLE orders ADD COLUMN paid boolean;
ALTER TABLE customer ADD COLUMN vip boolean;
COMMIT;
