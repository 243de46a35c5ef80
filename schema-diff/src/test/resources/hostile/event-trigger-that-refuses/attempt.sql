CREATE FUNCTION e() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
CREATE EVENT TRIGGER e1 ON ddl_command_start EXECUTE FUNCTION e();
CREATE TABLE t (id int);
