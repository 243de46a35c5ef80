DROP FUNCTION vat(numeric);
DROP SEQUENCE numbers;
DROP TYPE mood;
