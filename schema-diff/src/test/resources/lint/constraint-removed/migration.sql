ALTER TABLE customer DROP CONSTRAINT customer_email_key;
ALTER TABLE orders DROP CONSTRAINT positive;
ALTER TABLE elsewhere DROP CONSTRAINT unknown;
