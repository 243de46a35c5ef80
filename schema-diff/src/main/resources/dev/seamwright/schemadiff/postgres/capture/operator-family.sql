SELECT 'operator-family' AS kind,
       ARRAY[n.nspname::text, f.opfname::text, am.amname::text] AS identity,
       jsonb_build_object(
           'owner', pg_get_userbyid(f.opfowner),
           'operators', (SELECT jsonb_agg(jsonb_build_array(ao.amopstrategy, ao.amopopr::regoperator::text,
                                   (SELECT sf.opfname FROM pg_opfamily sf WHERE sf.oid = ao.amopsortfamily))
                            ORDER BY ao.amopstrategy, ao.amopopr::regoperator::text COLLATE "C")
                            FROM pg_amop ao WHERE ao.amopfamily = f.oid),
           'functions', (SELECT jsonb_agg(jsonb_build_array(ap.amprocnum, format_type(ap.amproclefttype, NULL),
                                   format_type(ap.amprocrighttype, NULL), ap.amproc::regprocedure::text)
                            ORDER BY ap.amprocnum, ap.amproc::regprocedure::text COLLATE "C")
                            FROM pg_amproc ap WHERE ap.amprocfamily = f.oid),
           'comment', d.description) AS payload,
       f.oid AS oid,
       0 AS part
  FROM pg_opfamily f
  JOIN pg_namespace n ON n.oid = f.opfnamespace
  JOIN pg_am am ON am.oid = f.opfmethod
  LEFT JOIN pg_description d ON d.classoid = 'pg_opfamily'::regclass AND d.objoid = f.oid AND d.objsubid = 0
 WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT FROM pg_depend e
                    WHERE e.classid = 'pg_opfamily'::regclass AND e.objid = f.oid AND e.deptype = 'e')
