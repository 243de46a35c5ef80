CREATE EXTENSION btree_gist;
CREATE TABLE booking (
    room int CONSTRAINT room_is_known NOT NULL,
    place text NOT NULL NO INHERIT,
    during daterange,
    amount numeric,
    doubled numeric GENERATED ALWAYS AS (amount * 2) VIRTUAL,
    CONSTRAINT booking_pk PRIMARY KEY (room, during WITHOUT OVERLAPS),
    CONSTRAINT hoped CHECK (amount > 0) NOT ENFORCED
);
CREATE TABLE guest (room int, during daterange, CONSTRAINT stays FOREIGN KEY (room, PERIOD during) REFERENCES booking (room, PERIOD during));
CREATE TABLE note (id int UNIQUE, of_note int CONSTRAINT not_checked REFERENCES note (id) NOT ENFORCED, text text);
ALTER TABLE note ADD CONSTRAINT text_is_there NOT NULL text NOT VALID;
CREATE TABLE family (a int NOT NULL, b int);
CREATE TABLE member (CONSTRAINT b_is_there NOT NULL b) INHERITS (family);
CREATE TABLE parts (a int GENERATED ALWAYS AS IDENTITY, b int CONSTRAINT b_named NOT NULL) PARTITION BY LIST (b);
CREATE TABLE part PARTITION OF parts FOR VALUES IN (1, 2);
CREATE PUBLICATION generated FOR TABLE booking WITH (publish_generated_columns = stored);
ALTER DEFAULT PRIVILEGES GRANT SELECT ON LARGE OBJECTS TO PUBLIC;
