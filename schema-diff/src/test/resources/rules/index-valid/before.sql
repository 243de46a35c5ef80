CREATE TABLE orders (id int PRIMARY KEY, customer text, total numeric(10,2));
CREATE INDEX by_customer ON orders (customer);
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'by_customer'::regclass;
