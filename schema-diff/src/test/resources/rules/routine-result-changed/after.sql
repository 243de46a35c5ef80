CREATE FUNCTION price(amount int, currency text DEFAULT 'EUR') RETURNS text LANGUAGE sql AS 'SELECT ''x''';
