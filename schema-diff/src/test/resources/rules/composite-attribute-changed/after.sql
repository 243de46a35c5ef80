CREATE TYPE address AS (street text, city varchar(40));
