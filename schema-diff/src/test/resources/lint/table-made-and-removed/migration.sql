CREATE TABLE scratch (id bigint);
CREATE INDEX ON scratch (id);
ALTER TABLE scratch ADD COLUMN n bigserial, ADD UNIQUE (n);
UPDATE scratch SET n = 1;
ALTER TABLE scratch RENAME TO other;
ALTER TABLE other DROP COLUMN n;
TRUNCATE other;
DROP TABLE other;
