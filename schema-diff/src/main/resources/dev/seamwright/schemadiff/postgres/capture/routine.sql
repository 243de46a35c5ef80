SELECT 'routine' AS kind,
       ARRAY[n.nspname::text, p.proname || '(' || oidvectortypes(p.proargtypes) || ')'] AS identity,
       jsonb_build_object(
           'type', CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' WHEN 'w' THEN 'window' ELSE 'function' END,
           'owner', pg_get_userbyid(p.proowner),
           'comment', d.description,
           'arguments', pg_get_function_arguments(p.oid),
           'result', pg_get_function_result(p.oid),
           'language', CASE WHEN p.prokind <> 'a' THEN l.lanname END,
           'body', CASE WHEN p.prokind <> 'a' THEN p.prosrc END,
           'sqlBody', pg_get_function_sqlbody(p.oid), -- from 14
           'library', p.probin,
           'volatility', CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END,
           'parallel', CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' END,
           'strict', nullif(p.proisstrict, false),
           'securityDefiner', nullif(p.prosecdef, false),
           'leakproof', nullif(p.proleakproof, false),
           'cost', p.procost,
           'rows', nullif(p.prorows, 0),
           'settings', (SELECT jsonb_object_agg(split_part(s, '=', 1), substr(s, strpos(s, '=') + 1))
                          FROM unnest(p.proconfig) s),
           'support', nullif(p.prosupport::oid, 0)::regproc::text,
           'transforms', (SELECT jsonb_agg(format_type(t.type, NULL)) FROM unnest(p.protrftypes) AS t (type)),
           'aggregate', CASE WHEN p.prokind = 'a' THEN jsonb_strip_nulls(jsonb_build_object(
               'kind', CASE a.aggkind WHEN 'o' THEN 'ordered set' WHEN 'h' THEN 'hypothetical set' END,
               'transition', a.aggtransfn::regproc::text,
               'state', format_type(a.aggtranstype, NULL),
               'space', nullif(a.aggtransspace, 0),
               'initial', a.agginitval,
               'final', nullif(a.aggfinalfn::oid, 0)::regproc::text,
               'finalExtra', nullif(a.aggfinalextra, false),
               'finalModify', a.aggfinalmodify,
               'combine', nullif(a.aggcombinefn::oid, 0)::regproc::text,
               'serialize', nullif(a.aggserialfn::oid, 0)::regproc::text,
               'deserialize', nullif(a.aggdeserialfn::oid, 0)::regproc::text,
               'sortOperator', nullif(a.aggsortop, 0)::regoper::text,
               'movingTransition', nullif(a.aggmtransfn::oid, 0)::regproc::text,
               'movingInverse', nullif(a.aggminvtransfn::oid, 0)::regproc::text,
               'movingState', CASE WHEN a.aggmtranstype <> 0 THEN format_type(a.aggmtranstype, NULL) END,
               'movingSpace', nullif(a.aggmtransspace, 0),
               'movingInitial', a.aggminitval,
               'movingFinal', nullif(a.aggmfinalfn::oid, 0)::regproc::text,
               'movingFinalExtra', nullif(a.aggmfinalextra, false),
               'movingFinalModify', a.aggmfinalmodify)) END) AS payload,
       p.oid AS oid,
       0 AS part
  FROM pg_proc p
  JOIN pg_namespace n ON n.oid = p.pronamespace
  JOIN pg_language l ON l.oid = p.prolang
  LEFT JOIN pg_aggregate a ON a.aggfnoid = p.oid
  LEFT JOIN pg_description d ON d.classoid = 'pg_proc'::regclass AND d.objoid = p.oid AND d.objsubid = 0
 WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT FROM pg_depend e
                    WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid AND e.deptype IN ('e', 'i'))
