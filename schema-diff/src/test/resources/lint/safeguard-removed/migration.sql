DROP TRIGGER touch ON orders;
DROP POLICY own ON orders;
