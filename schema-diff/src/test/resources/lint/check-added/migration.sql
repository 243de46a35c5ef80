ALTER TABLE orders ADD CONSTRAINT positive CHECK (total >= 0);
ALTER TABLE orders ADD COLUMN quantity int CHECK (quantity > 0);
