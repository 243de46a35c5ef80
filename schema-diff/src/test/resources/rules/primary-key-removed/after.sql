CREATE TABLE orders (id int NOT NULL, customer text NOT NULL);
