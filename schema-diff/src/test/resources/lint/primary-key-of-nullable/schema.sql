CREATE TABLE line (id bigint);
CREATE UNIQUE INDEX line_id ON line (id);
