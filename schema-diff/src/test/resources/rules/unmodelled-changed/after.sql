SELECT 1;
SELECT lo_create(0);
