SELECT 'subscription' AS kind,
       ARRAY[s.subname::text] AS identity,
       jsonb_build_object(
           'owner', pg_get_userbyid(s.subowner),
           'enabled', s.subenabled,
           'publications', (SELECT jsonb_agg(p.name ORDER BY p.name COLLATE "C") FROM unnest(s.subpublications) AS p (name)),
           'synchronousCommit', nullif(s.subsynccommit, 'off'), -- from 15
           'binary', nullif(s.subbinary, false), -- from 14
           'streaming', CASE s.substream WHEN 't' THEN 'on' WHEN 'p' THEN 'parallel' END, -- from 16
           'streaming', CASE WHEN s.substream THEN 'on' END, -- 15 to 15
           'twoPhase', CASE WHEN s.subtwophasestate <> 'd' THEN true END, -- from 15
           'disableOnError', nullif(s.subdisableonerr, false), -- from 15
           'passwordRequired', nullif(s.subpasswordrequired, true), -- from 16
           'runAsOwner', nullif(s.subrunasowner, false), -- from 16
           'origin', nullif(s.suborigin, 'any'), -- from 16
           'failover', nullif(s.subfailover, false), -- from 17
           'comment', d.description, -- from 15
           'slot', s.subslotname) AS payload,
       s.oid AS oid, -- from 15
       NULL::oid AS oid, -- before 15
       0 AS part
  FROM pg_subscription s
  LEFT JOIN pg_description d ON d.classoid = 'pg_subscription'::regclass AND d.objoid = s.oid AND d.objsubid = 0 -- from 15
 WHERE s.subdbid = (SELECT b.oid FROM pg_database b WHERE b.datname = current_database())
