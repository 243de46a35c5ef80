CREATE TABLE orders (id bigint, code text NOT NULL, note text, PRIMARY KEY (id));
CREATE UNIQUE INDEX orders_code ON orders (code);
ALTER TABLE orders REPLICA IDENTITY USING INDEX orders_code;
CREATE PUBLICATION p FOR TABLE orders (id, note);
