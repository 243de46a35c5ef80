CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, sku text NOT NULL, quantity integer NOT NULL, note text);
CREATE TABLE stock (sku text PRIMARY KEY, available integer NOT NULL);
