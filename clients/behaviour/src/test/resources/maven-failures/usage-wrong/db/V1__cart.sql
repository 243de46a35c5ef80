CREATE TABLE cart (id text);
