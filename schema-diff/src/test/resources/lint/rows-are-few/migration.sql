CREATE INDEX orders_by_total ON orders (total);
CREATE INDEX customers_by_name ON customer (name);
