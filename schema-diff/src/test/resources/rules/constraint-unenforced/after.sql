CREATE TABLE orders (id int PRIMARY KEY, customer text, total numeric(10,2));
ALTER TABLE orders ADD CONSTRAINT positive CHECK (total >= 0) NOT ENFORCED;
