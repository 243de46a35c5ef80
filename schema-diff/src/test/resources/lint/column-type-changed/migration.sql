ALTER TABLE orders ALTER COLUMN total TYPE numeric(12, 4);
ALTER TABLE orders ALTER COLUMN note TYPE text;
