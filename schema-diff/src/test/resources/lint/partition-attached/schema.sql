CREATE TABLE measure (id int NOT NULL) PARTITION BY RANGE (id);
CREATE TABLE measure_old (id int NOT NULL);
CREATE TABLE measure_checked (id int NOT NULL, CHECK (id >= 10 AND id < 20));
