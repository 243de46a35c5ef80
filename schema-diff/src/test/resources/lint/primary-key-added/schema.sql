CREATE TABLE line (order_id bigint NOT NULL, position int NOT NULL);
