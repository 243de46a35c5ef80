-- not formatted
SELECT 1;
