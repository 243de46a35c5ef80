CREATE TABLE orders (id int, during tstzrange);
