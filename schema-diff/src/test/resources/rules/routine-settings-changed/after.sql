CREATE FUNCTION price(amount int, currency text DEFAULT 'EUR') RETURNS numeric SET search_path = pg_catalog LANGUAGE sql AS 'SELECT 1.0';
