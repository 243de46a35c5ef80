CREATE DOMAIN email AS text;
ALTER DOMAIN email SET DEFAULT 'a@example.org';
