-- +goose Up
ALTER TABLE orders ADD COLUMN kind text;

-- +goose Down
SELECT 1;
