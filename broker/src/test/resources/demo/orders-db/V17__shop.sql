CREATE TYPE order_status AS ENUM ('placed', 'paid', 'shipped', 'cancelled');

CREATE TABLE customer (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email     text NOT NULL UNIQUE,
    name      text NOT NULL,
    phone     text,
    joined_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE product (
    sku          text PRIMARY KEY,
    title        text NOT NULL,
    price        numeric(10, 2) NOT NULL CHECK (price > 0),
    discontinued boolean NOT NULL DEFAULT false
);

CREATE TABLE orders (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL REFERENCES customer,
    status      order_status NOT NULL DEFAULT 'placed',
    total       numeric(10, 2) NOT NULL,
    placed_at   timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN orders.total IS 'With taxes.';

CREATE TABLE order_line (
    order_id bigint NOT NULL REFERENCES orders ON DELETE CASCADE,
    position integer NOT NULL,
    sku      text NOT NULL REFERENCES product,
    quantity integer NOT NULL CHECK (quantity > 0),
    price    numeric(10, 2) NOT NULL,
    PRIMARY KEY (order_id, position)
);

CREATE TABLE shipment (
    order_id    bigint PRIMARY KEY REFERENCES orders,
    carrier     text NOT NULL,
    expected_on date NOT NULL,
    shipped_at  timestamptz
);

CREATE VIEW order_overview AS
    SELECT o.id, c.name AS customer, o.status, o.total, s.expected_on
      FROM orders o
      JOIN customer c ON c.id = o.customer_id
      LEFT JOIN shipment s ON s.order_id = o.id;

GRANT SELECT, INSERT, UPDATE ON customer, orders, order_line, shipment TO orders_app;
GRANT SELECT ON product, order_overview TO orders_app;
GRANT SELECT ON customer, orders TO payments_reader;
