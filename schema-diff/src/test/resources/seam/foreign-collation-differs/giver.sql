CREATE TABLE customer (code text COLLATE "C");
