ALTER TABLE orders ADD COLUMN gross numeric GENERATED ALWAYS AS (total * 1.2) STORED;
ALTER TABLE orders ADD COLUMN gross_again numeric GENERATED ALWAYS AS (total * 1.2) VIRTUAL;
