ALTER TABLE orders ADD COLUMN payer bigint REFERENCES customer;
