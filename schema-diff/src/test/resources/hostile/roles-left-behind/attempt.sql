DO $$ BEGIN FOR i IN 1..50 LOOP EXECUTE 'CREATE ROLE left_' || i; EXECUTE format('ALTER ROLE left_%s SET work_mem = %L', i, '1MB'); END LOOP; END $$;
GRANT left_1 TO left_2 WITH ADMIN OPTION;
SET ROLE left_2;
GRANT left_1 TO left_3;
