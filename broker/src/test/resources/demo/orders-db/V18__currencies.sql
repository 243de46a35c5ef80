ALTER TABLE orders ADD COLUMN currency text NOT NULL DEFAULT 'EUR';
CREATE INDEX orders_of_customer ON orders (customer_id, placed_at);
