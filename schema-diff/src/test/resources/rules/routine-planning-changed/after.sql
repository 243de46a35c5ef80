CREATE FUNCTION price(amount int, currency text DEFAULT 'EUR') RETURNS numeric IMMUTABLE LANGUAGE sql AS 'SELECT 1.0';
