CREATE TABLE fine (id bigint);

ALTER TABLE orders
    ADD COLUM note text;

DROP TABLE orders;
