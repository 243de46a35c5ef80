CREATE TABLE orders (customer text, id int);
