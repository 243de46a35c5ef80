CREATE TABLE customers (number bigint PRIMARY KEY);
