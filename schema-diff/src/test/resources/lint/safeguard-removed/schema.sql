CREATE TABLE customer (id bigint PRIMARY KEY, name text NOT NULL DEFAULT '', email text UNIQUE);
CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint, total numeric(10, 2) NOT NULL DEFAULT 0, note varchar(10));
CREATE INDEX orders_by_customer ON orders (customer);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER touch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();
CREATE POLICY own ON orders USING (true);
