CREATE TABLE orders (id bigint PRIMARY KEY, note text, total numeric(10,2) NOT NULL);
