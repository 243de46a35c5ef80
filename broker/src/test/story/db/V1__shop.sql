CREATE TABLE customer (
    id       bigint PRIMARY KEY,
    tenant   text NOT NULL,
    name     text NOT NULL,
    nickname text,
    street   text,
    city     text
);
CREATE TABLE orders (
    id          bigint PRIMARY KEY,
    tenant      text NOT NULL,
    customer_id bigint NOT NULL REFERENCES customer,
    total       numeric(10,2) NOT NULL,
    placed_at   timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE customer ENABLE ROW LEVEL SECURITY;
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON customer USING (tenant = current_setting('app.tenant', true));
CREATE POLICY tenant ON orders USING (tenant = current_setting('app.tenant', true));
GRANT SELECT, INSERT, UPDATE ON customer, orders TO shop_app;
GRANT SELECT ON customer, orders TO reports_app;
GRANT SELECT ON customer TO mailer_app;
