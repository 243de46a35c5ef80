CREATE TABLE customers (id varchar(20) COLLATE "C" PRIMARY KEY);
