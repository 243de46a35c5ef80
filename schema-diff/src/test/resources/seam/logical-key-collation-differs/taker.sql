CREATE TABLE orders (customer_id varchar(20));
