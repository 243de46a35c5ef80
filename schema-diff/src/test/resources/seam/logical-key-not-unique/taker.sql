CREATE TABLE orders (customer_id bigint NOT NULL);
