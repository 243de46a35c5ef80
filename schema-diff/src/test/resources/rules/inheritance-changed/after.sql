CREATE TABLE thing (id int);
CREATE TABLE orders (id int);
ALTER TABLE orders INHERIT thing;
