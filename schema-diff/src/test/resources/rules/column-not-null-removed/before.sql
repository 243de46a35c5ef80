CREATE TABLE orders (id int PRIMARY KEY, c text NOT NULL);
