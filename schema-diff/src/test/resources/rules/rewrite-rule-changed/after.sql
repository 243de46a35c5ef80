CREATE TABLE orders (id int PRIMARY KEY, customer text, total numeric(10,2));
CREATE RULE quiet AS ON DELETE TO orders DO INSTEAD NOTHING;
