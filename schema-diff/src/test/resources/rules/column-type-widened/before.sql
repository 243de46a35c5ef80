CREATE TABLE orders (id int PRIMARY KEY, c varchar(10));
