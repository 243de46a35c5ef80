CREATE FUNCTION price(amount int, currency text DEFAULT 'EUR') RETURNS numeric STRICT LANGUAGE sql AS 'SELECT 1.0';
