ALTER TABLE orders
    ADD COLUMN paid boolean,
    ADD COLUMN made timestamptz DEFAULT now();
