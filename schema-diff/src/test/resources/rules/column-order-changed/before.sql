CREATE TABLE orders (id int, customer text);
