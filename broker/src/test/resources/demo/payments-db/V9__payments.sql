CREATE TABLE merchant (
    id   bigint PRIMARY KEY,
    name text NOT NULL
);

CREATE TABLE payment (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    merchant_id bigint NOT NULL REFERENCES merchant,
    order_id    bigint NOT NULL,
    card        text NOT NULL,
    amount      numeric(10, 2) NOT NULL CHECK (amount > 0),
    state       text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'captured', 'refunded')),
    captured_on date,
    UNIQUE (merchant_id, id)
);
CREATE INDEX payment_of_order ON payment (merchant_id, order_id);

CREATE TABLE refund (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    merchant_id bigint NOT NULL REFERENCES merchant,
    payment_id  uuid NOT NULL,
    amount      numeric(10, 2) NOT NULL CHECK (amount > 0),
    FOREIGN KEY (merchant_id, payment_id) REFERENCES payment (merchant_id, id)
);

CREATE FUNCTION current_merchant() RETURNS bigint LANGUAGE sql STABLE
    AS $$SELECT nullif(current_setting('app.merchant', true), '')::bigint$$;

ALTER TABLE merchant ENABLE ROW LEVEL SECURITY;
ALTER TABLE payment ENABLE ROW LEVEL SECURITY;
ALTER TABLE refund ENABLE ROW LEVEL SECURITY;
ALTER TABLE refund FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON merchant FOR SELECT USING (id = current_merchant());
CREATE POLICY of_merchant ON payment USING (merchant_id = current_merchant()) WITH CHECK (merchant_id = current_merchant());
CREATE POLICY of_merchant ON refund USING (merchant_id = current_merchant()) WITH CHECK (merchant_id = current_merchant());

-- a view reads as its owner, to whom the policies of payment do not apply: what the review of the example finds
CREATE VIEW takings AS
    SELECT merchant_id, captured_on, sum(amount) AS amount
      FROM payment
     GROUP BY merchant_id, captured_on;

GRANT SELECT ON merchant, takings TO payments_app;
GRANT SELECT, INSERT, UPDATE ON payment TO payments_app;
GRANT SELECT, INSERT ON refund TO payments_app;
