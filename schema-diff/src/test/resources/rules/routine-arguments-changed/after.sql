CREATE FUNCTION price(amount int, currency text) RETURNS numeric LANGUAGE sql AS 'SELECT 1.0';
