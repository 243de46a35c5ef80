COMMENT ON DATABASE template1 IS 'mine';
