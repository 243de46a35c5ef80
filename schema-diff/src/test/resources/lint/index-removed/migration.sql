DROP INDEX orders_by_customer;
DROP INDEX IF EXISTS not_there;
