ALTER INDEX orders_by_customer RENAME TO orders_of_customer;
ALTER TABLE customer RENAME CONSTRAINT customer_email_key TO customer_email;
ALTER TYPE mood RENAME TO temper;
