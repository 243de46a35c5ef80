-- seamwright:ignore column-removed
ALTER TABLE orders DROP COLUMN note;
-- seamwright:ignore no-such-rule we know
ALTER TABLE orders DROP COLUMN customer;
