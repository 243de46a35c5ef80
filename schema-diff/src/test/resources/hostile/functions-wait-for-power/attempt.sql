CREATE TABLE public.caught (who text);
CREATE ROLE app;
CREATE FUNCTION public.trap() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO public.caught VALUES (current_user);
    RETURN true;
END $$;
CREATE FUNCTION public.current_setting(text) RETURNS text LANGUAGE sql AS $$ SELECT public.trap()::text $$;
CREATE FUNCTION public.set_config(text, text, boolean) RETURNS text LANGUAGE sql AS $$ SELECT public.trap()::text $$;
CREATE FUNCTION public.same(name, text) RETURNS boolean LANGUAGE sql AS $$ SELECT public.trap() $$;
CREATE OPERATOR public.= (LEFTARG = name, RIGHTARG = text, FUNCTION = public.same);
CREATE FUNCTION public.least_equal(bigint, bigint) RETURNS boolean LANGUAGE sql AS $$ SELECT public.trap() $$;
CREATE OPERATOR public.>= (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = public.least_equal);
CREATE TEMP TABLE pg_extension (extname name, extowner oid);
CREATE TEMP TABLE pg_proc (oid oid);
SET search_path = public, pg_temp, pg_catalog;
CREATE TABLE t (id int);
ALTER TABLE t OWNER TO app;
CREATE EXTENSION moddatetime;
COMMENT ON EXTENSION plpgsql IS 'x';
CREATE FUNCTION sure() RETURNS int LANGUAGE sql LEAKPROOF AS 'SELECT 1';
CREATE ROLE over BYPASSRLS;
CREATE FOREIGN DATA WRAPPER nothing;
SELECT 1 / (SELECT count(*) = 0 FROM public.caught)::int;
