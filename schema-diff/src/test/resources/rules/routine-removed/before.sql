SELECT 1;
CREATE FUNCTION price(amount int, currency text DEFAULT 'EUR') RETURNS numeric LANGUAGE sql AS 'SELECT 1.0';
