-- +goose NO TRANSACTION
-- +goose Up
CREATE INDEX CONCURRENTLY i ON t (a);
-- +goose Down
DROP INDEX i;
