-- migrate:up transaction:false
ALTER TYPE m ADD VALUE 'x';
-- migrate:down
