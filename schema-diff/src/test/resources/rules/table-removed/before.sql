SELECT 1;
CREATE TABLE orders (id int PRIMARY KEY, customer text, total numeric(10,2));
