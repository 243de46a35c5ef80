-- Deploy orders:index to pg

CREATE INDEX CONCURRENTLY orders_by_kind ON orders (kind);
