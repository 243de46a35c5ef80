CREATE TYPE c AS (x int, y text COLLATE "C");
