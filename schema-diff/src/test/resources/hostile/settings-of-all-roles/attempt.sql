ALTER ROLE ALL SET work_mem = '1MB';
