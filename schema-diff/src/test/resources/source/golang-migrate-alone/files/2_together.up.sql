ALTER TABLE orders ADD COLUMN total int;
-- looks right, and is not
CREATE INDEX CONCURRENTLY orders_total ON orders (total);
