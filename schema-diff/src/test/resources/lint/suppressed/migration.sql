-- seamwright:ignore column-removed nobody has read it since spring

ALTER TABLE orders DROP COLUMN note;
ALTER TABLE orders
    DROP COLUMN customer; -- seamwright:ignore column-removed moved to account
ALTER TABLE orders DROP COLUMN total;
