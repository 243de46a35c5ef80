CREATE TABLE country (name varchar(40), code varchar);
