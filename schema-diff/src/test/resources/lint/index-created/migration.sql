CREATE INDEX orders_by_total ON orders (total);
CREATE INDEX CONCURRENTLY orders_by_note ON orders (note);
