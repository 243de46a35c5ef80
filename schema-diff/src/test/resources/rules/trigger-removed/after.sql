CREATE TABLE orders (id int PRIMARY KEY, customer text, total numeric(10,2));
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
