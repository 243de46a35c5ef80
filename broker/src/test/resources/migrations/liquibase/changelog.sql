--liquibase formatted sql

--changeset ann:orders
CREATE TABLE orders (id bigint PRIMARY KEY, note text, total numeric(10,2) NOT NULL);
--rollback DROP TABLE orders;

--changeset ann:kind
ALTER TABLE orders ADD COLUMN kind text;

--changeset ann:index runInTransaction:false
CREATE INDEX CONCURRENTLY orders_by_kind ON orders (kind);

--changeset ann:drop-note
ALTER TABLE orders DROP COLUMN note;
