VACUUM (FULL, ANALYZE) orders;
CLUSTER orders USING orders_by_customer;
VACUUM (FULL off) orders;
