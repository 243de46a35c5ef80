SELECT 1;
CREATE COLLATION plain (provider = libc, locale = 'C');
