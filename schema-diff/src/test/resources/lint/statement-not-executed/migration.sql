CREATE TABLE invoice (id bigint, amount money_of_ours);
CREATE INDEX ON invoice (id);
