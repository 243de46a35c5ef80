CREATE TABLE orders (id int PRIMARY KEY, customer text, total numeric(10,2));
CREATE SUBSCRIPTION away CONNECTION 'host=a.example' PUBLICATION changes WITH (connect = false, slot_name = NONE);
