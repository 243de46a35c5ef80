CREATE TABLE thing (id int);
CREATE TABLE orders (id int);
