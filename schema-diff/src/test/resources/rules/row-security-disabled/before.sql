CREATE TABLE orders (id int PRIMARY KEY, customer text, total numeric(10,2));
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
