-- +goose NO TRANSACTION
-- +goose Up
CREATE INDEX CONCURRENTLY orders_by_kind ON orders (kind);

-- +goose Down
SELECT 1;
