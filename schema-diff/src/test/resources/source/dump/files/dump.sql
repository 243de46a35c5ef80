--
-- PostgreSQL database dump
--

\restrict 9cWb

SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
\connect shop

CREATE TABLE public.t (
    a integer,
    b text DEFAULT E'a\';b'
);

COPY public.t (a, b) FROM stdin;
1	it's; a row
2	\N
\.

COPY public.t (a, b) FROM stdin;
\.


ALTER TABLE ONLY public.t ADD CONSTRAINT t_pkey PRIMARY KEY (a);
\unrestrict 9cWb
