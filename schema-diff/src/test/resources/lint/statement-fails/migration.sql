ALTER TABLE orders ADD COLUMN total int;
ALTER TABLE orders ADD COLUMN paid boolean;
