-- +migrate Up notransaction
SELECT 1;
SELECT 2;
-- +migrate Down
SELECT 3;
