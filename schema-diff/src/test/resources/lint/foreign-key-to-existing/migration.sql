CREATE TABLE line (id bigint PRIMARY KEY, order_id bigint REFERENCES orders, CONSTRAINT c FOREIGN KEY (id) REFERENCES customer);
