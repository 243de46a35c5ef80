CREATE TABLE caught (who text);
CREATE FUNCTION trap() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolsuper AND rolname IN ('seamwright_candidate', 'app')) OR current_user = 'seamwright_shadow' THEN
        INSERT INTO public.caught VALUES (current_user);
    END IF;
END $$;
CREATE ROLE app;
CREATE EVENT TRIGGER trap_start ON ddl_command_start EXECUTE FUNCTION trap();
CREATE EVENT TRIGGER trap_end ON ddl_command_end EXECUTE FUNCTION trap();
ALTER EVENT TRIGGER trap_start ENABLE ALWAYS;
CREATE TABLE t (id int);
ALTER TABLE t OWNER TO app;
CREATE EXTENSION moddatetime;
COMMENT ON EXTENSION plpgsql IS 'x';
CREATE FUNCTION sure() RETURNS int LANGUAGE sql LEAKPROOF AS 'SELECT 1';
CREATE ROLE over BYPASSRLS;
CREATE FOREIGN DATA WRAPPER nothing;
SELECT 1 / (SELECT count(*) = 0 FROM public.caught)::int;
