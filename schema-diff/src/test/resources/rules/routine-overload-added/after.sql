CREATE FUNCTION price(amount int, currency text DEFAULT 'EUR') RETURNS numeric LANGUAGE sql AS 'SELECT 1.0';
CREATE FUNCTION price(amount int, rate numeric DEFAULT 1) RETURNS numeric LANGUAGE sql AS 'SELECT 2.0';
