-- columns that came to a parent after its child had some of its own
CREATE TABLE parent (a int, b text NOT NULL);
CREATE TABLE child (c int) INHERITS (parent);
ALTER TABLE parent ADD d int NOT NULL DEFAULT 1;
ALTER TABLE child ADD e int;
CREATE TABLE grandchild (f int) INHERITS (child);
ALTER TABLE parent ADD g int CHECK (g > 0);
-- two parents that share a column, which the child has too
CREATE TABLE other (b text, h int);
CREATE TABLE both_of (b text DEFAULT 'own', i int) INHERITS (parent, other);
-- a table that was given to a parent, in an order of its own
CREATE TABLE adopted (h int, b text, z int);
ALTER TABLE adopted INHERIT other;
-- a child with a default, a constraint and a null of its own
CREATE TABLE own (j int) INHERITS (other);
ALTER TABLE own ALTER b SET DEFAULT 'x', ALTER h SET NOT NULL;
ALTER TABLE own ADD CONSTRAINT h_positive CHECK (h > 0) NO INHERIT;
ALTER TABLE other ADD CONSTRAINT not_too_long CHECK (length(b) < 10) NOT VALID;
