-- Deploy orders:kind to pg

BEGIN;

ALTER TABLE orders ADD COLUMN kind text;

COMMIT;
