CREATE TABLE cart (id bigint PRIMARY KEY, owner text NOT NULL, total numeric NOT NULL);
