CREATE DOMAIN quantity AS int;
CREATE TABLE line (quantity quantity);
