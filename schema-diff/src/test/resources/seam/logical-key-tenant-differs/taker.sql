CREATE TABLE orders (tenant_id text, customer_id bigint NOT NULL);
