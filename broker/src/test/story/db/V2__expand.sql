CREATE TABLE address (
    customer_id bigint PRIMARY KEY REFERENCES customer,
    tenant      text NOT NULL,
    street      text,
    city        text
);
ALTER TABLE address ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON address USING (tenant = current_setting('app.tenant', true));
GRANT SELECT, INSERT, UPDATE ON address TO shop_app;
GRANT SELECT ON address TO reports_app;
INSERT INTO address SELECT id, tenant, street, city FROM customer;
CREATE FUNCTION place_order(id bigint, customer_id bigint, total numeric) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ INSERT INTO orders (id, tenant, customer_id, total) VALUES ($1, current_setting('app.tenant'), $2, $3) $$;
REVOKE EXECUTE ON FUNCTION place_order FROM PUBLIC;
GRANT EXECUTE ON FUNCTION place_order TO shop_app;
