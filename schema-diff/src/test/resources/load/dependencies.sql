-- each thing needs something that is of another kind, or stands later in any order by name
CREATE SCHEMA a; CREATE SCHEMA z;
CREATE TYPE z.mood AS ENUM ('glad', 'it''s "so-so"', 'sad');
CREATE FUNCTION z.is_good(z.mood) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN $1 = 'glad'::z.mood;
CREATE DOMAIN a.good_mood AS z.mood DEFAULT 'glad' NOT NULL CONSTRAINT is_good CHECK (z.is_good(VALUE));
ALTER DOMAIN a.good_mood ADD CONSTRAINT late CHECK (VALUE <> 'sad') NOT VALID;
CREATE TYPE a.pair AS (first a.good_mood, second text COLLATE "C", third int[]);
CREATE TABLE a.person OF a.pair (first WITH OPTIONS PRIMARY KEY, second NOT NULL);
CREATE TABLE a.account (
    id serial PRIMARY KEY,
    mood z.mood DEFAULT 'sad',
    good boolean GENERATED ALWAYS AS (z.is_good(mood)) STORED,
    amount numeric,
    "Strange ""Name""" a.pair,
    during tstzrange, EXCLUDE USING gist (during WITH &&) WHERE (amount > 0) DEFERRABLE
);
CREATE FUNCTION z.total(a.account) RETURNS numeric LANGUAGE sql STABLE AS 'SELECT $1.amount * 2';
CREATE FUNCTION a.accounts(wanted z.mood DEFAULT 'glad', OUT id int, OUT amount numeric) RETURNS SETOF record
    LANGUAGE sql STABLE ROWS 5 COST 20 PARALLEL SAFE SECURITY DEFINER SET search_path = a, "$user", pg_temp SET work_mem = '8MB'
BEGIN ATOMIC
    SELECT account.id, CASE WHEN z.is_good(account.mood) THEN account.amount ELSE 0 END FROM a.account WHERE account.mood = wanted;
END;
CREATE VIEW z.base AS SELECT account.*, account.amount + 1 AS more, z.total(account.*) FROM a.account;
CREATE VIEW a.over_base WITH (security_barrier, security_invoker) AS SELECT id, more FROM z.base WHERE good;
CREATE VIEW a.checked AS SELECT id, mood FROM a.account WHERE mood <> 'sad' WITH LOCAL CHECK OPTION;
ALTER VIEW a.checked ALTER mood SET DEFAULT 'glad';
CREATE VIEW a.grouped AS SELECT account.*, count(*) AS number FROM a.account GROUP BY account.id;
CREATE MATERIALIZED VIEW a.stored WITH (fillfactor = 50) AS SELECT o.id, f.amount FROM a.over_base o, a.accounts() f;
CREATE UNIQUE INDEX ON a.stored (id) INCLUDE (amount);
CREATE VIEW z.of_stored AS SELECT * FROM a.stored;
CREATE FUNCTION z.rows() RETURNS SETOF a.over_base LANGUAGE sql BEGIN ATOMIC SELECT * FROM a.over_base; END;
CREATE TABLE z.uses_view (r a.over_base, n int);
CREATE PROCEDURE a.act(INOUT x int, VARIADIC y text[]) LANGUAGE plpgsql AS $$ BEGIN x := 1; -- a comment; and $x$
END $$;
CREATE AGGREGATE a.sums(int) (SFUNC = int4pl, STYPE = int, MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = int, PARALLEL = SAFE);
CREATE AGGREGATE a.any_number(*) (SFUNC = int8inc, STYPE = int8, INITCOND = '0');
CREATE AGGREGATE a.percentile(float8 ORDER BY anyelement) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
CREATE FUNCTION a.same(a.pair, a.pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE OPERATOR a.=== (FUNCTION = a.same, LEFTARG = a.pair, RIGHTARG = a.pair, COMMUTATOR = OPERATOR(a.===), NEGATOR = OPERATOR(a.!==), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR a.!== (FUNCTION = a.same, LEFTARG = a.pair, RIGHTARG = a.pair, NEGATOR = OPERATOR(a.===));
CREATE FUNCTION a.to_text(a.pair) RETURNS text LANGUAGE sql AS 'SELECT 1::text';
CREATE CAST (a.pair AS text) WITH FUNCTION a.to_text(a.pair) AS ASSIGNMENT;
CREATE TYPE a.span AS RANGE (SUBTYPE = text, COLLATION = "C", MULTIRANGE_TYPE_NAME = a.spans);
CREATE COLLATION a.german (PROVIDER = icu, LOCALE = 'de-DE-u-co-phonebk', DETERMINISTIC = false);
CREATE TABLE a.words (w text COLLATE a.german, s a.span, v tsvector);
CREATE TEXT SEARCH DICTIONARY a.stems (TEMPLATE = snowball, LANGUAGE = 'german', STOPWORDS = 'german');
CREATE TEXT SEARCH CONFIGURATION z.words (PARSER = default);
ALTER TEXT SEARCH CONFIGURATION z.words ADD MAPPING FOR asciiword, word WITH a.stems, simple;
CREATE INDEX by_words ON a.words USING gin (to_tsvector('z.words', w));
CREATE INDEX sized ON a.words USING gist (v tsvector_ops (siglen = 100));
CREATE STATISTICS z.stats (ndistinct, mcv) ON w, (lower(w COLLATE "C")) FROM a.words;
ALTER STATISTICS z.stats SET STATISTICS 50;
CREATE RULE no_delete AS ON DELETE TO a.words DO INSTEAD NOTHING;
CREATE RULE twice AS ON INSERT TO a.words WHERE NEW.w = 'x' DO ALSO (INSERT INTO a.account (amount) VALUES (1); INSERT INTO a.account (amount) VALUES (2));
ALTER TABLE a.words DISABLE RULE twice;
ALTER TABLE a.words ALTER w SET STORAGE external, ALTER w SET COMPRESSION pglz, ALTER v SET STATISTICS 7, ALTER w SET (n_distinct = -0.5);
COMMENT ON TABLE a.words IS 'it''s \ a "comment"';
COMMENT ON COLUMN a.pair.first IS 'first';
COMMENT ON CONSTRAINT is_good ON DOMAIN a.good_mood IS 'good';
COMMENT ON OPERATOR a.=== (a.pair, a.pair) IS 'same';
COMMENT ON AGGREGATE a.percentile(float8 ORDER BY anyelement) IS 'a percentile';
COMMENT ON INDEX a.account_pkey IS 'key';
