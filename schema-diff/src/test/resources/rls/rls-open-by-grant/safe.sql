CREATE TABLE invoice (id int PRIMARY KEY, tenant_id uuid NOT NULL, total numeric(10, 2));
