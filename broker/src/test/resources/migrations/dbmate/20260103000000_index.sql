-- migrate:up transaction:false
CREATE INDEX CONCURRENTLY orders_by_kind ON orders (kind);

-- migrate:down
SELECT 1;
