ALTER TABLE orders ADD COLUMN quantity quantity;
ALTER TABLE unknown ADD COLUMN kind kind;
