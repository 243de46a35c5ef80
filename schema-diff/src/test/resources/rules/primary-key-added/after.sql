CREATE TABLE orders (id int NOT NULL, customer text NOT NULL);
ALTER TABLE orders ADD PRIMARY KEY (id);
