CREATE TABLE orders (id int CONSTRAINT numbered NOT NULL);
