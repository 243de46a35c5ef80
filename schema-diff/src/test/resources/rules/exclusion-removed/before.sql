CREATE TABLE orders (id int, during tstzrange);
ALTER TABLE orders ADD CONSTRAINT apart EXCLUDE USING gist (during WITH &&);
